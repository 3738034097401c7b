import type { Json } from '../asl/json.ts';
import type { EventKind } from '../history/eventKind.ts';
import { type EventDetails, withoutUndefined } from '../history/events.ts';
import { Recorder } from '../history/recorder.ts';
import { Branch, type BranchKind } from './branch.ts';
import { type ContextMembers, contextMembers } from './context.ts';
import type { Environment, Observer, Timer } from './environment.ts';
import type { Failure } from './failure.ts';
import { dataLimitFailure, fitsPayload } from './limits.ts';
import { LiveBranches } from './liveBranches.ts';
import type { CompiledMachine, CompiledScope, CompiledState } from './machine.ts';
import type { MapRun } from './mapRun.ts';
import { engineFailure, redriveState, runBranch } from './runState.ts';
import { Scheduler } from './scheduler.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
export type StateMachineType = 'STANDARD' | 'EXPRESS';

export interface ExecutionOptions {
  readonly machine: CompiledMachine;
  readonly input: Json;
  readonly environment: Environment;
  readonly type: StateMachineType;
  readonly stateMachineArn: string;
  /** A function where nobody has given it a name: it is made up when somebody asks. */
  readonly executionArn: string | (() => string);
  /** Absent in TestState without a role: the context object then shows null. */
  readonly roleArn?: string;
  /** Stands in for the whole context object. */
  readonly context?: Json;
  /** StartSyncExecution: the context object has no RedriveCount. */
  readonly synchronous?: boolean;
  /** Start here instead of at StartAt, with these variables: debugging from the middle. */
  readonly startAt?: CompiledState;
  readonly variables?: Readonly<Record<string, Json>>;
  /** A child of a distributed Map: the Map state's branch, the processor, and the parent's scheduler. */
  readonly parent?: { readonly branch: Branch; readonly scope: CompiledScope; readonly index: number };
  readonly onFinish?: (execution: Execution) => void;
}

/** An execution of a state machine: its branches, its history, its end. */
export class Execution {
  readonly environment: Environment;
  readonly observer: Observer | undefined;
  readonly machine: CompiledMachine;
  readonly type: StateMachineType;
  readonly input: Json;
  readonly parent: ExecutionOptions['parent'];
  readonly stateMachineArn: string;
  readonly roleArn: string | undefined;
  /** Stands in for the whole context object (TestState). */
  readonly context: Json | undefined;
  readonly recorder: Recorder;
  readonly scheduler: Scheduler;
  readonly startTime: number;
  status: ExecutionStatus = 'RUNNING';
  output: Json | undefined;
  error: string | undefined;
  cause: string | undefined;
  stopTime: number | undefined;
  redriveCount = 0;
  /** Milliseconds since the epoch, once the execution was redriven. */
  redriveTime: number | undefined;
  /** The Map Runs that this execution has started, oldest first. Those of its children stand with the children. */
  mapRuns: readonly MapRun[] = NO_MAP_RUNS;

  private arn: string | undefined;
  private members: ContextMembers | undefined;
  private counts: Map<string, number> | undefined;
  private root: Branch | undefined;
  /** Branches that have not ended, in the order in which they started. */
  private readonly live = new LiveBranches();
  private branchCount = 0;
  private transitions = 0;
  private historyFull = false;
  private timeout: Timer | undefined;
  private finish!: (execution: Execution) => void;
  private done: Promise<Execution> | undefined;
  private readonly limited: boolean;
  /** Events that the history may have before the one that says it is full. */
  private readonly mostEvents: number;

