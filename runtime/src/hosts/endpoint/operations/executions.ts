import type { Json } from '../../../asl/json.ts';
import { epochSeconds, type Operation, operation } from '../api/operation.ts';
import { executionDoesNotExist, ServiceError, stateMachineTypeNotSupported } from '../api/serviceError.ts';
import { required } from '../api/shapes.ts';
import {
  Arn,
  ClientToken,
  IncludedData,
  Name,
  SensitiveCause,
  SensitiveData,
  SensitiveError,
  TraceHeader,
} from '../api/types.ts';
import { executionArn, expressExecutionArn, parseArn, parseMachineArn } from '../arns.ts';
import type { ExecutionData } from '../executions/executions.ts';
import { parseJsonText } from '../json.ts';
import { type Route, requireValidName, type Service } from '../service.ts';
import type { ExecutionEntry, StateMachine } from '../store/model.ts';
import type { ExecutionStarted } from '../store/records.ts';
import { childSummary, type FoundChild, mapRunChild } from './foundMapRuns.ts';
import { childRedriveStatus, notRedrivable, redriveOfToken, redriveStatus, requireRedrivable } from './redrive.ts';
import { describeRevision } from './stateMachines.ts';

/** StartExecution, StopExecution, DescribeExecution, DescribeStateMachineForExecution, RedriveExecution. */
export const executionOperations: readonly Operation[] = [
  operation(
    'StartExecution',
    { stateMachineArn: required(Arn), name: Name, input: SensitiveData, traceHeader: TraceHeader },
    async (service, request) => {
      if (request.name !== undefined) requireValidName(request.name);
      const input = parseInput(request.input);
      const parsed = parseMachineArn(request.stateMachineArn, 'stateMachine', 'qualified', 'testCase');
      const machine = service.machine(parsed);
      const entry = startExecution(service, {
        machine,
        route: service.route(machine, parsed),
        name: request.name ?? service.newId(),
        input,
        traceHeader: request.traceHeader,
        testCase: parsed.kind === 'testCase' ? parsed.testCase : undefined,
      });
      await service.store.durable();
      return { executionArn: entry.arn, startDate: epochSeconds(entry.startTime) };
    },
  ),

  operation(
    'StopExecution',
    { executionArn: required(Arn), error: SensitiveError, cause: SensitiveCause },
    async (service, request) => {
      const entry = standardExecution(service, request.executionArn);
      await service.executions.deliver(entry.arn, { kind: 'stop', error: request.error, cause: request.cause });
      return { stopDate: epochSeconds(entry.ended?.time ?? service.now()) };
    },
  ),

  operation(
    'DescribeExecution',
    { executionArn: required(Arn), includedData: IncludedData },
    async (service, request) => {
      const whole = request.includedData !== 'METADATA_ONLY';
      const found = await mapRunChild(service, request.executionArn);
      if (found) return describeChild(found, whole);
      const entry = standardExecution(service, request.executionArn);
      const status = entry.ended?.status ?? 'RUNNING';
      const { input, output, error, cause } = whole ? service.executions.dataOf(entry) : NO_DATA;
      const hasOutput = status === 'SUCCEEDED';
      // What is told must survive: the end of an execution may have been written in this very moment.
      await service.store.durable();
      return {
        executionArn: entry.arn,
        stateMachineArn: entry.revision.machineArn,
        name: entry.name,
        status,
        startDate: epochSeconds(entry.startTime),
        stopDate: entry.ended && epochSeconds(entry.ended.time),
        input: whole ? JSON.stringify(input) : undefined,
        inputDetails: { included: whole },
        output: whole && hasOutput ? JSON.stringify(output ?? null) : undefined,
        outputDetails: hasOutput ? { included: whole } : undefined,
        error,
        cause,
        traceHeader: entry.traceHeader,
        stateMachineVersionArn: entry.versionArn,
        stateMachineAliasArn: entry.aliasArn,
        redriveCount: entry.redriveCount,
        redriveDate: entry.redriveTime === undefined ? undefined : epochSeconds(entry.redriveTime),
        ...redriveStatus(service, entry),
      };
    },
  ),

  operation(
    'DescribeStateMachineForExecution',
    { executionArn: required(Arn), includedData: IncludedData },
    async (service, request) => {
      const found = await mapRunChild(service, request.executionArn);
      const { revision } = found?.entry ?? standardExecution(service, request.executionArn);
      if (found) return describeChildMachine(found, request.includedData);
      const machine = service.store.machines.get(revision.machineArn);
      return {
        stateMachineArn: revision.machineArn,
        name: revision.machineName,
        updateDate: epochSeconds(revision.time),
        ...describeRevision(revision, parseArn(revision.machineArn), request.includedData),
        revisionId: machine?.updated && machine.revision === revision ? revision.id : undefined,
      };
    },
  ),

  operation('RedriveExecution', { executionArn: required(Arn), clientToken: ClientToken }, async (service, request) => {
    const entry = standardExecution(service, request.executionArn);
    const repeated = redriveOfToken(service, entry, request.clientToken);
    if (repeated !== undefined) return { redriveDate: epochSeconds(repeated) };
    await requireRedrivable(service, entry);
    if (!(await service.executions.redrive(entry, request.clientToken)))
      throw notRedrivable('Execution is RUNNING and cannot be redriven');
    return { redriveDate: epochSeconds(entry.redriveTime ?? service.now()) };
  }),
];

