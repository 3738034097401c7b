import { isObject, type Json, type JsonObject } from '../../asl/json.ts';
import type { TaskCall, TaskOutcome, TaskRunner } from '../../interpreter/environment.ts';
import type { AwsClients, AwsResponse } from './awsClients.ts';
import { awsFailure } from './awsErrors.ts';
import { awsLambdaCall, awsLambdaOutcome } from './awsLambda.ts';
import { at, JOBS, type Job } from './jobs.ts';
import { optimizedService } from './optimizedServices.ts';

export interface AwsRunnerOptions {
  readonly clients: AwsClients;
  /** Told what goes wrong when nobody waits for an answer. */
  readonly log: (line: string) => void;
  /** Seconds between two questions after a job; 5 by default. */
  readonly pollSeconds?: number;
}

const POLL_SECONDS = 5;

/**
 * Runs tasks by the AWS SDK of the user: `aws-sdk:*`, optimized integrations with `.sync` and `.waitForTaskToken`, Lambda functions. HTTP tasks and
 * API Gateway are not its own.
 */
export function awsRunner({ clients, log, pollSeconds = POLL_SECONDS }: AwsRunnerOptions): TaskRunner {
  const run = async (call: TaskCall): Promise<TaskOutcome> => {
    const { service, action, parameters } = requestOf(call);
    try {
      const response = await clients.call(service, action, parameters, call.signal);
      if (isLambda(call)) return awsLambdaOutcome(call, response);
      const started = shownResponse(call, response);
      const failed = failedEntries(call, started);
      if (failed) return failed;
      const { pattern } = call.target;
      if (pattern === 'requestResponse') return { type: 'success', output: started };
      if (pattern === 'waitForTaskToken') return { type: 'callback', submitted: started };
      const job = JOBS[`${call.target.resourceType}:${call.target.action}`];
      if (!job) return unknownJob(call);
      return { ...(await waitForJob(call, job, service, response.output)), submitted: started };
    } catch (thrown) {
      return awsFailure(call, service, thrown);
    }
  };

  const waitForJob = async (call: TaskCall, job: Job, service: string, started: JsonObject): Promise<TaskOutcome> => {
    const asked = isObject(call.input) ? call.input : {};
    for (;;) {
      const { output } = await clients.call(service, job.describe, job.parameters(started, asked), call.signal);
      const result = at(output, job.result) ?? null;
      const status = String(at(result, job.status));
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

  const cancel = async (job: Job, service: string, started: JsonObject, asked: JsonObject): Promise<void> => {
    if (!job.cancel) return;
    const parameters = job.cancel.parameters(started, asked);
    // The execution has ended already: nobody is left to be told of a failure but the log.
    await clients
      .call(service, job.cancel.action, parameters)
      .catch((error: unknown) => log(`${service}:${job.cancel!.action} failed: ${String(error)}`));
  };

  return {
    run(call) {
      const { kind, resourceType } = call.target;
      if (kind === 'activity' || resourceType === 'http' || resourceType === 'apigateway') return undefined;
      return run(call);
    },
  };
}

interface AwsRequest {
  readonly service: string;
  readonly action: string;
  readonly parameters: Json;
}

function requestOf(call: TaskCall): AwsRequest {
  if (isLambda(call)) return awsLambdaCall(call);
  const { resourceType, action } = call.target;
  const service = resourceType.startsWith('aws-sdk:')
    ? resourceType.slice('aws-sdk:'.length)
    : optimizedService(resourceType).sdk;
  return { service, action, parameters: call.input };
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

/** An event that EventBridge did not take fails the task (recorded on AWS). */
function failedEntries(call: TaskCall, response: JsonObject): TaskOutcome | undefined {
  const puts = call.target.resourceType === 'events' && call.target.action === 'putEvents';
  if (!puts || !response.FailedEntryCount) return undefined;
  return { type: 'failure', error: 'EventBridge.FailedEntry', cause: JSON.stringify(response) };
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

/** Waits; false when the task was aborted meanwhile. */
function pause(seconds: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (finished: boolean) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', aborted);
      resolve(finished);
    };
    const aborted = () => done(false);
    const timer = setTimeout(() => done(true), seconds * 1000);
    if (signal.aborted) aborted();
    else signal.addEventListener('abort', aborted);
  });
}
