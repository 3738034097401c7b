import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import type { Json } from '../../runtime/src/asl/json.ts';
import { runExecution, testState } from '../../runtime/src/index.ts';
import { type Connection, readConnections } from '../../runtime/src/tasks/httpConnections.ts';
import { httpRunner } from '../../runtime/src/tasks/httpRunner.ts';
import { definitionOf } from '../support/endpoint.ts';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Answers with what it was asked; `/status/N` with that status, `/token` as an OAuth server, `/hang` by hanging up. */
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (piece) => {
    body += piece;
  });
  request.on('end', () => {
    const url = request.url ?? '';
    const status = Number(/^\/status\/(\d+)/.exec(url)?.[1] ?? 200);
    if (url === '/hang') request.socket.destroy();
    else if (url === '/token') response.end(JSON.stringify({ access_token: `for ${body}`, token_type: 'Bearer' }));
    else if (url.startsWith('/text')) response.end('plain');
    else {
      const seen: Seen = { method: request.method!, url, headers: request.headers, body };
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(seen));
    }
  });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
afterAll(() => server.close());
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const ARN = 'arn:aws:events:us-east-1:123456789012:connection';
const log: string[] = [];
const tasks = [
  httpRunner({
    connections: readConnections({
      key: {
        apiKey: { name: 'x-api-key', value: 'secret' },
        queryParameters: { from: 'connection' },
        bodyParameters: { added: true },
      },
      user: { basic: { username: 'u', password: 'p' } },
      machine: { oauth: { endpoint: `${base}/token`, clientId: 'id', clientSecret: 'hush' } },
    }) as ReadonlyMap<string, Connection>,
    log: (line) => log.push(line),
  }),
];

async function call(path: string, parameters: Readonly<Record<string, Json>> = {}, connection = 'key') {
  const definition = definitionOf({
    Call: {
      Type: 'Task',
      Resource: 'arn:aws:states:::http:invoke',
      Parameters: {
        ApiEndpoint: path.startsWith('http') || !path.startsWith('/') ? path : base + path,
        Method: 'POST',
        Authentication: { ConnectionArn: `${ARN}/${connection}/1234` },
        ...parameters,
      },
      End: true,
    },
  });
  const { output, error, cause } = await runExecution({ definition, tasks, clock: 'real' });
  return { output: output === undefined ? undefined : JSON.parse(output), error, cause };
}

