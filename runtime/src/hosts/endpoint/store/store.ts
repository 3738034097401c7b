import type { Journal, Position } from './journal.ts';
import { Machines } from './machines.ts';
import type { Activity, ExecutionEntry, StateMachine } from './model.ts';
import { MovedExecutions } from './movedExecutions.ts';
import { NeededRecords, revisionsInUse } from './neededRecords.ts';
import { NestedExecutions } from './nestedExecutions.ts';
import { RecentSet } from './recentSet.ts';
import type { ActivityCreated, ExecutionEnded, ExecutionStarted, ExecutionStimulus, JournalRecord } from './records.ts';

/** Tokens that are known after their executions have ended. */
const KNOWN_TOKENS = 200_000;
/** Of one execution (API reference, RedriveExecution). */
const KNOWN_REDRIVES = 10;

/**
 * The endpoint's state: state machines, activities, tags, executions. It changes only by records: `commit` writes one to the journal and applies
 * it, a restart applies those of the journal again.
 */
export class Store {
  readonly activities = new Map<string, Activity>();
  readonly executions = new Map<string, ExecutionEntry>();
  private readonly executionsById = new Map<number, ExecutionEntry>();
  /** In the order in which they were started, by the ARN of their machine. */
  private readonly executionsOfMachine = new Map<string, ExecutionEntry[]>();
  private readonly nested = new NestedExecutions();
  private readonly machineStore = new Machines();
  private readonly tagsOfResource = new Map<string, Map<string, string>>();
  private lastExecution = 0;
  /** Until `close`. */
  isOpen = true;
  private journal: Journal | undefined;
  private onGarbage: (() => void) | undefined;
  /** Bytes of records that are not needed any more, as far as it is cheap to tell. */
  private garbage = 0;
  /** Tokens of executions that have ended. */
  private readonly spentTokens = new RecentSet(KNOWN_TOKENS);

  /**
   * Takes the journal that further records go to. The records it holds already are to be `apply`ed first. `onGarbage` is told when half of the
   * journal is not needed any more.
   */
  attach(journal: Journal, onGarbage?: () => void): void {
    this.journal = journal;
    this.onGarbage = onGarbage;
  }

  commit(record: JournalRecord): void {
    this.apply(record, this.opened.append(record));
    if (this.garbage >= this.opened.leastGarbage && this.isMostlyGarbage) this.onGarbage?.();
  }

  /** Whether at least half of the journal is not needed any more. */
  get isMostlyGarbage(): boolean {
    return this.garbage > 0 && this.garbage * 2 >= this.opened.size;
  }

  /** Bytes of the journal; records where it is kept in memory. */
  get journalSize(): number {
    return this.opened.size;
  }

  /** Rewrites the journal without what is not needed any more. When it throws, nothing has changed. */
  compact(): void {
    this.garbage = 0;
    const needed = new NeededRecords(this);
    const moved = new MovedExecutions();
    this.opened.rewrite({
      keeps: (record) => needed.keeps(record),
      moved: (record, position) => moved.add(record, position),
      tail: needed.tags,
    });
    moved.applyTo(this.executionsById);
    this.machineStore.forgetRevisionsBut(revisionsInUse(this));
  }

  /** Forgets the executions that had ended before a time: AWS, too, keeps them for 90 days only. */
  forgetEndedBefore(time: number): void {
    for (const entry of this.executions.values()) if (entry.ended && entry.ended.time < time) this.forget(entry);
    for (const [machine, entries] of this.executionsOfMachine) {
      if (entries.every((entry) => this.executionsById.has(entry.id))) continue;
      const left = entries.filter((entry) => this.executionsById.has(entry.id));
      if (left.length > 0) this.executionsOfMachine.set(machine, left);
      else this.executionsOfMachine.delete(machine);
    }
  }

  get machines(): ReadonlyMap<string, StateMachine> {
    return this.machineStore.byArn;
  }

  hasExecution(id: number): boolean {
    return this.executionsById.has(id);
  }

  /** Whether a task of an execution that has ended had this token. */
  hasSpent(token: string): boolean {
    return this.spentTokens.has(token);
  }

  /** Resolves when everything that was committed so far will survive: only then may a client be told. */
  durable(): Promise<void> {
    return this.opened.durable();
  }

  close(): void {
    this.isOpen = false;
    this.journal?.close();
  }

  nextExecutionId(): number {
    return this.lastExecution + 1;
  }

  executionsOf(machineArn: string): readonly ExecutionEntry[] {
    return this.executionsOfMachine.get(machineArn) ?? [];
  }

  running(): ExecutionEntry[] {
    return [...this.executions.values()].filter((entry) => !entry.ended);
  }

  /** The execution that a task has started. */
  childOf(startedBy: string): ExecutionEntry | undefined {
    return this.nested.get(startedBy);
  }

  tagsOf(arn: string): ReadonlyMap<string, string> {
    return this.tagsOfResource.get(arn) ?? new Map();
  }

