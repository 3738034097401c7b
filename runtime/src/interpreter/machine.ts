import type { Json, JsonObject } from '../asl/json.ts';
import type { PhaseName } from '../asl/phaseFields.ts';
import type { ExpressionFailure } from '../expressions/failure.ts';
import type { EventKind } from '../history/eventKind.ts';
import type { Branch } from './branch.ts';
import type { Failure } from './failure.ts';

/** A definition, compiled once; holds nothing of any execution, so thousands may share it. */
export interface CompiledMachine {
  readonly definition: JsonObject;
  readonly root: CompiledScope;
  /** Every state at every depth, by index. */
  readonly states: readonly CompiledState[];
  /** First state of that name in document order. */
  stateNamed(name: string): CompiledState | undefined;
  /** TimeoutSeconds of the machine. */
  readonly timeoutSeconds: number | undefined;
}

/** One `States` object. */
export interface CompiledScope {
  /** JSON pointer of the object that holds StartAt and States. */
  readonly pointer: string;
  readonly startAt: string;
  readonly states: ReadonlyMap<string, CompiledState>;
  /** The Parallel or Map state around it. */
  readonly owner: CompiledState | undefined;
}

export interface CompiledState {
  /** Position in `machine.states`: what breakpoints are kept by. */
  readonly index: number;
  readonly name: string;
  readonly type: string;
  /** Kinds of its events: `PassStateEntered` with the input, `PassStateExited` with the output. */
  readonly entered: EventKind;
  readonly exited: EventKind;
  readonly queryLanguage: 'JSONPath' | 'JSONata';
  /** JSON pointer of the state in the definition: `/States/Charge`. */
  readonly pointer: string;
  readonly scope: CompiledScope;
  readonly definition: JsonObject;
  /** In order; only those that the definition asks for. */
  readonly phases: readonly Phase[];
  /** Undefined for terminal states and those whose work decides (Choice). */
  readonly next: string | undefined;
  /** The state that `next` names; undefined where there is none of that name. */
  readonly nextState: CompiledState | undefined;
  readonly retry: readonly CompiledRetrier[];
  readonly catch: readonly CompiledCatcher[];
  /** Whether its tasks have a task token, and whether `$$.Task.Token` shows it. */
  readonly taskToken: 'none' | 'hidden' | 'shown';
  /** Branches or the item processor. */
  readonly children: readonly CompiledScope[];
}

/** Answer of a phase that waits: somebody calls `resume(branch, failure?)` later. */
export const SUSPENDED = Symbol('suspended');
/** `undefined`: done, go on with the next phase. */
export type PhaseOutcome = undefined | typeof SUSPENDED | Failure | ExpressionFailure;

export interface Phase {
  readonly id: PhaseName;
  run(branch: Branch): PhaseOutcome | Promise<PhaseOutcome>;
}

export interface CompiledRetrier {
  readonly errorEquals: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number | undefined;
  readonly fullJitter: boolean;
}

export interface CompiledCatcher {
  readonly errorEquals: readonly string[];
  readonly next: string;
  /** Computes `branch.output` and `branch.assigned` from the error output. */
  apply(branch: Branch, errorOutput: Json): PhaseOutcome | Promise<PhaseOutcome>;
}
