import type { Branch } from './branch.ts';
import type { Execution } from './execution.ts';

export type MapRunStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';

/** What UpdateMapRun can change while a Map Run goes on. */
export interface MapRunSettings {
  /** Child executions that run at the same time; 0 sets no limit. */
  readonly maxConcurrency: number;
  readonly toleratedFailureCount: number;
  readonly toleratedFailurePercentage: number;
}

/** How many items, or child executions, stand how: the counts of DescribeMapRun. */
export interface MapRunCounts {
  readonly pending: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly timedOut: number;
  readonly aborted: number;
  readonly total: number;
  /** Whose results a ResultWriter has exported. */
  readonly resultsWritten: number;
  /** Among the unsuccessful ones: those that no redrive can run again. */
  readonly failuresNotRedrivable: number;
  /** Unsuccessful ones whose turn in the present redrive has not come. They are in no other count but `total`. */
  readonly pendingRedrive: number;
}

/**
 * A Map Run: one attempt of a distributed Map and the child executions of its items or batches. A redrive of the execution around it goes on with the
 * same Map Run; a Retry of the Map state starts another one.
 */
export interface MapRun {
  readonly arn: string;
  /** The branch that is in the Map state. */
  readonly branch: Branch;
  readonly status: MapRunStatus;
  /** Milliseconds since the epoch. */
  readonly startTime: number;
  readonly stopTime: number | undefined;
  readonly redriveCount: number;
  readonly redriveTime: number | undefined;
  /** In force now. */
  readonly settings: MapRunSettings;
  /** Counted when they are asked for. */
  readonly itemCounts: MapRunCounts;
  readonly executionCounts: MapRunCounts;
  /** Those that were started, in item order; of an item that was started anew, the newest. */
  readonly children: readonly Execution[];
  /** Those among them whose turn in the present redrive has not come. */
  readonly pendingRedrive: ReadonlySet<Execution>;
  /** Items that a child works on. */
  itemCountOf(child: Execution): number;
  /** UpdateMapRun: takes effect at once. False, and without effect, when the Map Run has ended. */
  update(changes: Partial<MapRunSettings>): boolean;
}
