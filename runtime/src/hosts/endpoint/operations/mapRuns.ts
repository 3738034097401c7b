import { isObject } from '../../../asl/json.ts';
import type { Execution } from '../../../interpreter/execution.ts';
import { epochSeconds, type Operation, operation } from '../api/operation.ts';
import { resourceNotFound, validationException } from '../api/serviceError.ts';
import { required } from '../api/shapes.ts';
import {
  Arn,
  LongArn,
  MaxConcurrency,
  PageSize,
  PageToken,
  ToleratedFailureCount,
  ToleratedFailurePercentage,
} from '../api/types.ts';
import { parseArn } from '../arns.ts';
import type { MapRun } from '../executions/mapRuns.ts';
import { page } from '../pagination.ts';
import type { Service } from '../service.ts';
import type { ExecutionEntry } from '../store/model.ts';
import { standardExecution } from './executions.ts';

/** ListMapRuns, DescribeMapRun, UpdateMapRun. */
export const mapRunOperations: readonly Operation[] = [
  operation(
    'ListMapRuns',
    { executionArn: required(Arn), maxResults: PageSize, nextToken: PageToken },
    async (service, request) => {
      const entry = standardExecution(service, request.executionArn);
      const mapRuns = await service.executions.mapRunsOf(entry);
      const found = page(mapRuns, (mapRun) => mapRun.arn, `mapRuns ${entry.arn}`, request, service.now());
      return {
        mapRuns: found.items.map((mapRun) => ({
          executionArn: entry.arn,
          mapRunArn: mapRun.arn,
          stateMachineArn: entry.revision.machineArn,
          startDate: epochSeconds(mapRun.startTime),
          stopDate: mapRun.stopTime && epochSeconds(mapRun.stopTime),
        })),
        nextToken: found.nextToken,
      };
    },
  ),

  operation('DescribeMapRun', { mapRunArn: required(LongArn) }, async (service, request) => {
    const { entry, mapRun } = await existingMapRun(service, request.mapRunArn);
    const { definition } = mapRun.branch.state;
    return {
      mapRunArn: mapRun.arn,
      executionArn: entry.arn,
      status: mapRun.status,
      startDate: epochSeconds(mapRun.startTime),
      stopDate: mapRun.stopTime && epochSeconds(mapRun.stopTime),
      maxConcurrency: numberOr0(definition.MaxConcurrency),
      toleratedFailurePercentage: numberOr0(definition.ToleratedFailurePercentage),
      toleratedFailureCount: numberOr0(definition.ToleratedFailureCount),
      itemCounts: counts(mapRun, itemsOf),
      executionCounts: counts(mapRun, () => 1),
      redriveCount: 0,
    };
  }),

  operation(
    'UpdateMapRun',
    {
      mapRunArn: required(LongArn),
      maxConcurrency: MaxConcurrency,
      toleratedFailurePercentage: ToleratedFailurePercentage,
      toleratedFailureCount: ToleratedFailureCount,
    },
    async (service, request) => {
      const { mapRun } = await existingMapRun(service, request.mapRunArn);
      if (mapRun.status !== 'RUNNING') {
        throw validationException(
          `Map Run is ${mapRun.status} and cannot be updated`,
          'CANNOT_UPDATE_COMPLETED_MAP_RUN',
        );
      }
      return {};
    },
  ),
];

export interface ListMapRunExecutionsRequest {
  readonly mapRunArn: string;
  readonly statusFilter?: string;
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** ListExecutions of a Map Run: its children. */
export async function listMapRunExecutions(service: Service, request: ListMapRunExecutionsRequest): Promise<object> {
  const { mapRun } = await existingMapRun(service, request.mapRunArn);
  const children = mapRun.children
    .filter((child) => request.statusFilter === undefined || child.status === request.statusFilter)
    .reverse();
  const list = `executions ${mapRun.arn} ${request.statusFilter}`;
  const found = page(children, (child) => child.executionArn, list, request, service.now());
  return {
    executions: found.items.map((child) => ({
      executionArn: child.executionArn,
      stateMachineArn: child.stateMachineArn,
      name: child.executionArn.split(':')[7],
      status: child.status,
      startDate: epochSeconds(child.startTime),
      stopDate: child.stopTime && epochSeconds(child.stopTime),
      mapRunArn: mapRun.arn,
      itemCount: itemsOf(child),
      redriveCount: 0,
    })),
    nextToken: found.nextToken,
  };
}

interface FoundMapRun {
  readonly entry: ExecutionEntry;
  readonly mapRun: MapRun;
}

/** A Map Run's ARN names its machine; the execution is found among that machine's. Running and newest executions are looked at first. */
async function existingMapRun(service: Service, arn: string): Promise<FoundMapRun> {
  const parsed = parseArn(arn, 'mapRun');
  const machineArn = `${arn.split(':').slice(0, 5).join(':')}:stateMachine:${parsed.name.split('/')[0]}`;
  const entries = [...service.store.executionsOf(machineArn)].reverse();
  for (const entry of entries) {
    const mapRun = (await service.executions.mapRunsOf(entry)).find((candidate) => candidate.arn === arn);
    if (mapRun) return { entry, mapRun };
  }
  throw resourceNotFound();
}

function counts(mapRun: MapRun, weight: (child: Execution) => number): object {
  const of = (status: string) =>
    mapRun.children.filter((child) => child.status === status).reduce((sum, child) => sum + weight(child), 0);
  const succeeded = of('SUCCEEDED');
  return {
    pending: 0,
    running: of('RUNNING'),
    succeeded,
    failed: of('FAILED'),
    timedOut: of('TIMED_OUT'),
    aborted: of('ABORTED'),
    total: mapRun.children.reduce((sum, child) => sum + weight(child), 0),
    resultsWritten: mapRun.status === 'SUCCEEDED' && mapRun.branch.state.definition.ResultWriter ? succeeded : 0,
  };
}

/** Items that a child works on: those of its batch, or one. */
function itemsOf(child: Execution): number {
  const batched = child.parent?.branch.state.definition.ItemBatcher !== undefined;
  if (!batched || !isObject(child.input) || !Array.isArray(child.input.Items)) return 1;
  return child.input.Items.length;
}

function numberOr0(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
