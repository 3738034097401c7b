import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  RedriveExecutionCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { afterAll, describe, expect, test } from 'vitest';
import { debugChannel } from '../../runtime/src/hosts/endpoint/debug/channel.ts';
import type { EndpointOptions } from '../../runtime/src/hosts/endpoint/endpoint.ts';
import type { TaskOutcome, TaskRunner } from '../../runtime/src/interpreter/environment.ts';
import { AttachingEditor, topFrame } from '../support/attachingEditor.ts';
import { DapClient } from '../support/dapClient.ts';
import { definitionOf, ROLE, testEndpoint } from '../support/endpoint.ts';

const LAMBDA = 'arn:aws:lambda:us-east-1:123456789012:function:slow';

/** Two states, a Task, two states. */
const around = (resource: string) =>
  definitionOf({
    First: { Type: 'Pass', Result: 1, ResultPath: '$.first', Next: 'Before' },
    Before: { Type: 'Pass', Next: 'Work' },
    Work: { Type: 'Task', Resource: resource, ResultPath: '$.work', Next: 'After' },
    After: { Type: 'Pass', Next: 'Last' },
    Last: { Type: 'Pass', End: true },
  });

/** A task that is answered when the test says so, and how often it was asked. */
class SlowTask {
  asked = 0;
  answer: (outcome: TaskOutcome) => void = () => {};
  readonly runner: TaskRunner = {
    run: (call) => {
      if (call.resource !== LAMBDA) return undefined;
      this.asked += 1;
      return new Promise((resolve) => {
        this.answer = resolve;
      });
    },
  };
}

function dataFolderOfTest(): string {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'stepwise-attach-'));
  afterAll(() => rmSync(dataFolder, { recursive: true, force: true }));
  return dataFolder;
}

async function debuggedEndpoint(tasks: readonly TaskRunner[] = [], options: Partial<EndpointOptions> = {}) {
  const debugging = debugChannel({ dataFolder: dataFolderOfTest(), fileOf: () => undefined });
  const { endpoint, client } = await testEndpoint({ debugging, tasks: () => tasks, ...options });
  const start = async (definition: string, name = 'order'): Promise<string> => {
    const { stateMachineArn } = await client.send(new CreateStateMachineCommand({ name, definition, roleArn: ROLE }));
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, input: '{}' }));
    return executionArn!;
  };
  const statusOf = async (executionArn: string) =>
    (await client.send(new DescribeExecutionCommand({ executionArn }))).status;
  const typesOf = async (executionArn: string) =>
    (await client.send(new GetExecutionHistoryCommand({ executionArn }))).events!.map(({ type }) => type);
  return { endpoint, url: endpoint.url, client, start, statusOf, typesOf };
}

/** A session for one execution, with breakpoints at every state, up to where it is configured. */
async function session(endpoint: string, executionArn: string, args: object = {}) {
  const dap = new DapClient();
  await dap.ask('initialize', { adapterID: 'asl' });
  const response = await dap.request('attach', { endpoint, executionArn, ...args });
  if (!response.success) throw new Error(response.message);
  await dap.ask('setFunctionBreakpoints', { breakpoints: [{ name: '*' }] });
  return { dap, configured: dap.move('configurationDone') };
}

const nameOf = async (dap: DapClient, stop: DebugProtocol.StoppedEvent['body'] | undefined) =>
  (await topFrame(dap, stop?.threadId)).name;

