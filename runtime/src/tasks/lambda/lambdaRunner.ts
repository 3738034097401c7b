import { randomUUID } from 'node:crypto';
import { isObject, type Json, type JsonObject } from '../../asl/json.ts';
import type { TaskCall, TaskFailure, TaskOutcome, TaskRunner } from '../../interpreter/environment.ts';
import { FunctionPool } from './functionPool.ts';
import { hasBootstrap } from './handlerCommand.ts';
import { runCommand } from './lambdaCommand.ts';
import { invokeEndpoint } from './lambdaEndpoint.ts';
import type { HandlerOutput, Invocation, InvocationResult, LambdaFunction } from './lambdaFunction.ts';

export interface LambdaRunnerOptions {
  /** The function of that name, if there is one here; asked at every call. */
  readonly functionNamed: (name: string) => LambdaFunction | undefined;
  readonly output: HandlerOutput;
  /** Region and account for functions that are named without them. */
  readonly region?: string;
  readonly account?: string;
  /** Processes of one function at the same time. */
  readonly maxProcesses?: number;
}

export interface LambdaRunner extends TaskRunner {
  /** Ends the handlers' processes. */
  close(): void;
}

/**
 * Runs Lambda tasks by handlers on this machine: function ARNs, `lambda:invoke` (with `.waitForTaskToken`) and `aws-sdk:lambda:invoke`. Tasks of
 * functions that it does not know are left to others.
 */
export function lambdaRunner(options: LambdaRunnerOptions): LambdaRunner {
  const pools = new Map<LambdaFunction, FunctionPool>();

  const invoke = (lambda: LambdaFunction, invocation: Invocation): Promise<InvocationResult> => {
    if (lambda.endpoint !== undefined) return invokeEndpoint(lambda, lambda.endpoint, invocation);
    if (lambda.command !== undefined) return runCommand(lambda, lambda.command, invocation, options.output);
    if (!hasBootstrap(lambda.runtime)) return Promise.resolve(unknownRuntime(lambda));
    const pool = pools.get(lambda) ?? new FunctionPool(lambda, options);
    pools.set(lambda, pool);
    return pool.invoke(invocation);
  };

  return {
    run(call) {
      const wanted = invocationOf(call);
      const lambda = wanted && options.functionNamed(functionName(wanted.functionName));
      if (!wanted || !lambda) return undefined;
      const { region = 'us-east-1', account = '123456789012' } = options;
      const invocation: Invocation = {
        requestId: randomUUID(),
        event: JSON.stringify(wanted.payload),
        functionArn: wanted.functionName.startsWith('arn:')
          ? wanted.functionName
          : `arn:aws:lambda:${region}:${account}:function:${lambda.name}`,
        state: call.state,
        // An event that nobody waits for goes on when the execution ends.
        signal: wanted.asynchronous ? undefined : call.signal,
      };
      const result = invoke(lambda, invocation);
      if (wanted.asynchronous) return Promise.resolve(answered(call, response(invocation, 202, undefined)));
      return result.then((outcome) => outcomeOf(call, invocation, outcome));
    },
    close() {
      for (const pool of pools.values()) pool.close();
      pools.clear();
    },
  };
}

/** Name in a function ARN, a partial ARN or a plain name, each with or without qualifier. */
export function functionName(text: string): string {
  const parts = text.split(':');
  const at = parts.indexOf('function');
  return (at >= 0 ? parts[at + 1] : parts[0]) ?? text;
}

interface Wanted {
  readonly functionName: string;
  readonly payload: Json;
  readonly asynchronous: boolean;
}

/** What a task wants of Lambda; undefined when it is no call of a function. */
function invocationOf(call: TaskCall): Wanted | undefined {
  const { target, input } = call;
  if (target.kind === 'lambda') return { functionName: call.resource, payload: input, asynchronous: false };
  const invokes = target.kind === 'integration' && target.action === 'invoke';
  if (!invokes || (target.resourceType !== 'lambda' && target.resourceType !== 'aws-sdk:lambda')) return undefined;
  if (!isObject(input) || typeof input.FunctionName !== 'string') return undefined;
  return {
    functionName: input.FunctionName,
    payload: payloadOf(input),
    asynchronous: input.InvocationType === 'Event',
  };
}

/** A text that holds JSON is sent as that JSON (recorded on AWS). */
function payloadOf(input: JsonObject): Json {
  const payload = input.Payload ?? {};
  if (typeof payload !== 'string') return payload;
  try {
    return JSON.parse(payload) as Json;
  } catch {
    return payload;
  }
}

function outcomeOf(call: TaskCall, invocation: Invocation, result: InvocationResult): TaskOutcome {
  if (result.kind === 'serviceError') return { type: 'failure', error: result.error, cause: result.message };
  if (result.kind === 'functionError') return functionFailure(call, result.payload);
  const payload = JSON.parse(result.payload) as Json;
  if (call.target.kind === 'lambda') return { type: 'success', output: payload };
  if (call.target.resourceType === 'aws-sdk:lambda') {
    const output = { ExecutedVersion: '$LATEST', Payload: result.payload, StatusCode: 200 };
    return { type: 'success', output };
  }
  return answered(call, response(invocation, 200, payload));
}

function answered(call: TaskCall, output: JsonObject): TaskOutcome {
  if (call.target.pattern === 'waitForTaskToken') return { type: 'callback', submitted: output };
  return { type: 'success', output };
}

/** Response of `lambda:invoke`, with the metadata that the older integrations add. */
function response({ requestId }: Invocation, status: number, payload: Json | undefined): JsonObject {
  const body = payload === undefined ? '' : JSON.stringify(payload);
  const headers = {
    'Content-Length': String(Buffer.byteLength(body)),
    'Content-Type': 'application/json',
    'X-Amz-Executed-Version': '$LATEST',
    'x-amzn-RequestId': requestId,
  };
  const listed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  return {
    ExecutedVersion: '$LATEST',
    ...(payload === undefined ? {} : { Payload: payload }),
    SdkHttpMetadata: { AllHttpHeaders: listed, HttpHeaders: headers, HttpStatusCode: status },
    SdkResponseMetadata: { RequestId: requestId },
    StatusCode: status,
  };
}

/** The failure that a function's error is. Without an error type it is Lambda.Unknown: out of memory, time-outs. */
function functionFailure(call: TaskCall, payload: string): TaskFailure {
  const parsed = parseError(payload);
  if (parsed?.errorType === undefined) {
    const cause = `The cause could not be determined because Lambda did not return an error type. Returned payload: ${payload}`;
    return { type: 'failure', error: 'Lambda.Unknown', cause };
  }
  // A function ARN keeps the runtime's own text, lambda:invoke makes it compact (recorded on AWS).
  const cause = call.target.kind === 'lambda' ? payload : JSON.stringify(parsed);
  return { type: 'failure', error: String(parsed.errorType), cause };
}

function parseError(payload: string): JsonObject | undefined {
  try {
    const parsed = JSON.parse(payload) as Json;
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function unknownRuntime(lambda: LambdaFunction): InvocationResult {
  const message = `The function ${lambda.name} has the runtime '${lambda.runtime ?? ''}', which does not run here by itself. Give it a "command" or an "endpoint" (sam local start-lambda), mock the state, or allow AWS.`;
  return { kind: 'serviceError', error: 'Lambda.InvalidRuntimeException', message };
}
