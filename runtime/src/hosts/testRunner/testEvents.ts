import type { Json } from '../../asl/json.ts';
import type { Mocks } from '../../tasks/mocked.ts';

/**
 * What happens while tests run, in order. `--format json` prints one event a line; editors read them. Files are absolute paths, lines and columns
 * count from 1.
 */
export type TestEvent =
  | { readonly type: 'runStarted'; readonly files: readonly string[] }
  | { readonly type: 'fileFound'; readonly file: string; readonly definition: string; readonly stateMachine?: string }
  | (Place & { readonly type: 'fileErrored'; readonly message: string })
  | (CaseReference & Place & { readonly type: 'caseFound'; readonly launch: Launch })
  | (CaseReference & { readonly type: 'caseStarted' })
  | (CaseReference & Timing & { readonly type: 'casePassed' })
  | (CaseReference & Timing & { readonly type: 'caseFailed'; readonly failures: readonly TestFailure[] })
  | (CaseReference & { readonly type: 'caseSkipped'; readonly reason: string })
  | (StateCoverage & { readonly type: 'coverage' })
  | ({ readonly type: 'runFinished' } & TestTotals);

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface CaseReference {
  readonly file: string;
  readonly case: string;
  readonly index: number;
}

interface Timing {
  readonly durationMs: number;
  readonly virtualSeconds: number;
}

/** What a debugger needs to run the case. */
export interface Launch {
  readonly program: string;
  readonly stateMachine?: string;
  readonly type?: 'STANDARD' | 'EXPRESS';
  readonly input: Json;
  readonly mocks?: Mocks;
  readonly seed?: number;
}

/** One expectation that was not met, at its place in the test file. */
export interface TestFailure extends Place {
  readonly message: string;
  /** Pretty-printed values to compare. */
  readonly expected?: string;
  readonly actual?: string;
  /** The state it is about. */
  readonly state?: string;
}

export interface TestTotals {
  readonly passed: number;
  readonly failed: number;
  /** Files that could not be run. */
  readonly errored: number;
  readonly skipped: number;
}

/** How much of a state machine its tests have gone through. */
export interface StateCoverage {
  /** The file in which the definition stands. */
  readonly definition: string;
  readonly stateMachine?: string;
  readonly states: readonly CoveredState[];
  readonly transitions: readonly CoveredTransition[];
  readonly coveredStates: number;
  readonly coveredTransitions: number;
  /** Of states and transitions together. */
  readonly percent: number;
  /** What each case went through: names of states, indexes into `transitions`. */
  readonly byCase: readonly {
    readonly file: string;
    readonly case: string;
    readonly states: readonly string[];
    readonly transitions: readonly number[];
  }[];
}

export interface CoveredState {
  readonly name: string;
  readonly line: number;
  readonly column: number;
  readonly count: number;
}

export interface CoveredTransition {
  readonly state: string;
  readonly kind: 'next' | 'choice' | 'default' | 'catch' | 'retry';
  /** Number of the rule, catcher or retrier in its list, from 0. */
  readonly index?: number;
  readonly target?: string;
  readonly line: number;
  readonly column: number;
  readonly count: number;
}
