import type { Journal, Position } from './journal.ts';
import type { Activity, Alias, ExecutionEntry, Revision, StateMachine } from './model.ts';
import { MovedExecutions } from './movedExecutions.ts';
import { NeededRecords, revisionsInUse } from './neededRecords.ts';
import { RecentSet } from './recentSet.ts';
import type {
  ActivityCreated,
  AliasPut,
  ExecutionEnded,
  ExecutionStarted,
  ExecutionStimulus,
  JournalRecord,
  StateMachineRevised,
  VersionPublished,
} from './records.ts';

/** Tokens that are known after their executions have ended. */
const KNOWN_TOKENS = 200_000;
/** Of one execution (API reference, RedriveExecution). */
const KNOWN_REDRIVES = 10;

/**
 * The endpoint's state: state machines, activities, tags, executions. It changes only by records: `commit` writes one to the journal and applies
 * it, a restart applies those of the journal again.
 */
export class Store {
  readonly machines = new Map<string, StateMachine>();
  readonly activities = new Map<string, Activity>();
  readonly executions = new Map<string, ExecutionEntry>();
  private readonly executionsById = new Map<number, ExecutionEntry>();
  /** In the order in which they were started, by the ARN of their machine. */
  private readonly executionsOfMachine = new Map<string, ExecutionEntry[]>();
  private readonly children = new Map<string, ExecutionEntry>();
  private readonly revisions = new Map<string, Revision>();
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
    const inUse = revisionsInUse(this);
    for (const id of this.revisions.keys()) if (!inUse.has(id)) this.revisions.delete(id);
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
    return this.children.get(startedBy);
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
        this.reviseMachine(record);
        return;
      case 'stateMachineDeleted':
        this.garbage += this.machines.get(record.arn)?.revision.definition.length ?? 0;
        this.machines.delete(record.arn);
        this.tagsOfResource.delete(record.arn);
        return;
      case 'versionPublished':
        this.publishVersion(record);
        return;
      case 'versionDeleted':
        this.deleteVersion(record.arn);
        return;
      case 'aliasPut':
        this.putAlias(record);
        return;
      case 'aliasDeleted':
        this.deleteAlias(record.arn);
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

  private reviseMachine(record: StateMachineRevised): void {
    const revision: Revision = {
      id: record.revisionId,
      machineArn: record.arn,
      machineName: record.name,
      machineType: record.machineType,
      definition: record.definition,
      roleArn: record.roleArn,
      configuration: record.configuration,
      time: record.time,
    };
    this.revisions.set(revision.id, revision);
    const before = this.machines.get(record.arn);
    // An execution or a version may use it: what is really needed is seen when the journal is rewritten.
    this.garbage += before?.revision.definition.length ?? 0;
    this.machines.set(record.arn, {
      arn: record.arn,
      name: record.name,
      type: record.machineType,
      creationTime: before?.creationTime ?? record.time,
      updated: before !== undefined,
      revision,
      versions: before?.versions ?? new Map(),
      lastVersion: before?.lastVersion ?? 0,
      aliases: before?.aliases ?? new Map(),
    });
  }

  private publishVersion(record: VersionPublished): void {
    const revision = this.revisions.get(record.revisionId);
    const { arn, number, description, time } = record;
    this.changeMachine(record.machineArn, (machine) => ({
      ...machine,
      // Of a version that was deleted since, the journal may have lost the revision.
      versions:
        revision === undefined
          ? machine.versions
          : new Map(machine.versions).set(number, { arn, number, revision, description, creationTime: time }),
      lastVersion: number,
    }));
  }

  private deleteVersion(arn: string): void {
    this.changeMachine(beforeLastColon(arn), (machine) => {
      const versions = new Map(machine.versions);
      versions.delete(Number(arn.slice(machine.arn.length + 1)));
      return { ...machine, versions };
    });
  }

  private putAlias(record: AliasPut): void {
    this.changeMachine(record.machineArn, (machine) => {
      const alias: Alias = {
        arn: record.arn,
        name: record.name,
        machineArn: record.machineArn,
        description: record.description,
        routes: record.routes,
        creationTime: machine.aliases.get(record.name)?.creationTime ?? record.time,
        updateTime: record.time,
      };
      return { ...machine, aliases: new Map(machine.aliases).set(record.name, alias) };
    });
  }

  private deleteAlias(arn: string): void {
    this.changeMachine(beforeLastColon(arn), (machine) => {
      const aliases = new Map(machine.aliases);
      aliases.delete(arn.slice(machine.arn.length + 1));
      return { ...machine, aliases };
    });
  }

  private changeMachine(arn: string, change: (machine: StateMachine) => StateMachine): void {
    const machine = this.machines.get(arn);
    if (machine) this.machines.set(arn, change(machine));
  }

  private startExecution(record: ExecutionStarted, position: Position): void {
    const revision = this.revisions.get(record.revisionId);
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
    if (record.startedBy !== undefined) this.children.set(record.startedBy, entry);
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

function beforeLastColon(arn: string): string {
  return arn.slice(0, arn.lastIndexOf(':'));
}
