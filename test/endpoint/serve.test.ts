import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, describe, expect, test } from 'vitest';
import { stepwise } from '../support/commandLine.ts';
import { clientOf, definitionOf } from '../support/endpoint.ts';
import { bundledCommandLine, serve, temporaryFolder } from '../support/serveProcess.ts';

const folder = temporaryFolder();
const put = (file: string, content: string | object) => {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
};

const LAMBDA = 'arn:aws:lambda:us-east-1:123456789012:function:';
put('order.asl.json', definitionOf({ Charge: { Type: 'Task', Resource: `${LAMBDA}charge`, End: true } }));
put('mocks.json', {
  StateMachines: { order: { TestCases: { Paid: { Charge: 'Paid' }, Broke: { Charge: 'Broke' } } } },
  MockedResponses: {
    Paid: { '0': { Return: 'paid' } },
    Broke: { '0': { Throw: { Error: 'NoMoney', Cause: 'none' } } },
  },
});
put('config.json', {
  functions: {
    charge: { runtime: 'nodejs22.x', codeUri: 'charge', handler: 'app.handler', environment: { FEE: '3' } },
  },
});
put(
  'charge/app.js',
  'exports.handler = async (event) => { console.log("charging"); return event.amount + Number(process.env.FEE); };',
);
put(
  'template.yaml',
  `
Resources:
  Greeter:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: greeter, Handler: app.handler, Runtime: python3.12, Environment: { Variables: { WORD: hello } } }
  GreetMachine:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: greet.asl.yaml
      DefinitionSubstitutions: { GreeterArn: !GetAtt Greeter.Arn }
`,
);
put('greet.asl.yaml', 'StartAt: Greet\nStates:\n  Greet: { Type: Task, Resource: "${GreeterArn}", End: true }\n');
put('greeter/app.py', 'import os\ndef handler(event, context):\n    return os.environ["WORD"] + " " + event["name"]\n');

const server = await serve(
  await bundledCommandLine(folder),
  [
    'order.asl.json',
    'template.yaml',
    '--port',
    '0',
    '--memory',
    '--mocks',
    'mocks.json',
    '--config',
    'config.json',
    '--wait-time-scale',
    '0.01',
  ],
  folder,
);
afterAll(() => server.kill());
const client: SFNClient = clientOf(server.url);
afterAll(() => client.destroy());
const arnOf = (name: string) => `arn:aws:states:us-east-1:123456789012:stateMachine:${name}`;

/** Starts an execution and answers its end. */
async function run(stateMachineArn: string, input: unknown) {
  const { executionArn } = await client.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  const described = () => client.send(new DescribeExecutionCommand({ executionArn }));
  await expect.poll(async () => (await described()).status, { timeout: 10_000 }).not.toBe('RUNNING');
  return described();
}

describe('stepwise serve', () => {
  test('creates the machines of its files', async () => {
    await expect
      .poll(async () => (await client.send(new ListStateMachinesCommand({}))).stateMachines!.map(({ name }) => name))
      .toEqual(['order', 'GreetMachine']);
  });

  test('runs the handlers of the configuration, and shows what they print', async () => {
    expect(await run(arnOf('order'), { amount: 4 })).toMatchObject({ status: 'SUCCEEDED', output: '7' });
    await expect.poll(() => server.output()).toContain('[Charge] charging');
  });

  test('runs the handlers of a template', async () => {
    expect(await run(arnOf('GreetMachine'), { name: 'you' })).toMatchObject({ output: '"hello you"' });
  });

  test('answers from the mock file for executions of a test case', async () => {
    expect(await run(`${arnOf('order')}#Paid`, {})).toMatchObject({ status: 'SUCCEEDED', output: '"paid"' });
    expect(await run(`${arnOf('order')}#Broke`, {})).toMatchObject({ status: 'FAILED', error: 'NoMoney' });
    expect(await run(`${arnOf('order')}#Nothing`, {})).toMatchObject({
      status: 'FAILED',
      cause: expect.stringContaining('Nothing'),
    });
  });

  test('follows a file that changes, and keeps the machine when the file is broken', async () => {
    const definition = async () =>
      (await client.send(new DescribeStateMachineCommand({ stateMachineArn: arnOf('order') }))).definition;
    put('order.asl.json', definitionOf({ Done: { Type: 'Succeed' } }));
    await expect.poll(definition, { timeout: 5_000 }).toContain('Succeed');
    put('order.asl.json', '{"StartAt": "Gone", "States": {}}');
    await expect
      .poll(() => server.output(), { timeout: 5_000 })
      .toContain('order.asl.json: Invalid State Machine Definition');
    expect(await definition()).toContain('Succeed');
  });
});

describe('bad arguments', () => {
  test.each([
    [['--port', 'http'], '--port is a number, not "http".'],
    [['--clock', 'moon'], '--clock'],
    [['--config', 'nowhere.json'], 'nowhere.json'],
    [['--memory', '--port', '1'], 'listen EACCES'],
  ])('%j', async (args, message) => {
    // A privileged port is refused only to those who are not root.
    if (message.startsWith('listen') && process.getuid?.() === 0) return;
    const { exitCode, error } = await stepwise(['serve', ...args]);
    expect([exitCode, error]).toEqual([2, expect.stringContaining(message)]);
  });

  test('a port that is taken', async () => {
    const { exitCode, error } = await stepwise(['serve', '--memory', '--port', new URL(server.url).port]);
    expect([exitCode, error]).toEqual([2, expect.stringContaining('is taken')]);
  });

  test.each([
    [{ functions: [] }, '"functions" must be an object'],
    [{ functions: { f: { handlr: 'a.b' } } }, 'functions.f has no "handlr"'],
    [{ functions: { f: { timeout: 'long' } } }, 'functions.f.timeout must be a number of seconds'],
    [{ functions: { f: { command: 'rm -rf /' } } }, 'functions.f.command must be a program and its arguments'],
    [{ aws: 'yes' }, '"aws" must be true, false or an object'],
    [{ aws: { endpoints: { s3: 1 } } }, 'aws.endpoints must be an object of URLs'],
    [{ lambda: {} }, 'There is no "lambda"'],
  ])('the configuration %j', async (configuration, message) => {
    put('bad.json', configuration);
    const { exitCode, error } = await stepwise(['serve', '--config', path.join(folder, 'bad.json')]);
    expect([exitCode, error]).toEqual([2, expect.stringContaining(message)]);
  });
});
