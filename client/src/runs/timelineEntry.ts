import type { Json } from './jsonDiff.ts';

/** Facts of a run as the debug adapter tells them, in the order they happened. Times are milliseconds since the start. */

export type TimelineEntry =
  | {
      kind: 'entered';
      /** Unique in the session. */
      visit: number;
      /** Visit of the state around this one. */
      parent?: number;
      /** Iteration or branch of the state around. */
      index?: number;
      /** JSON pointer of the state in its file. */
      pointer: string;
      name: string;
      type: string;
      at: number;
      /** Recorded position. */
      step: number;
      /** 0 for the execution itself, else the number of a child execution. */
      run?: number;
      thread?: string;
      line?: number;
    }
  | {
      kind: 'attemptFailed';
      visit: number;
      /** From 1. */
      attempt: number;
      at: number;
      step: number;
      error: string;
      cause?: string;
      /** When the next attempt begins; absent when there is none. */
      retryAt?: number;
    }
  | { kind: 'waiting'; visit: number; at: number; until?: number; token?: string }
  | { kind: 'items'; visit: number; count: number; maxConcurrency?: number }
  | {
      kind: 'iteration';
      visit: number;
      index: number;
      status: IterationStatus;
      at: number;
      step: number;
      error?: string;
    }
  | { kind: 'iterations'; visit: number; from: number; to: number; status: IterationStatus; at: number; step: number }
  | {
      kind: 'exited';
      visit: number;
      at: number;
      step: number;
      status: VisitEnd;
      /** JSON pointer of the next state. */
      next?: string;
      error?: string;
      mocked?: boolean;
      /** Values up to a size; absent when larger. */
      input?: Json;
      output?: Json;
      variables?: Json;
    }
  | { kind: 'forked'; fork: number; from: number }
  | {
      kind: 'ended';
      at: number;
      step: number;
      status: ExecutionEnd;
      error?: string;
      cause?: string;
      input?: Json;
      output?: Json;
    };

export type IterationStatus = 'pending' | 'running' | 'succeeded' | 'failed' | 'aborted';
export type VisitEnd = 'succeeded' | 'caught' | 'failed' | 'aborted';
export type ExecutionEnd = 'SUCCEEDED' | 'FAILED' | 'ABORTED' | 'TIMED_OUT';

/** Where the debugger stands, told before every stop. */
export interface RunPosition {
  step: number;
  /** Number of recorded positions. */
  steps?: number;
  visit?: number;
  threadId?: number;
  pointer?: string;
  state?: string;
  time?: number;
  past: boolean;
  mode?: 'stopped' | 'running' | 'ended';
}
