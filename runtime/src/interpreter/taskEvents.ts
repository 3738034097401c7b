import type { Json } from '../asl/json.ts';
import type { EventDetails } from '../history/events.ts';
import type { TaskTarget } from './environment.ts';

/** How a task shows in the history: LambdaFunction*, Activity* or Task*, with what each family says in its details. Made once per state. */
export interface TaskEvents {
  readonly scheduledEvent: string;
  readonly startedEvent: string;
  readonly submittedEvent: string;
  readonly succeededEvent: string;
  readonly failedEvent: string;
  readonly timedOutEvent: string;
  scheduled(settings: ScheduledTask): EventDetails;
  started(workerName: string | undefined): EventDetails | undefined;
  /** Submitted and Succeeded. */
  answered(output: Json): EventDetails;
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

/** The event family of a task. */
export function taskEvents(target: TaskTarget): TaskEvents {
  return target.kind === 'integration' ? integrationEvents(target) : directEvents(target);
}

function integrationEvents({ resourceType, resource }: TaskTarget): TaskEvents {
  const started = { resourceType, resource };
  return {
    ...eventNames('Task'),
    scheduled: (task) => withSettings({ resourceType, resource, region: task.region, parameters: task.input }, task),
    started: () => started,
    answered: (output) => ({ resourceType, resource, output }),
    failed: (error, cause) => ({ resourceType, resource, ...errorDetails(error, cause) }),
    nameInDataLimit: resourceType,
  };
}

/** Lambda functions and activities, named by their ARN. */
function directEvents({ kind, resource }: TaskTarget): TaskEvents {
  return {
    ...eventNames(kind === 'lambda' ? 'LambdaFunction' : 'Activity'),
    scheduled: (task) => withSettings({ resource, input: task.input }, task),
    started: (workerName) => (workerName === undefined ? undefined : { workerName }),
    answered: (output) => ({ output }),
    failed: errorDetails,
    nameInDataLimit: resource,
  };
}

function eventNames(family: string) {
  return {
    scheduledEvent: `${family}Scheduled`,
    startedEvent: `${family}Started`,
    submittedEvent: `${family}Submitted`,
    succeededEvent: `${family}Succeeded`,
    failedEvent: `${family}Failed`,
    timedOutEvent: `${family}TimedOut`,
  };
}

function withSettings(details: EventDetails, task: ScheduledTask): EventDetails {
  const { timeoutSeconds, heartbeatSeconds, credentialsRoleArn } = task;
  if (timeoutSeconds === undefined && heartbeatSeconds === undefined && credentialsRoleArn === undefined)
    return details;
  return {
    ...details,
    ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
    ...(heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds }),
    ...(credentialsRoleArn === undefined ? {} : { taskCredentials: { roleArn: credentialsRoleArn } }),
  };
}

function errorDetails(error: string | undefined, cause: string | undefined): EventDetails {
  return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
}
