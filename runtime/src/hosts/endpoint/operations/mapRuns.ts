import type { MapRunSettings } from '../../../interpreter/mapRun.ts';
import { epochSeconds, type Operation, operation } from '../api/operation.ts';
import { validationException } from '../api/serviceError.ts';
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
import { page } from '../pagination.ts';
import type { Service } from '../service.ts';
import type { ExecutionEntry } from '../store/model.ts';
import { standardExecution } from './executions.ts';
import { childStatus, childSummary, existingMapRun } from './foundMapRuns.ts';
import { redriveFilterOf } from './redrive.ts';

/** ListMapRuns, DescribeMapRun, UpdateMapRun. */
export const mapRunOperations: readonly Operation[] = [
  operation(
    'ListMapRuns',
    { executionArn: required(Arn), maxResults: PageSize, nextToken: PageToken },
    async (service, request) => {
      const entry = standardExecution(service, request.executionArn);
      const mapRuns = (await service.executions.mapRunsOf(entry)).filter(
        ({ branch }) => branch.execution.executionArn === entry.arn,
      );
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
    const { mapRun } = await existingMapRun(service, request.mapRunArn);
    return {
      mapRunArn: mapRun.arn,
      executionArn: mapRun.branch.execution.executionArn,
      status: mapRun.status,
      startDate: epochSeconds(mapRun.startTime),
      stopDate: mapRun.stopTime && epochSeconds(mapRun.stopTime),
      ...mapRun.settings,
      itemCounts: mapRun.itemCounts,
      executionCounts: mapRun.executionCounts,
      redriveCount: mapRun.redriveCount,
      redriveDate: mapRun.redriveTime && epochSeconds(mapRun.redriveTime),
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
    async (service, { mapRunArn, ...settings }) => {
      const { entry, mapRun } = await existingMapRun(service, mapRunArn);
      const isUpdated = await update(service, entry, mapRunArn, settings);
      if (!isUpdated) {
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
  readonly redriveFilter?: string;
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** ListExecutions of a Map Run: its children. */
export async function listMapRunExecutions(service: Service, request: ListMapRunExecutionsRequest): Promise<object> {
  const { mapRun } = await existingMapRun(service, request.mapRunArn);
  const { statusFilter, redriveFilter } = request;
  const { pendingRedrive } = mapRun;
  const children = mapRun.children
    .filter((child) => statusFilter === undefined || childStatus({ pendingRedrive }, child) === statusFilter)
    .filter((child) => redriveFilter === undefined || redriveFilterOf(child) === redriveFilter)
    .reverse();
  const list = `executions ${mapRun.arn} ${statusFilter} ${redriveFilter}`;
  const found = page(children, (child) => child.executionArn, list, request, service.now());
  return {
    executions: found.items.map((child) => ({ ...childSummary(mapRun, child), itemCount: mapRun.itemCountOf(child) })),
    nextToken: found.nextToken,
  };
}

/** Changes a Map Run that goes on; false when it does not. */
async function update(
  service: Service,
  entry: ExecutionEntry,
  mapRunArn: string,
  settings: Partial<MapRunSettings>,
): Promise<boolean> {
  const delivery = await service.executions.deliver(entry.arn, { kind: 'updateMapRun', mapRunArn, settings });
  return delivery === 'delivered';
}
