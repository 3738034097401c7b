import { connect } from 'node:net';
import { ListStateMachinesCommand } from '@aws-sdk/client-sfn';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ServiceError } from '../../runtime/src/hosts/endpoint/api/serviceError.ts';
import { OPERATIONS } from '../../runtime/src/hosts/endpoint/operations/index.ts';
import { definitionOf, post, ROLE, testEndpoint } from '../support/endpoint.ts';

const { endpoint, client } = await testEndpoint();
const { url } = endpoint;

/** The server still works. */
const lives = async () => expect((await client.send(new ListStateMachinesCommand({}))).stateMachines).toBeDefined();

describe('malformed requests', () => {
  test.each(['{', '[', 'nul', '{"a":}', '\u0000', '{"stateMachineArn": "x"'])('%j is no JSON', async (body) => {
    expect(await post(url, 'DescribeStateMachine', body)).toMatchObject({
      status: 400,
      body: { __type: 'SerializationException' },
    });
  });

  test('bytes that are no UTF-8', async () => {
    const body = new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]);
    expect((await post(url, 'DescribeStateMachine', body)).body.__type).toBe('SerializationException');
  });

  test.each([
    ['[]', 'START_ARRAY can not be converted to a Structure'],
    ['"text"', 'STRING_VALUE can not be converted to a Structure'],
    ['{"stateMachineArn":1}', 'NUMBER_VALUE can not be converted to a String'],
    ['{"stateMachineArn":{}}', 'START_OBJECT can not be converted to a String'],
  ])('%s has the wrong type', async (body, message) => {
    expect((await post(url, 'DescribeStateMachine', body)).body).toEqual({ __type: 'SerializationException', message });
  });

  test('a missing member', async () => {
    expect((await post(url, 'DescribeStateMachine', '')).body).toEqual({
      __type: 'ValidationException',
      message:
        "1 validation error detected: Value null at 'stateMachineArn' failed to satisfy constraint: Member must not be null",
    });
  });

  test.each([undefined, 'Nothing', 'constructor', '__proto__', 'toString'])('the target %s', async (operation) => {
    expect(await post(url, operation, '{}')).toMatchObject({
      status: 400,
      body: { __type: 'UnknownOperationException' },
    });
  });

  test('a target of another service, and another method', async () => {
    const headers = { 'x-amz-target': 'DynamoDB_20120810.ListTables' };
    expect((await post(url, undefined, '{}', headers)).body.__type).toBe('UnknownOperationException');
    expect((await fetch(url)).status).toBe(400);
  });

  test('a body that is too long is not read to its end', async () => {
    const huge = `{"definition":"${'x'.repeat(9 * 1024 * 1024)}"}`;
    const answer = await post(url, 'CreateStateMachine', huge).catch((error: unknown) => error);
    // The connection is closed while the client still writes: it sees the answer or the end of the connection.
    if (!(answer instanceof Error)) expect(answer).toMatchObject({ status: 413 });
    await lives();
  });

  test('values nested deeper than a stack', async () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect((await post(url, 'DescribeStateMachine', deep)).body.__type).toBe('SerializationException');
    const stateMachineArn = await create('deep-input');
    const start = await post(url, 'StartExecution', JSON.stringify({ stateMachineArn, input: deep }));
    expect(start.body).toMatchObject({
      __type: 'InvalidExecutionInput',
      message: expect.stringContaining('nesting depth'),
    });
    const definition = JSON.stringify({ name: 'deep', definition: deep, roleArn: ROLE });
    expect((await post(url, 'CreateStateMachine', definition)).body.__type).toBe('InvalidDefinition');
  });

  test('members that belong to another operation', async () => {
    const body = JSON.stringify({ definition: '{', roleArn: ROLE, maxResults: [{ toString: 1 }] });
    expect((await post(url, 'TestState', body)).body.__type).toBe('InvalidDefinition');
  });

  test('an input that is too long', async () => {
    const stateMachineArn = await create('long-input');
    const body = JSON.stringify({ stateMachineArn, input: `"${'x'.repeat(262_143)}"` });
    expect((await post(url, 'StartExecution', body)).body).toMatchObject({
      __type: 'ValidationException',
      message: expect.stringContaining(
        "at 'input' failed to satisfy constraint: Member must have length less than or equal to 262144",
      ),
    });
  });
});

async function create(name: string): Promise<string> {
  const definition = definitionOf({ A: { Type: 'Pass', End: true } });
  const answer = await post(url, 'CreateStateMachine', JSON.stringify({ name, definition, roleArn: ROLE }));
  return (answer.body as { stateMachineArn: string }).stateMachineArn;
}

