import { isObject, type Json, type JsonObject } from '../../asl/json.ts';
import type { TaskCall, TaskFailure } from '../../interpreter/environment.ts';
import { type Ask, fleetByName, groupByName } from './elasticMapReduce.ts';
import { asked, filled, listOf, type Parameters, started } from './parameters.ts';

/** What an optimized integration does beside calling the API action of its name. */
export interface Integration {
  /** Service of the SDK, where it is another one than that of the integration's other actions. */
  readonly sdk?: string;
  /** API action, where it has another name. */
  readonly action?: string;
  /** Its parameters, where they are not those of the task. */
  readonly parameters?: Parameters;
  /** Its answer as the integration shows it. */
  readonly answer?: Parameters;
  /** Changes of the task's parameters. */
  readonly prepare?: (parameters: JsonObject, call: TaskCall) => JsonObject;
  /** Finds what the API action wants to know and the task only names, by other calls. */
  readonly lookUp?: (parameters: JsonObject, ask: Ask) => Promise<JsonObject>;
  /** An answer that is a failure all the same. */
  readonly failure?: (answer: JsonObject) => TaskFailure | undefined;
}

/** Integrations by `service:action` (Step Functions Developer Guide, "Integrating services"). */
export const INTEGRATIONS: Readonly<Record<string, Integration>> = {
  'batch:submitJob': { prepare: managedJob },
  'bedrock:createModelCustomizationJob': { sdk: 'bedrock' },
  'ecs:runTask': {
    prepare: (parameters, { target }) =>
      target.pattern === 'sync' ? { ...parameters, StartedBy: 'AWS Step Functions' } : parameters,
    failure: failedTasks,
  },
  'elasticmapreduce:modifyInstanceFleetByName': { action: 'modifyInstanceFleet', lookUp: fleetByName },
  'elasticmapreduce:modifyInstanceGroupByName': { action: 'modifyInstanceGroups', lookUp: groupByName },
  'elasticmapreduce:createCluster': {
    action: 'runJobFlow',
    answer: { ClusterId: started('JobFlowId'), ClusterArn: started('ClusterArn') },
  },
  'elasticmapreduce:terminateCluster': {
    action: 'terminateJobFlows',
    parameters: { JobFlowIds: listOf(asked('ClusterId')) },
  },
  'elasticmapreduce:addStep': {
    action: 'addJobFlowSteps',
    parameters: { JobFlowId: asked('ClusterId'), Steps: listOf(asked('Step')) },
    answer: { StepId: started('StepIds', 0) },
  },
  'elasticmapreduce:cancelStep': {
    action: 'cancelSteps',
    parameters: { ClusterId: asked('ClusterId'), StepIds: listOf(asked('StepId')) },
    answer: { CancelStepsInfo: started('CancelStepsInfoList', 0) },
  },
  'elasticmapreduce:setClusterTerminationProtection': {
    action: 'setTerminationProtection',
    parameters: { JobFlowIds: listOf(asked('ClusterId')), TerminationProtected: asked('TerminationProtected') },
  },
  'events:putEvents': { prepare: events, failure: failedEntries },
  'glue:startJobRun': { answer: { JobName: asked('JobName'), JobRunId: started('JobRunId') } },
};

export function integrationOf({ target }: TaskCall): Integration {
  return INTEGRATIONS[`${target.resourceType}:${target.action}`] ?? {};
}

/** The parameters of the API action. */
export function preparedParameters(integration: Integration, call: TaskCall): Json {
  if (!isObject(call.input)) return call.input;
  if (integration.parameters) return filled(integration.parameters, {}, call.input);
  return integration.prepare?.(call.input, call) ?? call.input;
}

/** The answer of the API action as the integration shows it. */
export function shownAnswer({ answer }: Integration, call: TaskCall, output: JsonObject): JsonObject {
  return answer ? filled(answer, output, isObject(call.input) ? call.input : {}) : output;
}

/** `.sync` tells the job's containers who manages them. */
function managedJob(parameters: JsonObject, { target }: TaskCall): JsonObject {
  if (target.pattern !== 'sync') return parameters;
  const overrides = isObject(parameters.ContainerOverrides) ? parameters.ContainerOverrides : {};
  const environment = Array.isArray(overrides.Environment) ? overrides.Environment : [];
  const managed = { Name: 'MANAGED_BY_AWS', Value: 'STARTED_BY_STEP_FUNCTIONS' };
  return { ...parameters, ContainerOverrides: { ...overrides, Environment: [...environment, managed] } };
}

/** The details of events are text for the API; every event says from which execution it comes. */
function events(parameters: JsonObject, { branch }: TaskCall): JsonObject {
  if (!Array.isArray(parameters.Entries)) return parameters;
  const { executionArn, stateMachineArn } = branch.execution;
  const entries = parameters.Entries.map((entry) => {
    if (!isObject(entry)) return entry;
    const resources = Array.isArray(entry.Resources) ? entry.Resources : [];
    const detail = typeof entry.Detail === 'object' ? { Detail: JSON.stringify(entry.Detail) } : {};
    return { ...entry, ...detail, Resources: [...resources, executionArn, stateMachineArn] };
  });
  return { ...parameters, Entries: entries };
}

/** An event that EventBridge did not take fails the task (recorded on AWS). */
function failedEntries(answer: JsonObject): TaskFailure | undefined {
  if (!answer.FailedEntryCount) return undefined;
  return { type: 'failure', error: 'EventBridge.FailedEntry', cause: JSON.stringify(answer) };
}

/** A task that ECS could not place. */
function failedTasks({ Failures: failures }: JsonObject): TaskFailure | undefined {
  if (!Array.isArray(failures) || failures.length === 0) return undefined;
  return { type: 'failure', error: 'AmazonECS.Unknown', cause: JSON.stringify(failures) };
}
