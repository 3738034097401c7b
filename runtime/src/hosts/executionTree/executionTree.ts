/**
 * What happened in an execution, as a tree of state visits: an execution holds visits, a visit of a Parallel or Map holds branches or iterations,
 * and these hold visits again. Times are milliseconds since the epoch.
 */
export interface ExecutionTree {
  readonly root: Scope;
  /** Visits in the order in which they were entered. */
  readonly visits: readonly Visit[];
  readonly startedAt: number;
  readonly endedAt: number;
}

/** A line of control: the execution itself, a branch of a Parallel or an iteration of a Map. */
export interface Scope {
  readonly kind: 'execution' | 'branch' | 'iteration';
  /** Number of the branch or iteration, from 0; which try of the Map or Parallel it belongs to, from 0. */
  readonly index: number;
  readonly round: number;
  /** The Parallel or Map that holds it. */
  readonly owner?: Visit;
  readonly visits: Visit[];
  outcome: 'running' | 'succeeded' | 'failed' | 'aborted';
}

/** One visit of a state. */
export interface Visit {
  readonly name: string;
  /** `Pass`, `Task` ... */
  readonly type: string;
  readonly scope: Scope;
  readonly enteredAt: number;
  /** Absent when the state was never left: a Fail, or the place where the execution ended. */
  exitedAt?: number;
  /** JSON texts. */
  readonly input?: string;
  output?: string;
  assigned?: Readonly<Record<string, string>>;
  /** Tries of a Task; a Map or Parallel has one per round. */
  readonly attempts: Attempt[];
  readonly scopes: Scope[];
  /** Items of a Map, when it told. */
  itemCount?: number;
  /** ARN of a distributed Map's run. */
  mapRunArn?: string;
  /** The failure that ended the visit, or that a Catch took. */
  failure?: FailureText;
  aborted?: true;
}

/** One try of a task, or one round of a Map or Parallel. */
export interface Attempt {
  readonly startedAt: number;
  endedAt?: number;
  /** `lambda:invoke`, `ecs:runTask.sync`, or the ARN of a function or activity. Empty for Map and Parallel. */
  readonly resource: string;
  outcome: 'running' | 'succeeded' | 'failed' | 'timedOut';
  failure?: FailureText;
}

export interface FailureText {
  readonly error?: string;
  readonly cause?: string;
}
