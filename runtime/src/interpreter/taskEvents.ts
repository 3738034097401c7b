import type { Json } from '../asl/json.ts';
import type { EventDetails } from '../history/events.ts';
import type { TaskTarget } from './environment.ts';

/** How a task shows in the history: LambdaFunction*, Activity* or Task*, with what each family says in its details. */
export interface TaskEvents {
  readonly family: 'LambdaFunction' | 'Activity' | 'Task';
  scheduled(resource: string, input: Json, region: string): EventDetails;
  started(workerName: string | undefined): EventDetails | undefined;
  submitted(output: Json): EventDetails;
  succeeded(output: Json): EventDetails;
  /** Failed and TimedOut. */
  failed(error: string | undefined, cause: string | undefined): EventDetails;
  /** What the service calls the task in States.DataLimitExceeded (recorded on AWS). */
  readonly nameInDataLimit: string;
}

/** The event family of a task. */
export function taskEvents(target: TaskTarget): TaskEvents {
  const common = target.kind === 'integration' ? { resourceType: target.resourceType, resource: target.resource } : {};
  const family = target.kind === 'lambda' ? 'LambdaFunction' : target.kind === 'activity' ? 'Activity' : 'Task';
  return {
    family,
    scheduled: (resource, input, region) =>
      target.kind === 'integration' ? { ...common, region, parameters: input } : { resource, input },
    started: (workerName) =>
      target.kind === 'integration' ? common : workerName === undefined ? undefined : { workerName },
    submitted: (output) => ({ ...common, output }),
    succeeded: (output) => ({ ...common, output }),
    failed: (error, cause) => ({
      ...common,
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
    }),
    nameInDataLimit: target.kind === 'integration' ? target.resourceType : target.resource,
  };
}
