import type { Json } from '../asl/json.ts';
import { EventKind } from '../history/eventKind.ts';
import type { EventDetails } from '../history/events.ts';
import type { Branch } from './branch.ts';
import type { TaskTarget } from './environment.ts';

/** How a task shows in the history: LambdaFunction*, Activity* or Task*, with what each family says in its details. Made once per state. */
export interface TaskEvents {
  readonly scheduledEvent: string;
  readonly startedEvent: string;
  /** Submitted and Succeeded, with the output. */
  readonly submitted: EventKind;
  readonly succeeded: EventKind;
  readonly failedEvent: string;
  readonly timedOutEvent: string;
  /** Scheduled without any settings, with the input; undefined where the details differ from execution to execution. */
  readonly scheduledPlainly: EventKind | undefined;
  scheduled(task: ScheduledTask): EventDetails;
  started(workerName: string | undefined): EventDetails | undefined;
  /** Failed and TimedOut. */
  failed(error: string | undefined, cause: string | undefined): EventDetails;
  /** What the service calls the task in States.DataLimitExceeded (recorded on AWS). */
  readonly nameInDataLimit: string;
}

export interface ScheduledTask {
  readonly input: Json;
  readonly region: string;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  readonly credentialsRoleArn: string | undefined;
}

/** Records that the task was scheduled. */
export function recordScheduled(branch: Branch, events: TaskEvents, task: ScheduledTask): void {
  if (events.scheduledPlainly && !hasSettings(task))
    branch.execution.record(branch, events.scheduledPlainly, task.input);
  else branch.execution.record(branch, events.scheduledEvent, events.scheduled(task));
}

/** The event family of a task. */
export function taskEvents(target: TaskTarget): TaskEvents {
  return target.kind === 'integration' ? integrationEvents(target) : directEvents(target);
}

function integrationEvents({ resourceType, resource }: TaskTarget): TaskEvents {
  const started = { resourceType, resource };
  return {
    ...eventsOf('Task', started),
    scheduledPlainly: undefined,
    scheduled: (task) => withSettings({ resourceType, resource, region: task.region, parameters: task.input }, task),
    started: () => started,
    failed: (error, cause) => ({ resourceType, resource, ...errorDetails(error, cause) }),
    nameInDataLimit: resourceType,
  };
}

/** Lambda functions and activities, named by their ARN. */
function directEvents({ kind, resource }: TaskTarget): TaskEvents {
  const family = kind === 'lambda' ? 'LambdaFunction' : 'Activity';
  return {
    ...eventsOf(family, {}),
    scheduledPlainly: new EventKind(`${family}Scheduled`, { resource }, 'input'),
    scheduled: (task) => withSettings({ resource, input: task.input }, task),
    started: (workerName) => (workerName === undefined ? undefined : { workerName }),
    failed: errorDetails,
    nameInDataLimit: resource,
  };
}

/** `shared` is in the details of every answer. */
function eventsOf(family: string, shared: EventDetails) {
  return {
    scheduledEvent: `${family}Scheduled`,
    startedEvent: `${family}Started`,
    submitted: new EventKind(`${family}Submitted`, shared, 'output'),
    succeeded: new EventKind(`${family}Succeeded`, shared, 'output'),
    failedEvent: `${family}Failed`,
    timedOutEvent: `${family}TimedOut`,
  };
}

function withSettings(details: EventDetails, task: ScheduledTask): EventDetails {
  const { timeoutSeconds, heartbeatSeconds, credentialsRoleArn } = task;
  if (!hasSettings(task)) return details;
  return {
    ...details,
    ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
    ...(heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds }),
    ...(credentialsRoleArn === undefined ? {} : { taskCredentials: { roleArn: credentialsRoleArn } }),
  };
}

function hasSettings({ timeoutSeconds, heartbeatSeconds, credentialsRoleArn }: ScheduledTask): boolean {
  return timeoutSeconds !== undefined || heartbeatSeconds !== undefined || credentialsRoleArn !== undefined;
}

function errorDetails(error: string | undefined, cause: string | undefined): EventDetails {
  return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
}
