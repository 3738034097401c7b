import type { Json } from '../../../asl/json.ts';
import type { EventRecord } from '../../../history/events.ts';
import type { Environment, TaskRunner } from '../../../interpreter/environment.ts';
import type { Execution } from '../../../interpreter/execution.ts';
import { AWS_LIMITS } from '../../../interpreter/limits.ts';
import type { MapRun } from '../../../interpreter/mapRun.ts';
import type { Delivery } from '../../../interpreter/taskTokens.ts';
import { compiledMachine, hasDistributedMap } from '../definitions.ts';
import type { ExecutionEntry, Revision } from '../store/model.ts';
import type { ExecutionStarted, Stimulus } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { ActivityQueues } from './activityQueues.ts';
import type { HeldExecution, HoldNew } from './heldExecution.ts';
import { mapRunsIn } from './mapRuns.ts';
import { RecentExecutions } from './recentExecutions.ts';
import { Run, type RunKeeper } from './run.ts';
import type { ClockMode } from './runClock.ts';
import type { NewStimulus } from './stimuli.ts';
import { StoredRun, type StoredRunHost, UnstoredRun } from './storedRun.ts';

export interface ExecutionsOptions {
  readonly clock: ClockMode;
  readonly wall: () => number;
  /** Runners of an execution's tasks, asked in order. `testCase` names a case of the mock file. */
  readonly tasksFor: (testCase: string | undefined, revision: Revision) => readonly TaskRunner[];
  readonly objects: Environment['objects'];
  /** Asked about every new execution: a debugger may want to see it from its beginning. */
  readonly holdNew?: HoldNew;
}

export interface SyncRequest {
  readonly arn: string;
  readonly name: string;
  readonly revision: Revision;
  readonly input: Json;
  readonly testCase: string | undefined;
}

export interface ExecutionData {
  readonly input: Json;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
}

/** Tokens that are known after their tasks have ended, so that a late worker is told that it is late. */
const KNOWN_TOKENS = 200_000;

/** The executions of the endpoint as they run, and what can be asked of those that have ended. */
export class Executions {
  readonly activities = new ActivityQueues();
  private readonly runs = new Map<string, Run>();
  private readonly remembered = new RecentExecutions();
  private readonly runOfToken = new Map<string, string>();
  private readonly waiting = new Map<string, (() => void)[]>();

  private readonly host: StoredRunHost;

  constructor(
    private readonly store: Store,
    private readonly options: ExecutionsOptions,
  ) {
    this.host = {
      store,
      activities: this.activities,
      knowToken: (token, arn) => this.knowToken(token, arn),
      end: (entry, run, tokens) => this.end(entry, run, tokens),
    };
  }

  /** Starts an execution that the store has just taken. */
  start(entry: ExecutionEntry, started: ExecutionStarted): void {
    this.run(entry, started, [], 0, this.options.holdNew?.(entry));
  }

  /** Goes on with every execution that had not ended when the server was stopped. */
  resume(): number {
    const unfinished = this.store.running();
    for (const entry of unfinished)
      this.run(entry, this.store.startOf(entry), this.stimuliOf(entry), entry.redriveCount);
    return unfinished.length;
  }

  /** Ends nothing: what is under way goes on at the next start. */
  abandon(): void {
    for (const run of this.runs.values()) run.abandon();
    this.runs.clear();
  }

  async deliver(arn: string, stimulus: NewStimulus): Promise<Delivery> {
    const run = this.runs.get(arn);
    if (!run) return 'TaskTimedOut';
    const delivery = await run.deliver(stimulus);
    await this.store.durable();
    return delivery;
  }

  /** Delivers a message to the task that waits behind a token. */
  async deliverToToken(stimulus: NewStimulus & { readonly token: string }): Promise<Delivery> {
    const arn = this.runOfToken.get(stimulus.token);
    if (arn !== undefined) return this.deliver(arn, stimulus);
    return this.store.hasSpent(stimulus.token) ? 'TaskTimedOut' : 'TaskDoesNotExist';
  }

  /** Runs an ended execution again up to its end, and lets it go on from the states in which it failed. False when it cannot. */
  async redrive(entry: ExecutionEntry, clientToken: string | undefined): Promise<boolean> {
    if (this.runs.has(entry.arn)) return false;
    const run = this.run(entry, this.store.startOf(entry), this.stimuliOf(entry), entry.redriveCount + 1);
    const delivery = await run.deliver({ kind: 'redrive', clientToken });
    await this.store.durable();
    return delivery === 'delivered';
  }

  /**
   * Puts an execution that is under way into the hands of a debugger: it is run again from what was recorded, watched from its beginning, and goes
   * on from where it is. Nothing outside notices. False when it does not run, or cannot be run again.
   */
  takeOver(held: HeldExecution): boolean {
    const entry = this.store.executions.get(held.started.arn);
    const predecessor = this.runs.get(held.started.arn);
    if (!entry || !predecessor) return false;
    this.run(entry, this.store.startOf(entry), this.stimuliOf(entry), entry.redriveCount, held, predecessor);
    return true;
  }

  /** The executions that run, oldest first. */
  get running(): ExecutionEntry[] {
    return [...this.runs.keys()].flatMap((arn) => this.store.executions.get(arn) ?? []);
  }

  /** Resolves when the execution has ended. */
  ended(entry: ExecutionEntry): Promise<void> {
    if (entry.ended) return Promise.resolve();
    return new Promise((resolve) => {
      const waiting = this.waiting.get(entry.arn);
      if (waiting) waiting.push(resolve);
      else this.waiting.set(entry.arn, [resolve]);
    });
  }

