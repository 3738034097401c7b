import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { runExecution } from '../../runtime/src/index.ts';
import { AwsClients } from '../../runtime/src/tasks/aws/awsClients.ts';
import { awsRunner } from '../../runtime/src/tasks/aws/awsRunner.ts';
import { signedHeaders } from '../../runtime/src/tasks/aws/signature.ts';
import { definitionOf } from '../support/endpoint.ts';
import { temporaryFolder } from '../support/serveProcess.ts';

describe('API Gateway', () => {
  const requests: { method?: string; url?: string; headers: http.IncomingHttpHeaders; body: string }[] = [];
  const api = http.createServer((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => {
      body += piece;
    });
    request.on('end', () => {
      requests.push({ method: request.method, url: request.url, headers: request.headers, body });
      response.statusCode = request.url!.includes('missing') ? 404 : 200;
      response.setHeader('content-type', 'application/json');
      response.end(response.statusCode === 404 ? '{"message":"no such pet"}' : '{"id":7}');
    });
  });
  afterAll(() => api.close());
  const listening = new Promise<string>((resolve) =>
    api.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(api.address() as AddressInfo).port}`)),
  );

  async function invoke(parameters: object) {
    const clients = new AwsClients({ folder: temporaryFolder(), endpoints: { apigateway: await listening } }, () => {});
    const definition = definitionOf({
      Call: {
        Type: 'Task',
        Resource: 'arn:aws:states:::apigateway:invoke',
        Parameters: { ApiEndpoint: 'abc.execute-api.us-east-1.amazonaws.com', ...parameters },
        End: true,
      },
    });
    const tasks = [awsRunner({ clients, log: () => {} })];
    const { output, error, cause } = await runExecution({ definition, tasks, clock: 'real' });
    return output === undefined ? { error, cause } : { output: JSON.parse(output) };
  }

  test('sends what it is told and shows the whole answer', async () => {
    const { output } = await invoke({
      Method: 'POST',
      Path: '/pets',
      Headers: { 'X-Tags': ['a', 'b'] },
      QueryParameters: { page: [1], tag: ['x', 'y z'] },
      RequestBody: { name: 'Rex', chip: null },
    });
    expect(output).toMatchObject({ StatusCode: 200, StatusText: 'OK', ResponseBody: { id: 7 } });
    expect(output.Headers['content-type']).toEqual(['application/json']);
    expect(requests.at(-1)).toMatchObject({
      method: 'POST',
      url: '/pets?page=1&tag=x&tag=y+z',
      body: '{"name":"Rex"}',
    });
    expect(requests.at(-1)!.headers).toMatchObject({ 'x-tags': 'a,b', 'content-type': 'application/json' });
    expect(requests.at(-1)!.headers.authorization).toBeUndefined();
  });

  test('AuthType IAM_ROLE signs the request', async () => {
    process.env.AWS_ACCESS_KEY_ID = 'AKID';
    process.env.AWS_SECRET_ACCESS_KEY = 'secret';
    await invoke({ Method: 'GET', Path: '/pets', AuthType: 'IAM_ROLE' });
    expect(requests.at(-1)!.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/[\w-]+\/execute-api\/aws4_request, SignedHeaders=host;x-amz-date[;\w-]*, Signature=[0-9a-f]{64}$/,
    );
  });

  test('an error is named by its status, with the body as its cause', async () => {
    expect(await invoke({ Method: 'GET', Path: '/missing' })).toEqual({
      error: 'ApiGateway.404',
      cause: '{"message":"no such pet"}',
    });
  });

  test('parameters that do not fit are refused before anything is sent', async () => {
    const before = requests.length;
    const { error, cause } = await invoke({ Method: 'GET', Headers: { a: 'text' } });
    expect(error).toBe('States.Runtime');
    expect(cause).toMatch(
      /could not be used to start the Task: \[The value of the field 'Headers' has an invalid format\]$/,
    );
    expect(requests).toHaveLength(before);
  });

  test.each([
    ['/', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    ['/?Param2=value2&Param1=value1', 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500'],
  ])('signs as the examples of Signature Version 4: %s', (target, signature) => {
    const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
    const time = new Date('2015-08-30T12:36:00Z');
    const url = new URL(target, 'https://example.amazonaws.com');
    const scope = { credentials, region: 'us-east-1', service: 'service', time };
    expect(signedHeaders({ method: 'GET', url, headers: {}, body: '' }, scope).authorization).toContain(signature);
  });
});
