import type { Json } from '../../asl/json.ts';
import type { ForkChoice, ForkPolicy } from './forkAnswers.ts';

/**
 * Messages of the adapter beside the Debug Adapter Protocol, for views that show a whole run. Times are milliseconds of the execution's clock since
 * its start; `step` is a position in the record, `visit` one stay in a state, `pointer` the JSON pointer of a state in the program file.
 */

export type StateStatus = 'succeeded' | 'failed' | 'caught' | 'running' | 'waiting' | 'aborted';

/** One small fact of a run; they come in order. */
export type TimelineEntry =
  | {
      readonly kind: 'entered';
      readonly visit: number;
      /** Visit of the Map or Parallel around it, and the number of the iteration or branch. */
      readonly parent?: number;
      readonly index?: number;
      /** Path of the thread, absent for the execution itself. */
      readonly thread?: string;
      readonly pointer: string;
      readonly name: string;
      readonly type: string;
      readonly at: number;
      readonly step: number;
      readonly line?: number;
    }
  | {
      readonly kind: 'attemptFailed';
      readonly visit: number;
      /** 1 is the first. */
      readonly attempt: number;
      readonly at: number;
      readonly step: number;
      readonly error: string;
      readonly cause?: string;
      /** When it will be tried again; absent when it will not. */
      readonly retryAt?: number;
    }
  | { readonly kind: 'waiting'; readonly visit: number; readonly at: number; readonly token?: string }
  | { readonly kind: 'items'; readonly visit: number; readonly count: number; readonly maxConcurrency?: number }
  | {
      readonly kind: 'iteration';
      readonly visit: number;
      readonly index: number;
      readonly status: 'running' | 'succeeded' | 'failed' | 'aborted';
      readonly at: number;
      readonly step: number;
      readonly error?: string;
    }
  | {
      readonly kind: 'exited';
      readonly visit: number;
      readonly at: number;
      readonly step: number;
      readonly status: 'succeeded' | 'caught' | 'failed' | 'aborted';
      readonly next?: string;
      readonly error?: string;
      readonly mocked?: boolean;
      /** Values whose text is not too long to be sent unasked. */
      readonly input?: Json;
      readonly output?: Json;
      readonly variables?: Json;
      readonly dataDropped?: boolean;
    }
  | { readonly kind: 'forked'; readonly fork: number; readonly from: number }
  | {
      readonly kind: 'ended';
      readonly at: number;
      readonly step: number;
      readonly status: 'SUCCEEDED' | 'FAILED' | 'ABORTED' | 'TIMED_OUT';
      readonly error?: string;
      readonly cause?: string;
      readonly input?: Json;
      readonly output?: Json;
    };

/** Event `asl/timeline`. */
export interface TimelineBody {
  readonly fork: number;
  readonly entries: readonly TimelineEntry[];
}

/** Event `asl/position` and the answer of the request of that name: where the one playhead is. */
export interface PositionBody {
  readonly mode: 'stopped' | 'running' | 'ended';
  readonly threadId?: number;
  readonly visit?: number;
  readonly step: number;
  readonly steps: number;
  readonly pointer?: string;
  readonly state?: string;
  readonly phase?: string;
  readonly line?: number;
  readonly time?: number;
  readonly past: boolean;
  readonly reason?: string;
}

/** A task that waits for the user. */
export interface WaitingTaskBody {
  readonly threadId: number;
  readonly state: string;
  readonly visit: number;
  readonly resource: string;
  readonly input: Json;
  readonly attempt: number;
}

/** Event `asl/unmocked`: a task waits until `asl/answer`. */
export interface UnmockedBody extends WaitingTaskBody {
  readonly call: number;
}

/** Event `asl/forkQuestion`: tasks of a fork wait until `asl/forkAnswer` says what answers them; it is asked once for each fork. */
export interface ForkQuestionBody extends WaitingTaskBody {
  readonly fork: number;
  readonly choices: readonly ForkChoice[];
}

/** Request `asl/forkAnswer`, and event `asl/forkAnswered`. May also come before it is asked for, and again. */
export interface ForkAnswerArguments {
  readonly fork: number;
  readonly policy: ForkPolicy;
}

export interface StateDataArguments {
  readonly visit: number;
  readonly attempt?: number;
}

export interface StateDataBody {
  readonly visit: number;
  readonly state: string;
  readonly pointer: string;
  readonly type: string;
  readonly phases: readonly {
    readonly name: string;
    readonly value: Json;
    readonly bytes: number;
    readonly step: number;
    readonly changed: boolean;
  }[];
  readonly variables?: Json;
  readonly assigned?: Json;
  readonly error?: { readonly error: string; readonly cause: string; readonly handling?: string };
  readonly mocked?: string;
}

export interface GoToArguments {
  readonly step: number;
}

/** Answer of `asl/path`: what was executed up to the playhead. */
export interface PathBody {
  readonly states: readonly {
    readonly pointer: string;
    readonly count: number;
    readonly succeeded: number;
    readonly failed: number;
    readonly running: number;
    readonly retried: number;
    readonly status: StateStatus;
  }[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly count: number }[];
}

export interface IterationsArguments {
  readonly visit: number;
  readonly start?: number;
  readonly count?: number;
  readonly filter?: 'all' | 'failed' | 'running' | 'succeeded';
}

export interface IterationItem {
  readonly index: number;
  readonly status: 'running' | 'succeeded' | 'failed' | 'aborted';
  readonly threadId?: number;
  readonly state?: string;
  readonly step?: number;
  readonly start?: number;
  readonly end?: number;
  readonly retries: number;
  readonly error?: string;
  /** The states it took, joined by ` > `. */
  readonly signature: string;
}

export interface IterationsBody {
  readonly visit: number;
  readonly state: string;
  readonly pointer: string;
  readonly total: number;
  readonly counts: {
    readonly pending: number;
    readonly running: number;
    readonly succeeded: number;
    readonly failed: number;
    readonly aborted: number;
  };
  /** Items that the filter lets through. */
  readonly matching: number;
  readonly items: readonly IterationItem[];
}

export interface FocusIterationArguments {
  readonly visit: number;
  readonly index: number;
}

/** Request `asl/answer`. */
export interface AnswerArguments {
  /** Number of the question, or the token of a task that was started and waits. */
  readonly call?: number;
  readonly token?: string;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
  /** Give the same answer to every later call of the state. */
  readonly keep?: boolean;
}

/** Event and answer `asl/mocks`: every answer of the run as mocks by state and number of invocation. */
export interface MocksBody {
  readonly mocks: Readonly<Record<string, Readonly<Record<string, Json>>>>;
}

/** A line of history: the one that the session began with, or one that a change in the past has made. */
export interface LineItem {
  readonly line: number;
  /** The line that it leaves, and the last step that both share. */
  readonly parent?: number;
  readonly from?: number;
  readonly steps: number;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  readonly present: boolean;
}

/** Answer of `asl/lines`. */
export interface LinesBody {
  readonly lines: readonly LineItem[];
}

/** Request `asl/selectLine`: then come `asl/timeline` (forked, and what follows on that line), `asl/position` and `stopped`. */
export interface SelectLineArguments {
  readonly line: number;
}

export interface SkipStateArguments {
  readonly threadId: number;
  readonly output: Json;
}
