import { type Invocation, type InvocationResult, type LambdaFunction, returned } from './lambdaFunction.ts';

/** Calls a function behind a Lambda endpoint (`sam local start-lambda`, LocalStack): the Invoke API of Lambda. Never rejects. */
export async function invokeEndpoint(
  lambda: LambdaFunction,
  endpoint: string,
  invocation: Invocation,
): Promise<InvocationResult> {
  const url = `${endpoint.replace(/\/$/, '')}/2015-03-31/functions/${encodeURIComponent(lambda.name)}/invocations`;
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: invocation.event,
      headers: { 'content-type': 'application/json', 'x-amz-invocation-type': 'RequestResponse' },
      signal: invocation.signal,
    });
    const payload = (await response.text()) || 'null';
    if (response.headers.get('x-amz-function-error') !== null) return { kind: 'functionError', payload };
    if (response.ok) return returned(payload);
    return serviceError(response, payload);
  } catch (error) {
    const cause = (error as { cause?: Error }).cause?.message ?? (error as Error).message;
    const message = `Unable to execute HTTP request: ${endpoint}: ${cause}`;
    return { kind: 'serviceError', error: 'Lambda.SdkClientException', message };
  }
}

function serviceError(response: Response, payload: string): InvocationResult {
  const type = response.headers.get('x-amzn-errortype')?.split(':')[0] ?? 'ServiceException';
  return { kind: 'serviceError', error: `Lambda.${type}`, message: messageOf(payload) };
}

function messageOf(payload: string): string {
  try {
    const parsed = JSON.parse(payload) as { readonly message?: string; readonly Message?: string };
    return parsed.message ?? parsed.Message ?? payload;
  } catch {
    return payload;
  }
}