describe('HTTP tasks', () => {
  test('send what the state and the connection say, and the connection wins', async () => {
    const { output } = await call('/orders', {
      Headers: { 'x-mine': '1', 'x-api-key': 'guess' },
      QueryParameters: { a: ['1', '2'], from: 'state' },
      RequestBody: { n: 1 },
    });
    expect(output).toMatchObject({
      StatusCode: 200,
      StatusText: 'OK',
      Headers: { 'content-type': ['application/json'] },
    });
    const seen = output.ResponseBody as Seen;
    expect([seen.method, seen.url, JSON.parse(seen.body)]).toEqual([
      'POST',
      '/orders?a=1&a=2&from=connection',
      { n: 1, added: true },
    ]);
    expect(seen.headers).toMatchObject({
      'x-mine': '1',
      'x-api-key': 'secret',
      'content-type': 'application/json',
      'user-agent': 'Amazon|StepFunctions|HttpInvoke|us-east-1',
    });
  });

  test('show request and response in TestState at level TRACE, what the connection adds only when it is asked for', async () => {
    const test = async (inspectionLevel: 'DEBUG' | 'TRACE', revealSecrets = false) => {
      const definition = JSON.stringify({
        Type: 'Task',
        Resource: 'arn:aws:states:::http:invoke',
        Parameters: {
          ApiEndpoint: `${base}/orders`,
          Method: 'POST',
          Authentication: { ConnectionArn: `${ARN}/key/1234` },
          Headers: { 'x-mine': '1' },
          RequestBody: { n: 1 },
        },
        End: true,
      });
      const roleArn = 'arn:aws:iam::123456789012:role/r';
      return (await testState({ definition, roleArn, inspectionLevel, revealSecrets }, { tasks })).inspectionData!;
    };
    const { request, response } = await test('TRACE');
    expect(request).toEqual({
      protocol: 'http',
      method: 'POST',
      url: `${base}/orders`,
      headers:
        '[user-agent: Amazon|StepFunctions|HttpInvoke|us-east-1, range: bytes=0-262144, content-type: application/json, x-mine: 1]',
      body: '{"n":1}',
    });
    expect(response).toMatchObject({ protocol: 'http', statusCode: '200', statusMessage: 'OK' });
    const revealed = (await test('TRACE', true)).request as { url: string; headers: string; body: string };
    expect(revealed.url).toBe(`${base}/orders?from=connection`);
    expect(revealed.headers).toContain('x-api-key: secret');
    expect(revealed.body).toBe('{"n":1,"added":true}');
    expect(await test('DEBUG')).not.toHaveProperty('request');
  });

  test('the console names the call, without its secrets', async () => {
    await call('/orders', { QueryParameters: { token: 'secret' } });
    expect(log.at(-1)).toBe(`HTTP call: POST ${base}/orders`);
  });

  test('basic and OAuth connections authorize', async () => {
    const authorization = async (connection: string) =>
      (await call('/', {}, connection)).output.ResponseBody.headers.authorization;
    expect(await authorization('user')).toBe(`Basic ${Buffer.from('u:p').toString('base64')}`);
    expect(await authorization('machine')).toBe(
      'Bearer for grant_type=client_credentials&client_id=id&client_secret=hush',
    );
  });

  test.each([
    ['INDICES', 'n=1&list%5B0%5D=a&list%5B1%5D=b&o%5Bk%5D=v&added=true'],
    ['REPEAT', 'n=1&list=a&list=b&o%5Bk%5D=v&added=true'],
    ['COMMAS', 'n=1&list=a,b&o%5Bk%5D=v&added=true'],
    ['BRACKETS', 'n=1&list%5B%5D=a&list%5B%5D=b&o%5Bk%5D=v&added=true'],
  ])('a body as a form, lists as %s', async (ArrayFormat, body) => {
    const { output } = await call('/form', {
      RequestBody: { n: 1, list: ['a', 'b'], o: { k: 'v' } },
      Transform: { RequestBodyEncoding: 'URL_ENCODED', RequestEncodingOptions: { ArrayFormat } },
    });
    expect(output.ResponseBody).toMatchObject({
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  });

  test('a text stays text', async () => {
    expect((await call('/text')).output.ResponseBody).toBe('plain');
  });

  test('status codes are errors by name', async () => {
    const { error, cause } = await call('/status/404');
    expect([error, JSON.parse(cause!).url]).toEqual(['States.Http.StatusCode.404', '/status/404?from=connection']);
  });

  test('redirects are not followed', async () => {
    expect((await call('/status/302')).error).toBe('States.Http.StatusCode.302');
  });

  test('a connection that breaks is States.Http.Socket', async () => {
    expect((await call('/hang', {}, 'user')).error).toBe('States.Http.Socket');
  });

  test('a connection that is not configured', async () => {
    expect(await call('/', {}, 'other')).toMatchObject({
      error: 'Events.ConnectionResource.NotFound',
      cause: expect.stringContaining(`${ARN}/other/1234`),
    });
  });

  test.each([
    ['ftp://example.com/', {}, 'ApiEndpoint'],
    ['http://example.com/', {}, 'ApiEndpoint'],
    ['not a url', {}, 'ApiEndpoint'],
    ['/', { Method: 'STEAL' }, 'Method'],
    ['/', { Headers: 'x' }, 'Headers'],
    ['/', { Headers: { Host: 'other' } }, 'Host'],
  ])('refuses %s with %j', async (path, parameters, named) => {
    const { error, cause } = await call(path, parameters);
    expect([error, cause]).toEqual([
      'States.Runtime',
      expect.stringMatching(
        new RegExp(`The Parameters '.*' could not be used to start the Task: \\[.*'${named}'.*\\]`),
      ),
    ]);
  });
});

describe('connections', () => {
  test.each([
    [[], '"connections" must be an object of connections by name.'],
    [{ c: 1 }, 'connections.c must be an object.'],
    [
      { c: { basik: {} } },
      'connections.c has no "basik". It may have: basic, apiKey, oauth, headers, queryParameters, bodyParameters.',
    ],
    [{ c: { basic: 'u:p' } }, 'connections.c.basic must be an object.'],
  ])('%j is refused', (value, message) => {
    expect(readConnections(value as Json)).toBe(message);
  });
});
