import type { Branch } from '../../../interpreter/branch.ts';
import type { Observer } from '../../../interpreter/environment.ts';
import type { Execution } from '../../../interpreter/execution.ts';

export type MapRunStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';

/** One attempt of a distributed Map, with the executions of its items. */
export interface MapRun {
  readonly arn: string;
  /** The Map state's branch in the execution around it. */
  readonly branch: Branch;
  readonly startTime: number;
  readonly children: Execution[];
  status: MapRunStatus;
  stopTime: number | undefined;
}

/** Sees which executions belong to which Map Run while an execution runs. */
export class MapRunObserver implements Observer {
  readonly mapRuns = new Map<string, MapRun>();
  private readonly current = new WeakMap<Branch, MapRun>();

  onEvent: Observer['onEvent'] = (event, branch) => {
    if (event.type === 'MapRunStarted') {
      const arn = String(event.details?.mapRunArn);
      const mapRun: MapRun = {
        arn,
        branch,
        startTime: event.time,
        children: [],
        status: 'RUNNING',
        stopTime: undefined,
      };
      this.mapRuns.set(arn, mapRun);
      this.current.set(branch, mapRun);
      return;
    }
    const status = ENDS[event.type];
    const mapRun = status && this.current.get(branch);
    if (mapRun) end(mapRun, status, event.time);
  };

  onBranchStart: Observer['onBranchStart'] = (branch) => {
    const { parent } = branch.execution;
    if (branch.kind === 'execution' && parent) this.current.get(parent.branch)?.children.push(branch.execution);
  };

  /** The execution around the Map Runs has ended: those that still ran were aborted. */
  onEnd(time: number): void {
    for (const mapRun of this.mapRuns.values()) if (mapRun.status === 'RUNNING') end(mapRun, 'ABORTED', time);
  }
}

function end(mapRun: MapRun, status: MapRunStatus, time: number): void {
  mapRun.status = status;
  mapRun.stopTime = time;
}

const ENDS: Readonly<Record<string, MapRunStatus>> = {
  MapRunSucceeded: 'SUCCEEDED',
  MapRunFailed: 'FAILED',
  MapRunAborted: 'ABORTED',
};