describe('attaching to an execution that runs', () => {
  test('stops at the next breakpoint, shows what was before, and asks no task a second time', async () => {
    const slow = new SlowTask();
    const { url, start, statusOf, typesOf } = await debuggedEndpoint([slow.runner]);
    const plain = await start(around(LAMBDA), 'plain');
    await expect.poll(() => slow.asked).toBe(1);
    slow.answer({ type: 'success', output: 'done' });
    await expect.poll(() => statusOf(plain)).toBe('SUCCEEDED');

    const executionArn = await start(around(LAMBDA));
    await expect.poll(() => slow.asked).toBe(2);
    const { dap, configured } = await session(url, executionArn);
    slow.answer({ type: 'success', output: 'done' });
    const first = await configured;
    expect(await nameOf(dap, first)).toContain('After');
    expect(slow.asked).toBe(2);
    const back = await dap.move('reverseContinue', { threadId: first?.threadId });
    expect(await nameOf(dap, back)).toContain('Work');
    const again = await dap.move('continue', { threadId: back?.threadId });
    const last = await dap.move('continue', { threadId: again?.threadId });
    expect(await nameOf(dap, last)).toContain('Last');
    expect(await dap.move('continue', { threadId: last?.threadId })).toBeUndefined();
    expect(await statusOf(executionArn)).toBe('SUCCEEDED');
    expect(await typesOf(executionArn)).toEqual(await typesOf(plain));
  });

  test('an activity that waits for its worker, or has one, goes on with it', async () => {
    const { url, client, start, statusOf } = await debuggedEndpoint();
    const { activityArn } = await client.send(new CreateActivityCommand({ name: 'work' }));
    const take = async () => (await client.send(new GetActivityTaskCommand({ activityArn }))).taskToken;
    const executionArn = await start(around(activityArn!));
    await expect.poll(() => statusOf(executionArn)).toBe('RUNNING');
    const one = await session(url, executionArn, { onDisconnect: 'continue' });
    const taskToken = await take();
    await one.dap.ask('disconnect', {});
    const two = await session(url, executionArn);
    await client.send(new SendTaskSuccessCommand({ taskToken, output: '"by hand"' }));
    const stop = await two.configured;
    expect(await nameOf(two.dap, stop)).toContain('After');
    await two.dap.ask('disconnect', {});
    await expect.poll(() => statusOf(executionArn)).toBe('SUCCEEDED');
  });

  test('runningExecutions asks for a session for each of them, of the machines that are wanted', async () => {
    const slow = new SlowTask();
    const { url, start, statusOf } = await debuggedEndpoint([slow.runner]);
    await start(around(LAMBDA), 'other');
    const executionArn = await start(around(LAMBDA), 'wanted-1');
    await expect.poll(() => slow.asked).toBe(2);
    const editor = new AttachingEditor(url);
    const asked: Record<string, unknown>[] = [];
    editor.parent.onRequest = ({ arguments: args }) => asked.push(args.configuration) > 0;
    await editor.attach({ runningExecutions: true, stateMachines: ['wanted*'] });
    await expect.poll(() => asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ executionArn, name: expect.stringContaining('wanted-1: ') });
    const { dap, configured } = await session(url, executionArn, asked[0]);
    slow.answer({ type: 'success', output: 'done' });
    expect(await nameOf(dap, await configured)).toContain('After');
    await dap.ask('disconnect', {});
    await expect.poll(() => statusOf(executionArn)).toBe('SUCCEEDED');
  });

  test('an execution that was held when its session left stands there again for the next one', async () => {
    const { url, start, statusOf } = await debuggedEndpoint();
    const editor = new AttachingEditor(url, { functions: [{ name: 'Before' }] });
    await editor.attach({ onDisconnect: 'hold' });
    const executionArn = await start(around(LAMBDA));
    const { dap: gone, first } = await editor.child();
    expect(await nameOf(gone, first)).toContain('Before');
    await gone.ask('disconnect', {});
    expect(await statusOf(executionArn)).toBe('RUNNING');
    const { dap, configured } = await session(url, executionArn, { onDisconnect: 'terminate' });
    const stop = await configured;
    expect(await nameOf(dap, stop)).toContain('Before');
    const next = await dap.move('continue', { threadId: stop?.threadId });
    expect(await nameOf(dap, next)).toContain('Work');
    await dap.ask('disconnect', {});
    await expect.poll(() => statusOf(executionArn)).toBe('ABORTED');
  });

  test('one that another session debugs, or that has ended, is refused with the reason', async () => {
    const { url, start, statusOf } = await debuggedEndpoint();
    const ended = await start(definitionOf({ A: { Type: 'Succeed' } }), 'short');
    await expect.poll(() => statusOf(ended)).toBe('SUCCEEDED');
    await expect(session(url, ended)).rejects.toThrow('it is no Standard execution that runs here');
    const editor = new AttachingEditor(url, { functions: [{ name: 'First' }] });
    await editor.attach();
    const executionArn = await start(around(LAMBDA));
    const { dap } = await editor.child();
    await expect(session(url, executionArn)).rejects.toThrow('another session debugs it');
    await dap.ask('disconnect', { terminateDebuggee: true });
  });
});