const NO_DATA: Partial<ExecutionData> = {};

export interface StartRequest {
  readonly machine: StateMachine;
  readonly route: Route;
  readonly name: string;
  readonly input: Json;
  readonly traceHeader?: string;
  readonly testCase?: string;
  /** The task that starts the execution: it gets its child again after a restart of the server. */
  readonly startedBy?: string;
}

/**
 * Starts an execution, or gives the running one of that name and input. Throws ExecutionAlreadyExists. The caller waits for `durable` before it
 * tells anybody.
 */
export function startExecution(service: Service, request: StartRequest): ExecutionEntry {
  const { machine, route, name, input } = request;
  const express = machine.type === 'EXPRESS';
  const arn = express ? expressExecutionArn(machine.arn, name, service.newId()) : executionArn(machine.arn, name);
  const child = request.startedBy === undefined ? undefined : service.store.childOf(request.startedBy);
  if (child) return child;
  const existing = service.store.executions.get(arn);
  if (existing) return sameExecution(service, existing, input);
  const started: ExecutionStarted = {
    type: 'executionStarted',
    id: service.store.nextExecutionId(),
    arn,
    name,
    machineArn: machine.arn,
    machineType: machine.type,
    revisionId: route.revision.id,
    input,
    seed: service.newId(),
    time: service.now(),
    versionArn: route.versionArn,
    aliasArn: route.aliasArn,
    traceHeader: request.traceHeader,
    testCase: request.testCase,
    startedBy: request.startedBy,
  };
  service.store.commit(started);
  const entry = service.store.executions.get(arn)!;
  service.executions.start(entry, started);
  return entry;
}

/** The input of an execution. Throws InvalidExecutionInput for text that is no JSON. */
export function parseInput(input: string | undefined): Json {
  if (input === undefined) return {};
  try {
    return parseJsonText(input);
  } catch (error) {
    throw new ServiceError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: '${(error as Error).message}'`,
    );
  }
}

/** The Standard execution of that ARN. Express ones cannot be asked for (recorded on AWS). */
export function standardExecution(service: Service, arn: string): ExecutionEntry {
  parseArn(arn, 'execution');
  const entry = service.store.executions.get(arn);
  if (!entry) throw executionDoesNotExist(arn);
  if (entry.revision.machineType === 'EXPRESS') throw stateMachineTypeNotSupported();
  return entry;
}

/** Starting is idempotent as long as the execution runs: same name, same input. */
function sameExecution(service: Service, existing: ExecutionEntry, input: Json): ExecutionEntry {
  if (!existing.ended && JSON.stringify(service.executions.dataOf(existing).input) === JSON.stringify(input))
    return existing;
  throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${existing.arn}'`);
}

/** DescribeExecution of an item's execution: Express ones can be described, too, where a Map Run has started them (API reference). */
function describeChild({ mapRun, child }: FoundChild, whole: boolean): object {
  const hasOutput = child.status === 'SUCCEEDED';
  return {
    ...childSummary(mapRun, child),
    input: whole ? JSON.stringify(child.input) : undefined,
    inputDetails: { included: whole },
    output: whole && hasOutput ? JSON.stringify(child.output ?? null) : undefined,
    outputDetails: hasOutput ? { included: whole } : undefined,
    error: whole ? child.error : undefined,
    cause: whole ? child.cause : undefined,
    ...childRedriveStatus(child),
  };
}

/** The machine of an item's execution is the one inside the Map. */
function describeChildMachine({ entry, mapRun, child }: FoundChild, includedData: string | undefined): object {
  const parsed = parseArn(child.stateMachineArn, 'labelled');
  return {
    stateMachineArn: child.stateMachineArn,
    name: entry.revision.machineName,
    updateDate: epochSeconds(entry.revision.time),
    ...describeRevision(entry.revision, parsed, includedData),
    mapRunArn: mapRun.arn,
    label: parsed.kind === 'labelled' ? parsed.label : undefined,
  };
}
