import { isObject, type Json, type JsonObject } from '../../asl/json.ts';
import type { TaskCall, TaskOutcome, TaskRunner } from '../../interpreter/environment.ts';
import type { AwsClients, AwsResponse } from './awsClients.ts';
import { awsFailure } from './awsErrors.ts';
import { awsLambdaCall, awsLambdaOutcome } from './awsLambda.ts';
import { type Integration, integrationOf, preparedParameters, shownAnswer } from './integrations.ts';
import { JOBS, type Job } from './jobs.ts';
import { optimizedService } from './optimizedServices.ts';
import { OWN_INTEGRATIONS } from './ownIntegrations.ts';
import { at, filled } from './parameters.ts';
import { pause } from './pause.ts';

export interface AwsRunnerOptions {
  readonly clients: AwsClients;
  /** Told what goes wrong when nobody waits for an answer. */
  readonly log: (line: string) => void;
  /** Seconds between two questions after a job; 5 by default. */
  readonly pollSeconds?: number;
}

const POLL_SECONDS = 5;

/**
 * Runs tasks by the AWS SDK of the user: `aws-sdk:*`, optimized integrations with `.sync` and `.waitForTaskToken`, Lambda functions, APIs of API
 * Gateway. HTTP tasks are not its own.
 */
export function awsRunner({ clients, log, pollSeconds = POLL_SECONDS }: AwsRunnerOptions): TaskRunner {
  const run = async (call: TaskCall): Promise<TaskOutcome> => {
    const integration = integrationOf(call);
    const { service, action, parameters } = requestOf(call, integration);
    try {
      const found = await lookedUp(call, integration, service, parameters);
      const response = await clients.call(service, action, found, call.signal);
      if (isLambda(call)) return awsLambdaOutcome(call, response);
      const started = shownResponse(call, { ...response, output: shownAnswer(integration, call, response.output) });
      const failed = integration.failure?.(started);
      if (failed) return failed;
      const { pattern } = call.target;
      if (pattern === 'requestResponse') return { type: 'success', output: started };
      if (pattern === 'waitForTaskToken') return { type: 'callback', submitted: started };
      const job = JOBS[`${call.target.resourceType}:${call.target.action}`];
      if (!job) return unknownJob(call);
      return { ...(await waitForJob(call, job, service, started)), submitted: started };
    } catch (thrown) {
      return awsFailure(call, service, thrown);
    }
  };

  const lookedUp = async (call: TaskCall, { lookUp }: Integration, service: string, parameters: Json) => {
    if (!lookUp || !isObject(parameters)) return parameters;
    return lookUp(
      parameters,
      async (action, asked) => (await clients.call(service, action, asked, call.signal)).output,
    );
  };

  const waitForJob = async (call: TaskCall, job: Job, service: string, started: JsonObject): Promise<TaskOutcome> => {
    const asked = isObject(call.input) ? call.input : {};
    for (;;) {
      const output = await describeJob(call, job, service, started, asked);
      if (output === undefined) return { type: 'success', output: started };
      const result = resultOf(job, output, started);
      const status = String(at(output, job.status));
      const ended = job.succeeded.includes(status);
      if (job.failed.includes(status) || (ended && isObject(result) && job.hasFailed?.(result))) {
        return { type: 'failure', error: 'States.TaskFailed', cause: JSON.stringify(result) };
      }
      if (ended) return { type: 'success', output: call.target.pattern === 'sync:2' ? parsedOutput(result) : result };
      if (!(await pause(pollSeconds, call.signal))) {
        await cancel(job, service, started, asked);
        return { type: 'unanswered' };
      }
    }
  };

  /** How the job stands; undefined when what it was to delete is gone. */
  const describeJob = async (
    call: TaskCall,
    job: Job,
    service: string,
    started: JsonObject,
    asked: JsonObject,
  ): Promise<JsonObject | undefined> => {
    try {
      return (await clients.call(service, job.describe, filled(job.parameters, started, asked), call.signal)).output;
    } catch (error) {
      if (job.goneBy !== undefined && (error as Error).name === job.goneBy) return undefined;
      throw error;
    }
  };

  const cancel = async (job: Job, service: string, started: JsonObject, asked: JsonObject): Promise<void> => {
    if (!job.cancel) return;
    const { action, parameters } = job.cancel;
    // The execution has ended already: nobody is left to be told of a failure but the log.
    await clients
      .call(service, action, filled(parameters, started, asked))
      .catch((error: unknown) => log(`${service}:${action} failed: ${String(error)}`));
  };

  return {
    run(call) {
      const { kind, resourceType, action } = call.target;
      if (kind === 'activity' || resourceType === 'http') return undefined;
      const own = OWN_INTEGRATIONS[`${resourceType}:${action}`];
      return own ? own(call, { clients, log, pollSeconds }) : run(call);
    },
  };
}

interface AwsRequest {
  readonly service: string;
  readonly action: string;
  readonly parameters: Json;
}

function requestOf(call: TaskCall, integration: Integration): AwsRequest {
  if (isLambda(call)) return awsLambdaCall(call);
  const { resourceType, action } = call.target;
  if (resourceType.startsWith('aws-sdk:')) {
    return { service: resourceType.slice('aws-sdk:'.length), action, parameters: call.input };
  }
  return {
    service: integration.sdk ?? optimizedService(resourceType).sdk,
    action: integration.action ?? action,
    parameters: preparedParameters(integration, call),
  };
}

/** The task's result: the description of the job, or a part of it. */
function resultOf({ result = [], named, keeps = [] }: Job, output: JsonObject, started: JsonObject): Json {
  if (named) return { [named.name]: at(output, named.path) ?? null };
  const part = at(output, result) ?? null;
  if (keeps.length === 0 || !isObject(part)) return part;
  return { ...Object.fromEntries(keeps.map((name) => [name, started[name] ?? null])), ...part };
}

function isLambda({ target }: TaskCall): boolean {
  return target.kind === 'lambda' || (target.resourceType === 'lambda' && target.action === 'invoke');
}

/** The response as the state's result: some optimized integrations show the transport, too. */
function shownResponse(call: TaskCall, { output, requestId, statusCode }: AwsResponse): JsonObject {
  const { resourceType } = call.target;
  if (resourceType.startsWith('aws-sdk:') || !optimizedService(resourceType).showsMetadata) return output;
  const headers = { 'x-amzn-RequestId': requestId };
  return {
    ...output,
    SdkHttpMetadata: {
      AllHttpHeaders: { 'x-amzn-RequestId': [requestId] },
      HttpHeaders: headers,
      HttpStatusCode: statusCode,
    },
    SdkResponseMetadata: { RequestId: requestId },
  };
}

/** `.sync:2` shows the child's output as JSON. */
function parsedOutput(result: Json): Json {
  if (!isObject(result)) return result;
  const parsed: Record<string, Json> = { ...result };
  for (const name of ['Input', 'Output']) {
    const text = parsed[name];
    if (typeof text === 'string') parsed[name] = JSON.parse(text) as Json;
  }
  return parsed;
}

function unknownJob(call: TaskCall): TaskOutcome {
  const cause = `Waiting for ${call.target.resource} is not known here. Mock the state, or start the job without .sync and ask for it in a loop.`;
  return { type: 'failure', error: 'States.Runtime', cause };
}