test('an execution that was stopped at a breakpoint is redriven from where it stood, also after a restart', async () => {
  const dataFolder = dataFolderOfTest();
  const first = await debuggedEndpoint([], { dataFolder });
  const editor = new AttachingEditor(first.url, { functions: [{ name: 'Before' }] });
  await editor.attach();
  const definition = definitionOf({
    First: { Type: 'Pass', Next: 'Before' },
    Before: { Type: 'Pass', Next: 'Last' },
    Last: { Type: 'Pass', Result: 'done', End: true },
  });
  const executionArn = await first.start(definition);
  const { dap } = await editor.child();
  const early = first.client.send(new RedriveExecutionCommand({ executionArn }));
  await expect(early).rejects.toMatchObject({
    name: 'ExecutionNotRedrivable',
    message: 'Execution is RUNNING and cannot be redriven',
  });
  await first.client.send(new StopExecutionCommand({ executionArn }));
  await dap.ask('disconnect', {});
  await editor.parent.ask('disconnect', {});
  const before = await first.typesOf(executionArn);
  expect(before.slice(-2)).toEqual(['PassStateEntered', 'ExecutionAborted']);

  await first.client.send(new RedriveExecutionCommand({ executionArn }));
  await expect.poll(() => first.statusOf(executionArn)).toBe('SUCCEEDED');
  const whole = await first.typesOf(executionArn);
  expect(whole.slice(0, before.length + 1)).toEqual([...before, 'ExecutionRedriven']);
  expect(whole.at(-1)).toBe('ExecutionSucceeded');

  await first.endpoint.close();
  const second = await debuggedEndpoint([], { dataFolder });
  expect(await second.typesOf(executionArn)).toEqual(whole);
});

describe('an endpoint that goes and comes back', () => {
  test('has its session again where restart says so: breakpoints are known, the execution goes on', async () => {
    const dataFolder = dataFolderOfTest();
    const first = await debuggedEndpoint([], { dataFolder });
    const { activityArn } = await first.client.send(new CreateActivityCommand({ name: 'work' }));
    const executionArn = await first.start(around(activityArn!));
    const restart = { delay: 20, maxAttempts: 500 };
    const { dap, configured } = await session(first.url, executionArn, { restart });
    await isConfigured(dap);
    await first.endpoint.close();
    await expect.poll(() => outputOf(dap)).toContain('Waiting for it to come back');
    const port = Number(new URL(first.url).port);
    const second = await debuggedEndpoint([], { dataFolder, port });
    await expect.poll(() => outputOf(dap)).toContain('The endpoint is back');
    const { taskToken } = await second.client.send(new GetActivityTaskCommand({ activityArn }));
    await second.client.send(new SendTaskSuccessCommand({ taskToken, output: '1' }));
    const stop = await configured;
    expect(await nameOf(dap, stop)).toContain('After');
    await dap.ask('disconnect', {});
    await expect.poll(() => second.statusOf(executionArn)).toBe('SUCCEEDED');
  });

  test.each([
    ['without restart', {}, 'The endpoint has gone.'],
    ['when it stays away', { restart: { delay: 1, maxAttempts: 3 } }, 'has not come back (3 attempts)'],
  ])('ends the session %s', async (_when, args, text) => {
    const { endpoint, url, client, start } = await debuggedEndpoint();
    const { activityArn } = await client.send(new CreateActivityCommand({ name: 'work' }));
    const { dap, configured } = await session(url, await start(around(activityArn!)), args);
    await isConfigured(dap);
    await endpoint.close();
    expect(await configured).toBeUndefined();
    expect(outputOf(dap)).toContain(text);
  });
});

/** Until the session's configuration has been taken. */
async function isConfigured(dap: DapClient): Promise<void> {
  const isAnswer = (message: DebugProtocol.ProtocolMessage) =>
    message.type === 'response' && (message as DebugProtocol.Response).command === 'configurationDone';
  await expect.poll(() => dap.received.some(isAnswer)).toBe(true);
}

function outputOf(dap: DapClient): string {
  return dap.received
    .map((message) => (message as DebugProtocol.OutputEvent).body?.output)
    .filter((text) => typeof text === 'string')
    .join('');
}