  /** The execution with its history so far: as it runs, as it is remembered, or replayed from the journal. */
  async executionOf(entry: ExecutionEntry): Promise<Execution> {
    const known = this.runs.get(entry.arn)?.execution ?? this.remembered.get(entry.arn);
    return known ?? this.replayed(entry);
  }

  /** Input and end of an execution. Reads the journal only for executions that are not in memory. */
  dataOf(entry: ExecutionEntry): ExecutionData {
    const known = this.runs.get(entry.arn)?.execution ?? this.remembered.get(entry.arn);
    return known ?? { input: this.store.startOf(entry).input, ...this.store.endOf(entry) };
  }

  async historyOf(entry: ExecutionEntry): Promise<readonly EventRecord[]> {
    const kept =
      this.runs.has(entry.arn) || this.remembered.has(entry.arn) ? undefined : this.store.endOf(entry)?.events;
    return kept ?? (await this.executionOf(entry)).recorder.events;
  }

  /** The Map Runs of the execution, each before those inside it. */
  async mapRunsOf(entry: ExecutionEntry): Promise<MapRun[]> {
    return hasDistributedMap(entry.revision) ? [...mapRunsIn(await this.executionOf(entry))] : [];
  }

  /** Runs an execution that nobody will ask for again: StartSyncExecution. Ends it when the caller goes away. */
  async runSynchronously(request: SyncRequest, signal: AbortSignal): Promise<Execution> {
    const time = this.options.wall();
    const held = this.options.holdNew?.(request);
    const tasks = this.options.tasksFor(request.testCase, request.revision);
    const run: Run = new Run({
      execution: {
        machine: compiledMachine(request.revision),
        input: request.input,
        type: 'EXPRESS',
        synchronous: true,
        stateMachineArn: request.revision.machineArn,
        executionArn: request.arn,
        roleArn: request.revision.roleArn,
      },
      seed: request.arn,
      startTime: time,
      clock: this.options.clock,
      wall: this.options.wall,
      objects: this.options.objects,
      limits: AWS_LIMITS,
      observer: held,
      tasks: held?.around(tasks) ?? tasks,
      recorded: [],
      keeper: new UnstoredRun(held),
    });
    const stop = () => void run.deliver({ kind: 'stop' });
    signal.addEventListener('abort', stop, { once: true });
    const { execution } = run;
    if (held) held.take(run);
    else run.start();
    await execution.finished;
    signal.removeEventListener('abort', stop);
    return execution;
  }

  /** `pastEnds`: how often the execution ends in what is recorded. */
  private run(
    entry: ExecutionEntry,
    started: ExecutionStarted,
    recorded: readonly Stimulus[],
    pastEnds: number,
    held?: HeldExecution,
    predecessor?: Run,
  ): Run {
    const keeper = new StoredRun(this.host, entry, pastEnds, held);
    const tasks = this.options.tasksFor(started.testCase, entry.revision);
    const run = this.newRun(entry, started, held?.around(tasks) ?? tasks, recorded, keeper, held, predecessor);
    keeper.run = run;
    this.runs.set(entry.arn, run);
    if (!held) return run.start();
    held.take(run);
    return run;
  }

  private newRun(
    entry: ExecutionEntry,
    started: ExecutionStarted,
    tasks: readonly TaskRunner[],
    recorded: readonly Stimulus[],
    keeper: RunKeeper,
    held?: HeldExecution,
    predecessor?: Run,
  ): Run {
    return new Run({
      execution: {
        machine: compiledMachine(entry.revision),
        input: started.input,
        type: started.machineType,
        stateMachineArn: started.machineArn,
        executionArn: started.arn,
        roleArn: entry.revision.roleArn,
      },
      seed: started.seed,
      startTime: started.time,
      clock: this.options.clock,
      wall: this.options.wall,
      tasks,
      objects: this.options.objects,
      limits: AWS_LIMITS,
      observer: held,
      recorded,
      keeper,
      predecessor,
    });
  }

  private end(entry: ExecutionEntry, { execution, stoppedMidway }: Run, tokens: readonly string[] | undefined): void {
    if (execution.status === 'RUNNING') return;
    this.store.commit({
      type: 'executionEnded',
      id: entry.id,
      status: execution.status,
      output: execution.output,
      error: execution.error,
      cause: execution.cause,
      time: execution.stopTime ?? execution.startTime,
      events: stoppedMidway ? execution.recorder.events : undefined,
      tokens,
    });
    this.runs.delete(entry.arn);
    this.remembered.add(entry.arn, execution);
    const waiting = this.waiting.get(entry.arn);
    if (!waiting) return;
    this.waiting.delete(entry.arn);
    for (const resolve of waiting) resolve();
  }

  private knowToken(token: string, arn: string): void {
    this.runOfToken.set(token, arn);
    if (this.runOfToken.size <= KNOWN_TOKENS) return;
    const [oldest] = this.runOfToken.keys();
    this.runOfToken.delete(oldest!);
  }

  /** Runs an ended execution again from what was recorded: nothing outside is touched, and nothing is recorded. */
  private async replayed(entry: ExecutionEntry): Promise<Execution> {
    const started = this.store.startOf(entry);
    const run = this.newRun(entry, started, [], this.stimuliOf(entry), new UnstoredRun()).start();
    await run.caughtUp();
    run.abandon();
    this.remembered.add(entry.arn, run.execution);
    return run.execution;
  }

  private stimuliOf(entry: ExecutionEntry): Stimulus[] {
    return this.store.stimuliOf(entry).map((record) => record.stimulus);
  }
}
