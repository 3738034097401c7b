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
  return new HandlerRunner(handlers);
}

class HandlerRunner implements TaskRunner {
  /** Handlers of functions and activities by ARN. Made with the first task: thousands of executions may run at once. */
  private direct: Map<string, Handler | undefined> | undefined = undefined;

  constructor(private readonly handlers: Handlers) {}

  run(call: TaskCall): TaskOutcome | Promise<TaskOutcome> | undefined {
    const { target, input } = call;
    if (target.kind !== 'integration') return answered(call, this.byArn(call.resource), input, asIs);
    if (target.resourceType === 'lambda' && isObject(input) && typeof input.FunctionName === 'string') {
      const handler = this.byArn(input.FunctionName);
      if (handler) return answered(call, handler, payloadOf(input.Payload), invokeResponse);
    }
    return answered(call, this.named(`${target.resourceType}:${target.action}`), input, asIs);
  }

  private byArn(arn: string): Handler | undefined {
    this.direct ??= new Map();
    const known = this.direct.get(arn);
    if (known !== undefined || this.direct.has(arn)) return known;
    const handler = this.named(arn) ?? this.named(functionName(arn));
    this.direct.set(arn, handler);
    return handler;
  }

  private named(key: string): Handler | undefined {
    return Object.hasOwn(this.handlers, key) ? this.handlers[key] : undefined;
  }
}

function answered(
  call: TaskCall,
  handler: Handler | undefined,
  payload: Json,
  response: (result: Json) => Json,
): TaskOutcome | Promise<TaskOutcome> | undefined {
  if (!handler) return undefined;
  const result = handler(payload, call);
  return result instanceof Promise
    ? result.then((value) => outcome(call, response(value ?? null)))
    : outcome(call, response(result ?? null));
}

function outcome(call: TaskCall, output: Json): TaskOutcome {
  if (call.target.pattern === 'waitForTaskToken') return { type: 'callback', submitted: output };
  return { type: 'success', output };
}

/** What activities, functions that are named by their ARN, and handlers of integrations answer is the result. */
function asIs(result: Json): Json {
  return result;
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