describe('what a web page could send', () => {
  /** A request with any headers: fetch would not send these. */
  function raw(headers: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const { port, hostname } = new URL(url);
      const socket = connect(Number(port), hostname);
      let answer = '';
      socket.on('data', (piece) => {
        answer += piece;
      });
      socket.on('error', reject);
      socket.on('close', () => resolve(answer));
      socket.end(
        `POST / HTTP/1.1\r\n${headers}\r\nX-Amz-Target: AWSStepFunctions.ListStateMachines\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`,
      );
    });
  }

  test.each(['evil.example', 'evil.example:8083', '192.168.0.1', '127.0.0.1.evil.example', 'localhost.evil.example'])(
    'the host %s is refused',
    async (host) => {
      expect(await raw(`Host: ${host}`)).toMatch(/^HTTP\/1\.1 403 [\s\S]*AccessDeniedException/);
    },
  );

  test.each([
    'localhost',
    'localhost:8083',
    '127.0.0.1',
    '[::1]:8083',
    'sync-localhost',
    'sync-127.0.0.1:1',
    'sfn.localhost',
  ])('the host %s is answered', async (host) => {
    expect(await raw(`Host: ${host}`)).toMatch(/^HTTP\/1\.1 200 /);
  });

  test('other origins are refused', async () => {
    for (const origin of ['http://evil.example', 'http://localhost:3000', 'null']) {
      expect(await raw(`Host: localhost\r\nOrigin: ${origin}`)).toMatch(/^HTTP\/1\.1 403 /);
    }
  });
});

describe('clients that do not behave', () => {
  test('half a request, and then nothing', async () => {
    const { port, hostname } = new URL(url);
    const sockets = Array.from({ length: 50 }, () => connect(Number(port), hostname));
    for (const socket of sockets)
      socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"half');
    await lives();
    for (const socket of sockets) socket.destroy();
    await lives();
  });

  test('no HTTP at all', async () => {
    const { port, hostname } = new URL(url);
    const socket = connect(Number(port), hostname);
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.on('error', () => {});
    socket.resume();
    socket.write('\u0016\u0003\u0001 hello\r\n\r\n');
    await closed;
    await lives();
  });
});

describe('fuzz', () => {
  const names = [...OPERATIONS.keys()];
  const arns = [
    'stateMachine:m',
    'stateMachine:m:1',
    'stateMachine:m/l',
    'stateMachine:m#c',
    'execution:m:e',
    'express:m:e:u',
    'activity:a',
    'mapRun:m/l:u',
    'other:x',
    'stateMachine',
  ];
  const text = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...arns.map((end) => `arn:aws:states:us-east-1:123456789012:${end}`)) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '',
        '{}',
        '[1]',
        'null',
        'arn:',
        'arn:aws:states:::',
        'm',
        'a',
        'STANDARD',
        'EXPRESS',
        'x'.repeat(300),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        definitionOf({ A: { Type: 'Pass', End: true } }),
        definitionOf({ A: { Type: 'Task' } }),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '00000000-0000-4000-8000-000000000000',
        Buffer.from('["x","y",1,1]').toString('base64url'),
      ),
    },
  );
  const value = fc.oneof(
    { weight: 6, arbitrary: text },
    { weight: 1, arbitrary: fc.oneof(fc.integer(), fc.double(), fc.boolean(), fc.constant(null)) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
    {
      weight: 1,
      arbitrary: fc.array(
        fc.record({ key: text, value: text, stateMachineVersionArn: text, weight: fc.integer({ min: 0, max: 100 }) }),
        { maxLength: 2 },
      ),
    },
  );
  const members = [
    'stateMachineArn',
    'executionArn',
    'activityArn',
    'mapRunArn',
    'resourceArn',
    'stateMachineVersionArn',
    'stateMachineAliasArn',
    'name',
    'definition',
    'roleArn',
    'type',
    'input',
    'output',
    'taskToken',
    'error',
    'cause',
    'maxResults',
    'nextToken',
    'reverseOrder',
    'statusFilter',
    'tags',
    'tagKeys',
    'routingConfiguration',
    'loggingConfiguration',
    'publish',
    'description',
    'includedData',
    'mock',
    'stateName',
    'variables',
    'context',
    'workerName',
    '__proto__',
  ];
  const request = fc.dictionary(fc.constantFrom(...members), value, { maxKeys: 8 });

  test('100,000 requests are answered or refused, and none is a fault of the server', async () => {
    const gone = AbortSignal.abort();
    const outcome = async (name: string, body: unknown): Promise<string> => {
      try {
        await OPERATIONS.get(name)!.run(endpoint.service, body, { signal: gone });
        return 'answered';
      } catch (error) {
        return error instanceof ServiceError ? error.code : `fault: ${String(error)}`;
      }
    };
    const seen = new Map<string, number>();
    const samples = fc.sample(request, 2_500);
    for (let n = 0; n < 100_000; n++) {
      const code = await outcome(names[n % names.length]!, samples[(n * 7 + (n >> 8)) % samples.length]);
      seen.set(code, (seen.get(code) ?? 0) + 1);
    }
    expect([...seen.keys()].filter((code) => /fault|Internal/.test(code))).toEqual([]);
    expect(seen.get('answered')).toBeGreaterThan(1000);
    expect(seen.size).toBeGreaterThan(8);
    await lives();
  }, 60_000);

  test('random bytes over HTTP', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.uint8Array({ maxLength: 200 }), async (name, body) => {
        const { status } = await post(url, name, body);
        expect([200, 400]).toContain(status);
      }),
      { numRuns: 500 },
    );
    await lives();
  });
});
