import type { Json } from '../../asl/json.ts';
import type { HandlerDebug } from './handlerDebug.ts';

/** A function that runs on this machine: from the configuration, or from a SAM or CloudFormation template. */
export interface LambdaFunction {
  /** Name by which Resource ARNs and `FunctionName` call it. */
  readonly name: string;
  /** `nodejs22.x`, `python3.12` ...: chooses the bootstrap. Not needed with `command` or `endpoint`. */
  readonly runtime?: string;
  /** Absolute path of the folder with the code. */
  readonly codeUri?: string;
  /** `file.function`, relative to `codeUri`: `app.handler`, `src/orders/app.handler`. */
  readonly handler?: string;
  /** Environment variables. Beside these a handler sees only what it needs to run. */
  readonly environment?: Readonly<Record<string, string>>;
  /** AWS's limit is 900. A template that says nothing means 3. */
  readonly timeoutSeconds?: number;
  /** Megabytes; limits the heap of Node handlers. */
  readonly memorySize?: number;
  /** Interpreter to use instead of `node` or `python3`: a path or a name on PATH. */
  readonly runtimeExecutable?: string;
  /** Arguments before the bootstrap, for example `["--import", "tsx"]`. */
  readonly runtimeArgs?: readonly string[];
  /** Any other runtime: a program and its arguments. It reads the event from standard input and writes the result to standard output. */
  readonly command?: readonly string[];
  /** Any other runtime: a Lambda endpoint such as `http://127.0.0.1:3001` (`sam local start-lambda`, LocalStack). */
  readonly endpoint?: string;
}

/** One call of a function. */
export interface Invocation {
  readonly requestId: string;
  /** JSON text of the event. */
  readonly event: string;
  readonly functionArn: string;
  /** State that called: its name stands in front of what the handler prints. */
  readonly state: string;
  readonly signal?: AbortSignal;
  readonly debug?: HandlerDebug;
}

/** How a function ended. `functionError`: the error object as the Lambda runtime reports it, as compact JSON text. */
export type InvocationResult =
  | { readonly kind: 'returned'; readonly payload: string; readonly value: Json }
  | { readonly kind: 'functionError'; readonly payload: string }
  /** The call itself failed, for example because there is no such function: an error of the Lambda service. */
  | { readonly kind: 'serviceError'; readonly error: string; readonly message: string };

/** Takes lines that handlers print. */
export type HandlerOutput = (line: {
  readonly functionName: string;
  readonly state: string;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}) => void;

/** Longest response of a synchronous invocation, in bytes. */
export const LARGEST_RESPONSE = 6_291_556;

/** What a function returned: an error where it is too much, or no JSON. */
export function returned(payload: string): InvocationResult {
  if (Buffer.byteLength(payload) > LARGEST_RESPONSE) return responseTooLarge();
  try {
    return { kind: 'returned', payload, value: JSON.parse(payload) as Json };
  } catch (error) {
    const errorMessage = `The function returned no JSON: ${(error as Error).message}`;
    return { kind: 'functionError', payload: JSON.stringify({ errorType: 'Runtime.MarshalError', errorMessage }) };
  }
}

export function responseTooLarge(): InvocationResult {
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${LARGEST_RESPONSE} bytes).`;
  const payload = JSON.stringify({ errorType: 'Function.ResponseSizeTooLarge', errorMessage });
  return { kind: 'functionError', payload };
}

/** Error object of a process that ended while it worked, as Lambda reports it. */
export function exitError(requestId: string, reason: string): string {
  return JSON.stringify({
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: ${reason}`,
  });
}

/** Payload of a call that took too long: it has no error type, so that Step Functions reports Lambda.Unknown. */
export function timeoutError(requestId: string, now: number, seconds: number): string {
  return JSON.stringify({
    errorMessage: `${new Date(now).toISOString()} ${requestId} Task timed out after ${seconds.toFixed(2)} seconds`,
  });
}

/** Payload of a process that was killed, as it is when it has used up its memory: without error type, as above. */
export function killedError(requestId: string, signal: string): string {
  return JSON.stringify({
    errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: ${signal === 'SIGKILL' ? 'killed' : signal}`,
  });
}
