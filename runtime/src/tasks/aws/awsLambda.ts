import { isObject, type Json } from '../../asl/json.ts';
import type { TaskCall, TaskOutcome } from '../../interpreter/environment.ts';
import { type CalledFunction, callOfFunction, functionFailure, functionResponse } from '../lambda/functionCall.ts';
import type { AwsResponse } from './awsClients.ts';

/** The Invoke call of a function ARN or of `lambda:invoke`. */
export function awsLambdaCall(call: TaskCall): { service: string; action: string; parameters: Json } {
  const { functionName, payload, asynchronous } = callOfFunction(call) as CalledFunction;
  const rest = call.target.kind === 'lambda' || !isObject(call.input) ? {} : call.input;
  return {
    service: 'lambda',
    action: 'invoke',
    parameters: {
      ...rest,
      FunctionName: functionName,
      Payload: JSON.stringify(payload),
      ...(asynchronous ? { InvocationType: 'Event' } : {}),
    },
  };
}

/** The response of Lambda's Invoke as the task's end: errors of the function are the task's. */
export function awsLambdaOutcome(call: TaskCall, { output, requestId, statusCode }: AwsResponse): TaskOutcome {
  // Blobs come as base64.
  const text = typeof output.Payload === 'string' ? Buffer.from(output.Payload, 'base64').toString('utf8') : '';
  if (output.FunctionError !== undefined) return functionFailure(call, text);
  const payload = text === '' ? undefined : (JSON.parse(text) as Json);
  if (call.target.kind === 'lambda') return { type: 'success', output: payload ?? null };
  const response = functionResponse(requestId, statusCode, payload);
  return call.target.pattern === 'waitForTaskToken'
    ? { type: 'callback', submitted: response }
    : { type: 'success', output: response };
}
