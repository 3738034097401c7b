import { isObject, type Json, type JsonObject } from '../../asl/json.ts';
import type { TaskCall, TaskFailure } from '../../interpreter/environment.ts';

/** Name in a function ARN, a partial ARN or a plain name, each with or without qualifier. */
export function functionName(text: string): string {
  const parts = text.split(':');
  const at = parts.indexOf('function');
  return (at >= 0 ? parts[at + 1] : parts[0]) ?? text;
}

/** A call of a Lambda function, however the task names it. */
export interface CalledFunction {
  readonly functionName: string;
  readonly payload: Json;
  readonly asynchronous: boolean;
}

/** What a task wants of Lambda; undefined when it is no call of a function. */
export function callOfFunction(call: TaskCall): CalledFunction | undefined {
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

/** Response of `lambda:invoke`, with the metadata that the older integrations add. */
export function functionResponse(requestId: string, status: number, payload: Json | undefined): JsonObject {
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
export function functionFailure(call: TaskCall, payload: string): TaskFailure {
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