  constructor(private readonly options: ExecutionOptions) {
    this.environment = options.environment;
    this.observer = options.environment.observer;
    this.machine = options.machine;
    this.type = options.type;
    this.input = options.input;
    this.parent = options.parent;
    this.stateMachineArn = options.stateMachineArn;
    this.roleArn = options.roleArn;
    this.context = options.context;
    this.startTime = this.environment.clock.now();
    this.recorder = new Recorder(
      (options.parent?.scope.states.size ?? this.machine.states.length) * EVENTS_OF_A_STATE + EVENTS_OF_AN_EXECUTION,
    );
    this.scheduler = options.parent?.branch.execution.scheduler ?? new Scheduler(this.environment.clock, runGuarded);
    this.mostEvents = this.type === 'STANDARD' ? this.environment.limits.historyEvents - 1 : Number.POSITIVE_INFINITY;
    this.limited = Number.isFinite(this.environment.limits.payloadBytes);
  }

  get executionArn(): string {
    const { executionArn } = this.options;
    this.arn ??= typeof executionArn === 'string' ? executionArn : executionArn();
    return this.arn;
  }

  /** `$$.Execution` and `$$.StateMachine`. */
  get contextMembers(): ContextMembers {
    this.members ??= contextMembers({
      execution: this,
      synchronous: this.options.synchronous === true,
      redriveCount: this.redriveCount,
      redriveTime: this.redriveTime,
    });
    return this.members;
  }

  /** How often each Task state was started, by name, over the whole execution and its children. Mocks are numbered by it. */
  get taskCounts(): Map<string, number> {
    if (this.parent) return this.parent.branch.execution.taskCounts;
    this.counts ??= new Map();
    return this.counts;
  }

  /** Resolves when the execution has ended, however it ended. */
  get finished(): Promise<Execution> {
    this.done ??=
      this.status === 'RUNNING'
        ? new Promise((resolve) => {
            this.finish = resolve;
          })
        : Promise.resolve(this);
    return this.done;
  }

  /** Runs until everything waits, is held, or has ended. */
  start(): this {
    const scope = this.parent?.scope ?? this.machine.root;
    const root: Branch = this.spawn('execution', 0, scope, undefined, (_branch, failure) =>
      this.rootEnded(root, failure),
    );
    this.root = root;
    if (this.options.variables) root.variables = this.options.variables;
    const started = this.roleArn === undefined ? { input: this.input } : { input: this.input, roleArn: this.roleArn };
    this.record(root, 'ExecutionStarted', started, 0);
    // The first state's events point to nothing, not to ExecutionStarted (recorded on AWS).
    root.lastEventId = 0;
    this.scheduleTimeout(root);
    if (!fitsPayload(this.input, this.environment.limits.payloadBytes)) {
      this.fail(root, dataLimitFailure(scope.startAt));
    } else {
      this.launch(root, this.options.startAt, this.input);
    }
    this.scheduler.pump();
    return this;
  }

  /** Lets a branch go on that an observer holds. */
  release(branch: Branch): void {
    if (branch.status !== 'held') return;
    this.scheduler.held -= 1;
    this.scheduler.enqueueFirst(branch);
    this.scheduler.pump();
  }

  /** Puts a held branch at the entry of a state of its own scope, with this input and these variables, and keeps holding it. */
  restart(branch: Branch, state: CompiledState, input: Json, variables: Readonly<Record<string, Json>>): void {
    branch.cancelWait?.();
    branch.cancelWait = undefined;
    branch.resumed = undefined;
    branch.failure = undefined;
    branch.next = state;
    branch.output = input;
    branch.variables = variables;
    branch.stage = 'enter';
  }

  /** Ends a branch or iteration with a failure, as if its state had failed: Retry and Catch apply. */
  failBranch(branch: Branch, failure: Failure): void {
    if (branch.status === 'ended') return;
    if (branch.status === 'held') this.scheduler.held -= 1;
    branch.cancelWait?.();
    branch.cancelWait = undefined;
    branch.stage = 'phases';
    branch.resumed = { outcome: failure };
    this.scheduler.enqueue(branch);
    this.scheduler.pump();
  }

