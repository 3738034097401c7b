import type { Execution } from '../../../interpreter/execution.ts';
import type { MapRun } from '../../../interpreter/mapRun.ts';

/** The Map Runs of an execution and, after each, those of its children. */
export function* mapRunsIn(execution: Execution): Generator<MapRun> {
  for (const mapRun of execution.mapRuns) {
    yield mapRun;
    for (const child of mapRun.children) yield* mapRunsIn(child);
  }
}

/** The Map Run of an ARN, however deep in the execution. */
export function mapRunNamed(execution: Execution, arn: string): MapRun | undefined {
  for (const mapRun of mapRunsIn(execution)) if (mapRun.arn === arn) return mapRun;
  return undefined;
}
