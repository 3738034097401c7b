import type { Json, JsonObject } from '../asl/json.ts';
import type { FailureHandling } from './environment.ts';
import type { Execution } from './execution.ts';
import type { Failure } from './failure.ts';
import type { CompiledScope, CompiledState, PhaseOutcome } from './machine.ts';
import { BranchScope } from './scope.ts';

/** What a branch is: the execution itself, a branch of a Parallel, an iteration of an inline Map. Children of a distributed Map are executions. */
export type BranchKind = 'execution' | 'branch' | 'iteration';

/** Inner branches of a state that ended unfinished. */
export interface Progress {
  /** Outputs of the finished ones, by index. */
  readonly outputs: Json[];
  /** Those that had failed or were aborted. */
  readonly unfinished: readonly Branch[];
  /** Index of the first one that had not been started. */
  readonly next: number;
}

/** The Map Run of a distributed Map, as its state knows it. */
export interface RedrivableMapRun {
  /** Goes on with a Map Run that ended without success. */
  redrive(): PhaseOutcome;
}

/**
 * One line of control: a current state and the values of its phases. Debuggers read these fields at checkpoints, and may replace those that the
 * coming phases read; nobody else writes them but the interpreter.
 */
export class Branch {
  /** The state that the branch is in. */
  state!: CompiledState;
  /** What comes next: enter `next`, run phases, deal with `failure`, leave the state. */
  stage: 'enter' | 'phases' | 'failure' | 'exit' = 'enter';
  /** Index of the next phase of `state.phases`. */
  phase = 0;
  /** Raw input of the state. */
  input: Json = null;
  /** After InputPath, Parameters or Arguments: what the work gets. */
  effective: Json = null;
  /** Raw result of the work, once there is one. */
  result: Json | undefined = undefined;
  /** Index of the Choice rule that was true; undefined for Default. */
  chosenRule: number | undefined = undefined;
  /** The value on its way out: after ResultSelector, ResultPath, OutputPath, or Output. */
  output: Json = null;
  /** Variables in reach as of the entry of the state, outer ones included. Replaced, never written into. */
  variables: Readonly<Record<string, Json>>;
  /** What the Assign that applies has computed; takes effect when the state is left. */
  assigned: JsonObject | undefined = undefined;
  /** Target when the work decides it (Choice, Catch); otherwise the state's own Next. */
  next: CompiledState | undefined = undefined;
  /** Retries of this visit so far: `$$.State.RetryCount`. */
  attempt = 0;
  /** Uses of each retrier in this visit. */
  retryCounts: number[] | undefined = undefined;
  /** The failure that is being handled, until the state is left. */
  failure: Failure | undefined = undefined;
  /** What was decided about `failure`. */
  handling: FailureHandling | undefined = undefined;

  enteredTime = 0;
  enteredEventId = 0;
  /** previousEventId of the StateEntered event. */
  enteredPreviousEventId = 0;
  lastEventId: number;
  taskToken: string | undefined = undefined;
  /** `$$.Map` inside an iteration, and of a Map state while its ItemSelector runs. */
  mapContext: JsonObject | undefined;

  /** What a Parallel or Map had achieved when it ended unfinished, until a redrive takes it up or a retry starts it anew. */
  progress: Progress | undefined = undefined;
  /** The Map Run that the present attempt of a distributed Map has started: a redrive goes on with it. */
  mapRun: RedrivableMapRun | undefined = undefined;

  status: 'ready' | 'waiting' | 'held' | 'ended' = 'ready';
  /** Cancels what the branch waits for: timers, children, a running task. */
  cancelWait: (() => void) | undefined = undefined;
  /** What a wait ended with, until the branch goes on. */
  resumed: { readonly outcome: PhaseOutcome } | undefined = undefined;
  /** Neighbours among the branches that have not ended; see LiveBranches. */
  startedBefore: Branch | undefined = undefined;
  startedAfter: Branch | undefined = undefined;
  /** The branch that is ready after this one, and whether this one is in that queue; see Scheduler. */
  readyNext: Branch | undefined = undefined;
  queued = false;
  /** Expressions look at the branch through this. */
  readonly evaluation: BranchScope;
  /** Cached context object of the present attempt. */
  contextObject: Json | undefined = undefined;

  constructor(
    /** Counts from 0 in the order in which branches start; the same in every run with the same seed. */
    readonly id: number,
    readonly kind: BranchKind,
    /** Number of the branch or iteration inside its parent. */
    readonly index: number,
    readonly execution: Execution,
    readonly scope: CompiledScope,
    readonly parent: Branch | undefined,
    public onEnd: (branch: Branch, failure: Failure | undefined) => void,
  ) {
    this.variables = parent?.variables ?? Object.freeze({});
    this.lastEventId = parent?.lastEventId ?? 0;
    this.mapContext = parent?.mapContext;
    this.evaluation = new BranchScope(this);
  }
}
