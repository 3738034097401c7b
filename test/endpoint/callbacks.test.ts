import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, expect, test } from 'vitest';
import { lambdaRunner } from '../../runtime/src/tasks/lambda/lambdaRunner.ts';
import { definitionOf, ROLE, testEndpoint } from '../support/endpoint.ts';
import { temporaryFolder } from '../support/serveProcess.ts';

const folder = temporaryFolder();
mkdirSync(folder, { recursive: true });
writeFileSync(path.join(folder, 'app.js'), 'exports.handler = async (event) => console.log("token", event.token);');
const tokens: string[] = [];
const functions = new Map(
  [
    { name: 'ask', runtime: 'nodejs24.x', codeUri: folder, handler: 'app.handler' },
    { name: 'quick', runtime: 'nodejs24.x', codeUri: folder, handler: 'quick.handler' },
  ].map((lambda) => [lambda.name, lambda]),
);
const lambda = lambdaRunner({
  functionNamed: (name) => functions.get(name),
  output: ({ text }) => tokens.push(text.replace('token ', '')),
});
afterAll(() => lambda.close());
const { client, endpoint } = await testEndpoint({ clock: { mode: 'real', scale: 100 }, tasks: () => [lambda] });

let machines = 0;

/** Starts a task that waits for its token, and answers the token once the handler has got it. */
async function waiting(fields: object = {}) {
  const definition = definitionOf({
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Parameters: { FunctionName: 'ask', Payload: { 'token.$': '$$.Task.Token' } },
      ...fields,
      End: true,
    },
  });
  const { stateMachineArn } = await client.send(
    new CreateStateMachineCommand({ name: `ask-${++machines}`, definition, roleArn: ROLE }),
  );
  const seen = tokens.length;
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
  await expect.poll(() => tokens.length, { timeout: 10_000 }).toBe(seen + 1);
  // The callback is open when the call that carries the token has come back.
  const submitted = async () =>
    (await client.send(new GetExecutionHistoryCommand({ executionArn }))).events!.map((event) => event.type);
  await expect.poll(submitted, { timeout: 10_000 }).toContain('TaskSubmitted');
  return { executionArn: executionArn!, taskToken: tokens.at(-1)! };
}

async function end(executionArn: string) {
  await endpoint.service.executions.ended(endpoint.service.store.executions.get(executionArn)!);
  return client.send(new DescribeExecutionCommand({ executionArn }));
}

test('a handler gets the token, and whoever sends it back ends the task', async () => {
  const { executionArn, taskToken } = await waiting();
  await client.send(new SendTaskSuccessCommand({ taskToken, output: '{"approved":true}' }));
  expect(await end(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '{"approved":true}' });
});

test('a handler may answer its token before it returns', async () => {
  const app = `exports.handler = async ({ token }) => {
    const body = JSON.stringify({ taskToken: token, output: '"from inside"' });
    const headers = { 'x-amz-target': 'AWSStepFunctions.SendTaskSuccess' };
    const { status } = await fetch(${JSON.stringify(endpoint.url)}, { method: 'POST', headers, body });
    console.log('token', status);
  };`;
  writeFileSync(path.join(folder, 'quick.js'), app);
  const { executionArn, taskToken: status } = await waiting({
    Parameters: { FunctionName: 'quick', Payload: { 'token.$': '$$.Task.Token' } },
  });
  expect(status).toBe('200');
  expect(await end(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '"from inside"' });
});

test('a failure by token, without error and cause', async () => {
  const { executionArn, taskToken } = await waiting();
  await client.send(new SendTaskFailureCommand({ taskToken }));
  const described = await end(executionArn);
  expect([described.status, described.error, described.cause]).toEqual(['FAILED', undefined, undefined]);
});

test('without a heartbeat the task times out, and its token has expired', async () => {
  const { executionArn, taskToken } = await waiting({ HeartbeatSeconds: 20 });
  await client.send(new SendTaskHeartbeatCommand({ taskToken }));
  expect(await end(executionArn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  await expect(client.send(new SendTaskSuccessCommand({ taskToken, output: '1' }))).rejects.toMatchObject({
    name: 'TaskTimedOut',
  });
});