  /** StopExecution. Does nothing when the execution has ended. */
  stop(error?: string, cause?: string): void {
    if (this.status !== 'RUNNING') return;
    this.record(this.root!, 'ExecutionAborted', withoutUndefined({ error, cause }), 0);
    this.end('ABORTED', undefined, error, cause);
    this.scheduler.pump();
  }

  /** Whether `redrive` can let the execution go on: only a STANDARD one that ended without success and has room in its history. */
  get isRedrivable(): boolean {
    return this.type === 'STANDARD' && this.status !== 'RUNNING' && this.status !== 'SUCCEEDED' && !this.historyFull;
  }

  /**
   * RedriveExecution: goes on with the states in which a failed, stopped or timed-out execution ended. What had succeeded is not run again, retries
   * are counted anew, and so is the machine's time. False where the execution cannot be redriven.
   */
  redrive(): boolean {
    const { root } = this;
    if (!root || !this.isRedrivable) return false;
    this.status = 'RUNNING';
    this.error = undefined;
    this.cause = undefined;
    this.stopTime = undefined;
    this.done = undefined;
    this.redriveCount += 1;
    this.redriveTime = this.environment.clock.now();
    this.members = undefined;
    this.record(root, 'ExecutionRedriven', { redriveCount: this.redriveCount }, this.recorder.lastId);
    this.scheduleTimeout(root);
    this.revive(root);
    this.scheduler.pump();
    return true;
  }

  /** Lets a branch that ended unfinished go on where it was. */
  revive(branch: Branch): void {
    if (branch.stage !== 'enter') redriveState(branch);
    this.live.add(branch);
    this.observer?.onBranchStart?.(branch);
    this.scheduler.enqueue(branch);
  }

  /** Makes a branch; `launch` lets it enter its first state when its turn comes. */
  spawn(
    kind: BranchKind,
    index: number,
    scope: CompiledScope,
    parent: Branch | undefined,
    onEnd: (branch: Branch, failure: Failure | undefined) => void,
  ): Branch {
    const branch = new Branch(this.branchCount++, kind, index, this, scope, parent, onEnd);
    this.live.add(branch);
    return branch;
  }

  launch(branch: Branch, state: CompiledState | undefined, input: Json): void {
    branch.next = state ?? branch.scope.states.get(branch.scope.startAt);
    branch.output = input;
    this.observer?.onBranchStart?.(branch);
    this.scheduler.enqueue(branch);
  }

  /** Ends a branch whose sibling has failed. Its state is closed in the history when it was waiting for something. */
  abortBranch(branch: Branch): void {
    if (branch.status === 'ended') return;
    branch.cancelWait?.();
    branch.cancelWait = undefined;
    if (branch.stage !== 'enter' && ABORTABLE.has(branch.state.type))
      this.record(branch, `${branch.state.type}StateAborted`, undefined);
    this.closeBranch(branch);
  }

  closeBranch(branch: Branch): void {
    if (branch.status === 'held') this.scheduler.held -= 1;
    branch.status = 'ended';
    this.live.delete(branch);
    this.observer?.onBranchEnd?.(branch);
  }

  /** Ends the execution by a failure in `branch`. */
  fail(branch: Branch, failure: Failure): void {
    if (this.status !== 'RUNNING') return;
    this.record(branch, 'ExecutionFailed', withoutUndefined({ error: failure.error, cause: failure.cause }));
    this.end('FAILED', undefined, failure.error, failure.cause);
  }

  /** Adds an event to the branch's line: of a type with its details, or of a kind that was made before with its value. */
  record(branch: Branch, type: string, details: EventDetails | undefined, previousEventId?: number): void;
  record(branch: Branch, kind: EventKind, value: Json, previousEventId?: number): void;
  record(
    branch: Branch,
    kind: EventKind | string,
    value: Json | EventDetails | undefined,
    previousEventId = branch.lastEventId,
  ): void {
    if (this.status !== 'RUNNING') return;
    if (this.recorder.lastId >= this.mostEvents) {
      this.historyFull = true;
      return;
    }
    this.append(branch, kind, value, previousEventId);
  }

