import { historyEvent } from '../../../history/api.ts';
import type { EventRecord } from '../../../history/events.ts';
import { epochSeconds, type Operation, operation } from '../api/operation.ts';
import { stateMachineTypeNotSupported, validationException } from '../api/serviceError.ts';
import { required } from '../api/shapes.ts';
import {
  Arn,
  ExecutionRedriveFilter,
  ExecutionStatus,
  Flag,
  ListExecutionsPageToken,
  LongArn,
  PageSize,
  PageToken,
} from '../api/types.ts';
import { parseMachineArn } from '../arns.ts';
import { page } from '../pagination.ts';
import type { ExecutionEntry } from '../store/model.ts';
import { standardExecution } from './executions.ts';
import { mapRunChild } from './foundMapRuns.ts';
import { listMapRunExecutions } from './mapRuns.ts';
import { redriveFilterOf } from './redrive.ts';

/** ListExecutions and GetExecutionHistory. */
export const listOperations: readonly Operation[] = [
  operation(
    'ListExecutions',
    {
      stateMachineArn: Arn,
      statusFilter: ExecutionStatus,
      maxResults: PageSize,
      nextToken: ListExecutionsPageToken,
      mapRunArn: LongArn,
      redriveFilter: ExecutionRedriveFilter,
    },
    async (service, request) => {
      if ((request.stateMachineArn === undefined) === (request.mapRunArn === undefined)) {
        throw validationException('Must provide a State Machine ARN or Map Run ARN but not both');
      }
      if (request.mapRunArn !== undefined)
        return listMapRunExecutions(service, { ...request, mapRunArn: request.mapRunArn });
      if (request.statusFilter === 'PENDING_REDRIVE') {
        throw validationException('The status filter PENDING_REDRIVE can only be used with a Map Run ARN');
      }
      const parsed = parseMachineArn(request.stateMachineArn!, 'stateMachine', 'qualified');
      const machine = service.machine(parsed);
      if (machine.type === 'EXPRESS') throw stateMachineTypeNotSupported();
      const entries = service.store
        .executionsOf(machine.arn)
        .filter((entry) => parsed.kind === 'stateMachine' || [entry.versionArn, entry.aliasArn].includes(parsed.arn))
        .filter((entry) => request.statusFilter === undefined || statusOf(entry) === request.statusFilter)
        .filter((entry) => request.redriveFilter === undefined || redriveFilterOf(entry) === request.redriveFilter)
        .reverse();
      const list = `executions ${parsed.arn} ${request.statusFilter} ${request.redriveFilter}`;
      const found = page(entries, (entry) => entry.arn, list, request, service.now());
      await service.store.durable();
      return { executions: found.items.map(executionListItem), nextToken: found.nextToken };
    },
  ),

  operation(
    'GetExecutionHistory',
    {
      executionArn: required(Arn),
      maxResults: PageSize,
      reverseOrder: Flag,
      nextToken: PageToken,
      includeExecutionData: Flag,
    },
    async (service, request) => {
      const inMapRun = await mapRunChild(service, request.executionArn);
      if (inMapRun?.child.type === 'EXPRESS') throw stateMachineTypeNotSupported();
      const entry = inMapRun ? undefined : standardExecution(service, request.executionArn);
      const events = entry ? await service.executions.historyOf(entry) : inMapRun!.child.recorder.events;
      const ordered = request.reverseOrder ? [...events].reverse() : events;
      const list = `history ${request.executionArn} ${request.reverseOrder ?? false}`;
      const found = page(ordered, (event) => String(event.id), list, request, service.now());
      await service.store.durable();
      return {
        events: found.items.map((event) => wireEvent(entry, event, request.includeExecutionData !== false)),
        nextToken: found.nextToken,
      };
    },
  ),
];

function executionListItem(entry: ExecutionEntry): object {
  return {
    executionArn: entry.arn,
    stateMachineArn: entry.revision.machineArn,
    name: entry.name,
    status: statusOf(entry),
    startDate: epochSeconds(entry.startTime),
    stopDate: entry.ended && epochSeconds(entry.ended.time),
    stateMachineVersionArn: entry.versionArn,
    stateMachineAliasArn: entry.aliasArn,
    redriveCount: entry.redriveCount,
    redriveDate: entry.redriveTime === undefined ? undefined : epochSeconds(entry.redriveTime),
  };
}

function statusOf(entry: ExecutionEntry): string {
  return entry.ended?.status ?? 'RUNNING';
}

/** Members that `includeExecutionData: false` leaves out. */
const EXECUTION_DATA = ['input', 'output', 'parameters', 'assignedVariables'] as const;

function wireEvent(entry: ExecutionEntry | undefined, record: EventRecord, withData: boolean): object {
  const shown = withData ? record : { ...record, details: withoutData(record.details) };
  const event = historyEvent(shown);
  const wire: Record<string, unknown> = { ...event, timestamp: epochSeconds(record.time) };
  if (record.type === 'ExecutionStarted' && entry?.versionArn) {
    wire.executionStartedEventDetails = {
      ...(event.executionStartedEventDetails as object),
      stateMachineVersionArn: entry.versionArn,
      stateMachineAliasArn: entry.aliasArn,
    };
  }
  return wire;
}

function withoutData(details: EventRecord['details']): EventRecord['details'] {
  if (!details) return undefined;
  const kept = { ...details };
  for (const member of EXECUTION_DATA) delete kept[member];
  return kept;
}
