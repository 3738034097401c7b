import type { Execution } from '../../../interpreter/execution.ts';
import type { MapRun } from '../../../interpreter/mapRun.ts';
import { epochSeconds } from '../api/operation.ts';
import { resourceNotFound } from '../api/serviceError.ts';
import { parseArn } from '../arns.ts';
import type { Service } from '../service.ts';
import type { ExecutionEntry } from '../store/model.ts';

/** A Map Run, and the execution that the client has started. */
export interface FoundMapRun {
  readonly entry: ExecutionEntry;
  readonly mapRun: MapRun;
}

/** The execution of an item or batch of a Map Run. */
export interface FoundChild extends FoundMapRun {
  readonly child: Execution;
}

/** The Map Run of an ARN. Throws ResourceNotFound. */
export async function existingMapRun(service: Service, arn: string): Promise<FoundMapRun> {
  const parsed = parseArn(arn, 'mapRun');
  const found = await firstMapRun(service, arn, parsed.name, (mapRun) => (mapRun.arn === arn ? mapRun : undefined));
  if (!found) throw resourceNotFound();
  return { entry: found.entry, mapRun: found.value };
}

/** The child execution of that ARN: its machine is the one inside a distributed Map, `NAME/LABEL`. Undefined for every other ARN. */
export async function mapRunChild(service: Service, arn: string): Promise<FoundChild | undefined> {
  const parsed = parseArn(arn);
  if ((parsed.kind !== 'execution' && parsed.kind !== 'express') || !parsed.machine.includes('/')) return undefined;
  const found = await firstMapRun(service, arn, parsed.machine, (mapRun) => {
    const child = mapRun.children.find(({ executionArn }) => executionArn === arn);
    return child && { mapRun, child };
  });
  return found && { entry: found.entry, ...found.value };
}

/** How the execution of an item or batch stands: one that a redrive has yet to come to waits for it. */
export function childStatus({ pendingRedrive }: Pick<MapRun, 'pendingRedrive'>, child: Execution): string {
  return pendingRedrive.has(child) ? 'PENDING_REDRIVE' : child.status;
}

/** What ListExecutions and DescribeExecution both say of the execution of an item or batch. */
export function childSummary(mapRun: MapRun, child: Execution) {
  return {
    executionArn: child.executionArn,
    stateMachineArn: child.stateMachineArn,
    name: child.executionArn.split(':')[7],
    status: childStatus(mapRun, child),
    startDate: epochSeconds(child.startTime),
    stopDate: child.stopTime && epochSeconds(child.stopTime),
    mapRunArn: mapRun.arn,
    redriveCount: child.redriveCount,
    redriveDate: child.redriveTime && epochSeconds(child.redriveTime),
  };
}

/** Map Runs of a machine, `NAME/LABEL`, are those of its executions; running and newest ones are looked at first. */
async function firstMapRun<T>(
  service: Service,
  arn: string,
  labelled: string,
  wanted: (mapRun: MapRun) => T | undefined,
): Promise<{ readonly entry: ExecutionEntry; readonly value: T } | undefined> {
  const machineArn = `${arn.split(':').slice(0, 5).join(':')}:stateMachine:${labelled.split('/')[0]}`;
  for (const entry of [...service.store.executionsOf(machineArn)].reverse()) {
    for (const mapRun of await service.executions.mapRunsOf(entry)) {
      const value = wanted(mapRun);
      if (value !== undefined) return { entry, value };
    }
  }
  return undefined;
}
