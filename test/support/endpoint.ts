import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll } from 'vitest';
import { type Endpoint, type EndpointOptions, startEndpoint } from '../../runtime/src/hosts/endpoint/endpoint.ts';
import { memoryObjects } from '../../runtime/src/tasks/memoryObjects.ts';

export const ROLE = 'arn:aws:iam::123456789012:role/StepFunctions';

export interface TestEndpoint {
  readonly endpoint: Endpoint;
  readonly client: SFNClient;
}

/** An endpoint on a free port with a client of AWS's SDK, stopped when the tests of the file have ended. Waits take no time by default. */
export async function testEndpoint(options: Partial<EndpointOptions> = {}): Promise<TestEndpoint> {
  const endpoint = await startEndpoint({
    port: 0,
    clock: { mode: 'virtual' },
    objects: memoryObjects({}),
    ...options,
  });
  const client = clientOf(endpoint.url);
  afterAll(async () => {
    client.destroy();
    await endpoint.close();
  });
  return { endpoint, client };
}

export function clientOf(url: string): SFNClient {
  return new SFNClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    disableHostPrefix: true,
    maxAttempts: 1,
  });
}

/** A definition of one state, or of several by name. */
export function definitionOf(states: Readonly<Record<string, object>>): string {
  return JSON.stringify({ StartAt: Object.keys(states)[0], States: states });
}

/** What a raw POST to the endpoint is answered: for requests that no SDK would send. */
export async function post(
  url: string,
  operation: string | undefined,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number; readonly body: { readonly __type?: string; readonly message?: string } }> {
  const target = operation === undefined ? {} : { 'x-amz-target': `AWSStepFunctions.${operation}` };
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', ...target, ...headers },
    body: body as string,
  });
  return { status: response.status, body: (await response.json()) as { __type?: string; message?: string } };
}