  /** Counts a transition; false when the execution has used up its history or its time and was ended. */
  mayContinue(branch: Branch): boolean {
    if (this.historyFull) {
      const limit = this.environment.limits.historyEvents;
      const cause = `The execution reached the maximum number of history events (${limit}).`;
      this.append(branch, 'ExecutionFailed', { error: 'States.Runtime', cause }, this.recorder.lastId);
      this.end('FAILED', undefined, 'States.Runtime', cause);
    } else if (this.type === 'EXPRESS' && ++this.transitions > this.environment.limits.expressTransitions) {
      this.timeOut(branch);
    }
    return this.status === 'RUNNING';
  }

  private append(
    branch: Branch,
    kind: EventKind | string,
    value: Json | EventDetails | undefined,
    previousEventId: number,
  ): void {
    branch.lastEventId = this.recorder.add(kind, previousEventId, this.environment.clock.now(), value);
    if (this.observer !== undefined) this.observer.onEvent?.(this.recorder.newest, branch);
  }

  private rootEnded(root: Branch, failure: Failure | undefined): void {
    if (failure) {
      this.fail(root, failure);
      return;
    }
    this.record(root, 'ExecutionSucceeded', { output: root.output });
    if (this.historyFull) this.mayContinue(root);
    else this.end('SUCCEEDED', root.output, undefined, undefined);
  }

  private scheduleTimeout(root: Branch): void {
    const seconds = this.parent ? undefined : this.machine.timeoutSeconds;
    const express = this.type === 'EXPRESS' && this.limited ? EXPRESS_SECONDS : undefined;
    if (seconds === undefined && express === undefined) return;
    const limit = Math.min(seconds ?? Number.POSITIVE_INFINITY, express ?? Number.POSITIVE_INFINITY);
    this.timeout = this.environment.clock.schedule((this.redriveTime ?? this.startTime) + limit * 1000, () => {
      this.timeOut(root);
      this.scheduler.pump();
    });
  }

  /** The machine's own TimeoutSeconds, or the five minutes of Express. Neither error nor cause is shown (recorded on AWS). */
  private timeOut(branch: Branch): void {
    if (this.status !== 'RUNNING') return;
    this.append(branch, 'ExecutionTimedOut', { error: 'States.Timeout' }, branch.lastEventId);
    this.end('TIMED_OUT', undefined, undefined, undefined);
  }

  private end(
    status: ExecutionStatus,
    output: Json | undefined,
    error: string | undefined,
    cause: string | undefined,
  ): void {
    this.status = status;
    this.output = output;
    this.error = error;
    this.cause = cause;
    this.stopTime = this.environment.clock.now();
    this.timeout?.cancel();
    for (let branch = this.live.first; branch; branch = this.live.first) {
      branch.cancelWait?.();
      branch.cancelWait = undefined;
      this.closeBranch(branch);
    }
    this.options.onFinish?.(this);
    this.finish?.(this);
  }
}

/** A defect of the interpreter, or a value nested deeper than the stack, costs one execution and nothing else. */
function runGuarded(branch: Branch): void {
  try {
    runBranch(branch);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    branch.execution.fail(branch, engineFailure(branch, 'States.Runtime', `The runtime could not go on: ${reason}.`));
  }
}

/** Express executions last five minutes at most. */
const EXPRESS_SECONDS = 300;

/** Its entry and its exit: what most states add to the history. */
const EVENTS_OF_A_STATE = 2;

/** Its start and its end. */
const EVENTS_OF_AN_EXECUTION = 2;

const NO_MAP_RUNS: readonly MapRun[] = Object.freeze([]);

/** State types that have a `...StateAborted` event. */
const ABORTABLE: ReadonlySet<string> = new Set(['Task', 'Wait', 'Parallel', 'Map']);
