import { isObject, type Json } from '../asl/json.ts';
import type { TaskCall, TaskOutcome, TaskRunner } from '../interpreter/environment.ts';

/** What a handler is told beside its payload. */
export interface HandlerContext {
  readonly state: string;
  readonly attempt: number;
  /** Present in `.waitForTaskToken` tasks: answer it through the TaskTokens that were given to the execution. */
  readonly taskToken?: string;
  readonly signal: AbortSignal;
}

export type Handler = (payload: Json, context: HandlerContext) => Json | undefined | Promise<Json | undefined>;

/**
 * In-process handlers. Keys: a Lambda function's name or ARN, an activity's name or ARN, or `service:action` of an integration
 * (`sqs:sendMessage`, `aws-sdk:s3:getObject`, `http:invoke`). A throw fails the task with the error's name.
 */
export type Handlers = Readonly<Record<string, Handler>>;

/** Runs tasks by in-process handlers. */
export function handlerTasks(handlers: Handlers): TaskRunner {
  const direct = new Map<string, Handler | undefined>();
  return {
    run: (call) => {
      const found = find(handlers, direct, call);
      if (!found) return undefined;
      const result = found.handler(found.payload, call);
      return result instanceof Promise
        ? result.then((value) => outcome(call, found, value))
        : outcome(call, found, result);
    },
  };
}

interface Found {
  readonly handler: Handler;
  readonly payload: Json;
  readonly invokesFunction: boolean;
}

/** `direct` remembers the handlers of functions and activities by ARN. */
function find(handlers: Handlers, direct: Map<string, Handler | undefined>, call: TaskCall): Found | undefined {
  const own = (key: string) => (Object.hasOwn(handlers, key) ? handlers[key] : undefined);
  const byArn = (arn: string) => {
    if (!direct.has(arn)) direct.set(arn, own(arn) ?? own(functionName(arn)));
    return direct.get(arn);
  };
  const { target } = call;
  if (target.kind !== 'integration') {
    const handler = byArn(call.resource);
    return handler && { handler, payload: call.input, invokesFunction: false };
  }
  if (target.resourceType === 'lambda' && isObject(call.input) && typeof call.input.FunctionName === 'string') {
    const handler = byArn(call.input.FunctionName);
    if (handler) return { handler, payload: payloadOf(call.input.Payload), invokesFunction: true };
  }
  const handler = own(`${target.resourceType}:${target.action}`);
  return handler && { handler, payload: call.input, invokesFunction: false };
}

function outcome(call: TaskCall, found: Found, value: Json | undefined): TaskOutcome {
  const result = value === undefined ? null : value;
  const output = found.invokesFunction ? invokeResponse(result) : result;
  if (call.target.pattern === 'waitForTaskToken') return { type: 'callback', submitted: output };
  return { type: 'success', output };
}

/** What lambda:invoke answers (recorded on AWS). */
function invokeResponse(payload: Json): Json {
  return {
    ExecutedVersion: '$LATEST',
    Payload: payload,
    SdkHttpMetadata: { AllHttpHeaders: {}, HttpHeaders: {}, HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: '' },
    StatusCode: 200,
  };
}

/** A text that holds JSON reaches the function as that JSON (recorded on AWS). No payload is an empty object. */
function payloadOf(payload: Json | undefined): Json {
  if (payload === undefined) return {};
  if (typeof payload !== 'string') return payload;
  try {
    return JSON.parse(payload) as Json;
  } catch {
    return payload;
  }
}

/** `arn:aws:lambda:region:account:function:NAME:qualifier`, `account:function:NAME` or `NAME:qualifier`. */
function functionName(text: string): string {
  const parts = text.split(':');
  const at = parts.findIndex((part) => part === 'function' || part === 'activity');
  return (at < 0 ? parts[0] : parts[at + 1]) ?? text;
}