  startOf(entry: ExecutionEntry): ExecutionStarted {
    return this.opened.read(entry.started) as ExecutionStarted;
  }

  stimuliOf(entry: ExecutionEntry): ExecutionStimulus[] {
    return entry.stimuli.map((position) => this.opened.read(position) as ExecutionStimulus);
  }

  endOf(entry: ExecutionEntry): ExecutionEnded | undefined {
    return entry.ended && (this.opened.read(entry.ended.position) as ExecutionEnded);
  }

  apply(record: JournalRecord, position: Position): void {
    switch (record.type) {
      case 'stateMachineRevised':
        // An execution or a version may use the one before: what is really needed is seen when the journal is rewritten.
        this.garbage += this.machines.get(record.arn)?.revision.definition.length ?? 0;
        this.machineStore.revise(record);
        return;
      case 'stateMachineDeleted':
        this.garbage += this.machines.get(record.arn)?.revision.definition.length ?? 0;
        this.machineStore.byArn.delete(record.arn);
        this.tagsOfResource.delete(record.arn);
        return;
      case 'versionPublished':
        this.machineStore.publishVersion(record);
        return;
      case 'versionDeleted':
        this.machineStore.deleteVersion(record.arn);
        return;
      case 'aliasPut':
        this.machineStore.putAlias(record);
        return;
      case 'aliasDeleted':
        this.machineStore.deleteAlias(record.arn);
        return;
      case 'activityCreated':
        this.addActivity(record);
        return;
      case 'activityDeleted':
        this.activities.delete(record.arn);
        this.tagsOfResource.delete(record.arn);
        return;
      case 'tagged':
        this.tagsOfResource.set(record.arn, new Map([...this.tagsOf(record.arn), ...record.tags]));
        return;
      case 'untagged':
        for (const key of record.keys) this.tagsOfResource.get(record.arn)?.delete(key);
        return;
      case 'executionStarted':
        this.startExecution(record, position);
        return;
      case 'stimulus':
        this.addStimulus(record, position);
        return;
      case 'executionEnded':
        this.endExecution(record, position);
        return;
    }
  }

  private get opened(): Journal {
    if (!this.journal) throw new Error('The store has no journal yet.');
    return this.journal;
  }

  private startExecution(record: ExecutionStarted, position: Position): void {
    const revision = this.machineStore.revision(record.revisionId);
    this.lastExecution = Math.max(this.lastExecution, record.id);
    if (!revision) return;
    const entry: ExecutionEntry = {
      id: record.id,
      arn: record.arn,
      name: record.name,
      revision,
      startTime: record.time,
      versionArn: record.versionArn,
      aliasArn: record.aliasArn,
      traceHeader: record.traceHeader,
      started: position,
      stimuli: [],
      ended: undefined,
      redriveCount: 0,
      redriveTime: undefined,
    };
    this.executions.set(entry.arn, entry);
    this.executionsById.set(entry.id, entry);
    if (record.startedBy !== undefined) this.nested.add(record.startedBy, entry);
    if (record.machineType === 'EXPRESS') return;
    const siblings = this.executionsOfMachine.get(record.machineArn);
    if (siblings) siblings.push(entry);
    else this.executionsOfMachine.set(record.machineArn, [entry]);
  }

  private addStimulus(record: ExecutionStimulus, position: Position): void {
    const entry = this.executionsById.get(record.id);
    if (!entry) return;
    entry.stimuli.push(position);
    if (record.stimulus.kind !== 'redrive') return;
    // The journal may have lost the end before it.
    this.nested.forget(entry.arn);
    entry.ended = undefined;
    entry.redriveCount += 1;
    entry.redriveTime = record.stimulus.time;
    const { clientToken: token, time } = record.stimulus;
    if (token !== undefined)
      entry.redriveTokens = [...(entry.redriveTokens ?? []), { token, time }].slice(-KNOWN_REDRIVES);
  }

  private addActivity({ arn, name, encryptionConfiguration, time }: ActivityCreated): void {
    this.activities.set(arn, { arn, name, encryptionConfiguration, creationTime: time });
  }

  private endExecution(record: ExecutionEnded, position: Position): void {
    const entry = this.executionsById.get(record.id);
    if (!entry) return;
    entry.ended = { status: record.status, time: record.time, position };
    this.nested.forget(entry.arn);
    for (const token of record.tokens ?? []) this.spentTokens.add(token);
    if (entry.revision.machineType === 'EXPRESS') this.forget(entry);
  }

  /** Nothing can be asked of the execution any more: an Express one that has ended, or one whose time is over. */
  private forget(entry: ExecutionEntry): void {
    this.garbage += entry.started.length + (entry.ended?.position.length ?? 0);
    for (const { length } of entry.stimuli) this.garbage += length;
    this.executions.delete(entry.arn);
    this.executionsById.delete(entry.id);
  }
}
