import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  type SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, describe, expect, test } from 'vitest';
import { debugChannel } from '../../runtime/src/hosts/endpoint/debug/channel.ts';
import type { EndpointOptions } from '../../runtime/src/hosts/endpoint/endpoint.ts';
import { AttachingEditor, scopeValues, topFrame } from '../support/attachingEditor.ts';
import { definitionOf, ROLE, testEndpoint } from '../support/endpoint.ts';

const AT_CHARGE = { functions: [{ name: 'Charge' }] };

describe('attach', () => {
  test('an execution that somebody starts stops at a breakpoint of the editor', async () => {
    const { url, client, start } = await debuggedEndpoint(ORDER);
    const editor = new AttachingEditor(url, AT_CHARGE);
    await editor.attach();
    const executionArn = await start('o-1', '{"total": 3}');
    const { dap, first } = await editor.child();
    expect(first).toMatchObject({ reason: 'function breakpoint' });
    expect((await topFrame(dap, first?.threadId)).name).toContain('Charge');
    expect(await scopeValues(dap, first?.threadId, 'Input')).toMatchObject({ total: '3' });
    expect(await statusOf(client, executionArn)).toBe('RUNNING');

    const next = await dap.move('next', { threadId: first?.threadId });
    expect((await topFrame(dap, next?.threadId)).name).toContain('Ship');
    expect(await dap.move('continue', { threadId: next?.threadId })).toBeUndefined();
    const described = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(described).toMatchObject({ status: 'SUCCEEDED', output: '{"total":3,"charged":true,"shipped":true}' });
  });

  test('the history is the same with and without a debugger', async () => {
    const { url, client, start } = await debuggedEndpoint(BRANCHES);
    const plain = await typesOf(client, await start('plain'));
    const editor = new AttachingEditor(url, { functions: [{ name: '*' }] });
    await editor.attach();
    const executionArn = await start('debugged');
    const { dap, first } = await editor.child();
    for (let stop = first; stop; ) stop = await dap.move('continue', { threadId: stop.threadId });
    expect(await typesOf(client, executionArn)).toEqual(plain);
  });

  test('ten executions at once have a session each, and further ones run without waiting', async () => {
    const { url, client, start } = await debuggedEndpoint(ORDER);
    const editor = new AttachingEditor(url, AT_CHARGE);
    await editor.attach();
    const names = Array.from({ length: 12 }, (_, index) => `o-${index}`);
    const arns = await Promise.all(names.map((name) => start(name)));
    const children = await Promise.all(Array.from({ length: 10 }, () => editor.child()));
    expect(new Set(editor.asked.map(({ executionArn }) => executionArn)).size).toBe(10);
    expect(await Promise.all(arns.map((arn) => statusOf(client, arn)))).toEqual([
      ...Array(10).fill('RUNNING'),
      'SUCCEEDED',
      'SUCCEEDED',
    ]);
    await Promise.all(children.map(({ dap, first }) => dap.move('continue', { threadId: first?.threadId })));
    expect(new Set(await Promise.all(arns.map((arn) => statusOf(client, arn))))).toEqual(new Set(['SUCCEEDED']));
  });

  test('time stands still at a breakpoint: no time-out fires, no wait passes', async () => {
    let ahead = 0;
    const definition = JSON.stringify({
      TimeoutSeconds: 600,
      ...(JSON.parse(definitionOf({ Charge: { Type: 'Wait', Seconds: 2, End: true } })) as object),
    });
    // A hundred seconds of the execution pass in one.
    const clock = { mode: 'real', scale: 100 } as const;
    const { url, client, start } = await debuggedEndpoint(definition, { clock, now: () => Date.now() + ahead });
    const editor = new AttachingEditor(url, { functions: [{ name: 'exit:Charge' }, { name: 'Charge' }] });
    await editor.attach();
    const executionArn = await start('slow');
    const { dap, first } = await editor.child();
    ahead += 3_600_000;
    const exit = await dap.move('continue', { threadId: first?.threadId });
    ahead += 3_600_000;
    await dap.move('continue', { threadId: exit?.threadId });
    const { status, startDate, stopDate } = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(status).toBe('SUCCEEDED');
    expect(Number(stopDate) - Number(startDate)).toBeLessThan(600_000);
  });

  test('back within what was recorded is possible, going on from there by another way is not', async () => {
    const { url, start } = await debuggedEndpoint(ORDER);
    const editor = new AttachingEditor(url, { functions: [{ name: 'Ship' }] });
    await editor.attach();
    await start('back');
    const { dap, first } = await editor.child();
    const back = await dap.move('stepBack', { threadId: first?.threadId });
    const frame = await topFrame(dap, back?.threadId);
    expect(frame.name).toContain('Charge');
    expect(await dap.request('restartFrame', { frameId: frame.id })).toMatchObject({
      success: false,
      message: expect.stringContaining('is only watched'),
    });
  });

  test('a restart starts the execution once more, of the machine as it is now, and stops before its first state', async () => {
    const { url, client, start } = await debuggedEndpoint(ORDER);
    const editor = new AttachingEditor(url, { functions: [{ name: 'Ship' }] });
    await editor.attach();
    const executionArn = await start('once', '{"total": 3}');
    const { dap, first } = await editor.child();
    expect((await topFrame(dap, first?.threadId)).name).toContain('Ship');
    const { stateMachineArn } = await client.send(new DescribeExecutionCommand({ executionArn }));
    const definition = ORDER.replace('.shipped', '.sent');
    await client.send(new UpdateStateMachineCommand({ stateMachineArn, definition }));

    const again = await dap.move('restart');
    expect(again).toMatchObject({ reason: 'entry' });
    expect((await topFrame(dap, again?.threadId)).name).toContain('Check');
    expect(await scopeValues(dap, again?.threadId, 'Input')).toMatchObject({ total: '3' });
    expect(await statusOf(client, executionArn)).toBe('ABORTED');
    const stop = await dap.move('continue', { threadId: again?.threadId });
    expect((await topFrame(dap, stop?.threadId)).name).toContain('Ship');
    expect(await dap.move('continue', { threadId: stop?.threadId })).toBeUndefined();
    const { executions } = await client.send(new ListExecutionsCommand({ stateMachineArn }));
    const [newest] = await Promise.all(
      executions!.map(({ executionArn: arn }) => client.send(new DescribeExecutionCommand({ executionArn: arn }))),
    );
    expect(newest).toMatchObject({ status: 'SUCCEEDED', output: '{"total":3,"charged":true,"sent":true}' });
    expect(executions).toHaveLength(2);
    expect(editor.asked).toHaveLength(1);
  });

  test('a session that waits for executions has none to restart', async () => {
    const { url } = await debuggedEndpoint(ORDER);
    const editor = new AttachingEditor(url);
    await editor.attach();
    expect(await editor.parent.request('restart', {})).toMatchObject({
      success: false,
      message: expect.stringContaining('waits for executions'),
    });
  });

  test('StopExecution ends an execution where it stands', async () => {
    const { url, client, start } = await debuggedEndpoint(ORDER);
    const editor = new AttachingEditor(url, AT_CHARGE);
    await editor.attach();
    const executionArn = await start('stopped');
    const { dap } = await editor.child();
    const terminated = dap.event('terminated');
    await client.send(new StopExecutionCommand({ executionArn, cause: 'enough' }));
    await terminated;
    expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      status: 'ABORTED',
      cause: 'enough',
    });
    expect(await typesOf(client, executionArn)).toEqual([
      'ExecutionStarted',
      'PassStateEntered',
      'PassStateExited',
      'PassStateEntered',
      'ExecutionAborted',
    ]);
  });

  test('terminate in the editor is StopExecution', async () => {
    const { url, client, start } = await debuggedEndpoint(ORDER);
    const editor = new AttachingEditor(url, AT_CHARGE);
    await editor.attach();
    const executionArn = await start('terminated');
    const { dap } = await editor.child();
    await dap.move('terminate');
    expect(await statusOf(client, executionArn)).toBe('ABORTED');
  });

  test('StartSyncExecution waits for the debugger', async () => {
    const { url, client } = await debuggedEndpoint(ORDER);
    const express = await client.send(
      new CreateStateMachineCommand({ name: 'express', definition: ORDER, roleArn: ROLE, type: 'EXPRESS' }),
    );
    const editor = new AttachingEditor(url, AT_CHARGE);
    await editor.attach();
    const answer = client.send(new StartSyncExecutionCommand({ stateMachineArn: express.stateMachineArn }));
    const { dap, first } = await editor.child();
    expect(first?.reason).toBe('function breakpoint');
    await dap.move('continue', { threadId: first?.threadId });
    expect(await answer).toMatchObject({ status: 'SUCCEEDED' });
  });

  test.each([
    [undefined, 'SUCCEEDED'],
    ['terminate', 'ABORTED'],
  ])('when the client goes, executions end as onDisconnect says: %s', async (onDisconnect, status) => {
    const { url, client, start } = await debuggedEndpoint(ORDER);
    const editor = new AttachingEditor(url, AT_CHARGE);
    await editor.attach({ onDisconnect });
    const executionArn = await start('left');
    const { dap } = await editor.child();
    await dap.ask('disconnect');
    await expect.poll(() => statusOf(client, executionArn)).toBe(status);
  });

  test('executions run on when the editor starts no session, or leaves before it has', async () => {
    const { url, client, start } = await debuggedEndpoint(ORDER);
    const editor = new AttachingEditor(url, AT_CHARGE);
    editor.startsSessions = false;
    await editor.attach();
    const executionArn = await start('alone');
    await expect.poll(() => statusOf(client, executionArn)).toBe('SUCCEEDED');
    await editor.parent.ask('disconnect');
    expect(await statusOf(client, await start('later'))).toBe('SUCCEEDED');
  });

  test('only the state machines that are wanted are held', async () => {
    const { url, client, start } = await debuggedEndpoint(ORDER);
    const editor = new AttachingEditor(url, AT_CHARGE);
    await editor.attach({ stateMachines: ['pay*'] });
    expect(await statusOf(client, await start('other'))).toBe('SUCCEEDED');
    expect(editor.asked).toEqual([]);
  });

  test('a client without child sessions debugs the first execution itself', async () => {
    const { url, start } = await debuggedEndpoint(ORDER);
    const editor = new AttachingEditor(url, AT_CHARGE);
    await editor.attach({}, { supportsStartDebuggingRequest: false });
    const stopped = editor.parent.event('stopped');
    await start('single');
    expect((await stopped).body).toMatchObject({ reason: 'function breakpoint' });
  });

  test('an execution is shown in the file that it was deployed from, else in a copy of its definition', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'stepwise-attach-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    const { url, start } = await debuggedEndpoint(ORDER);
    const editor = new AttachingEditor(url, AT_CHARGE);
    await editor.attach();
    await start('copied');
    const { dap, first } = await editor.child();
    const { source, line } = await topFrame(dap, first?.threadId);
    expect(readFileSync(source?.path ?? '', 'utf8').split('\n')[line - 1]).toContain('"Charge"');
  });
});

describe('who may attach', () => {
  test.each([
    ['https://states.eu-west-1.amazonaws.com', /AWS has no way to pause an execution/],
    ['http://192.0.2.1:8083', /is not on this machine/],
    ['nonsense', /is no URL/],
    ['http://127.0.0.1:1', /No endpoint answers/],
  ])('%s is refused with a reason', async (endpoint, reason) => {
    const response = await new AttachingEditor(endpoint).attach();
    expect(response).toMatchObject({ success: false, message: expect.stringMatching(reason) });
  });

  test('an endpoint without a debug channel is refused with a reason', async () => {
    const { endpoint } = await testEndpoint();
    const response = await new AttachingEditor(endpoint.url).attach();
    expect(response).toMatchObject({ success: false, message: expect.stringContaining('has no debug channel') });
  });

  test('a wrong token is refused', async () => {
    const { url } = await debuggedEndpoint(ORDER);
    const response = await new AttachingEditor(url).attach({ token: 'guessed' });
    expect(response).toMatchObject({ success: false, message: expect.stringContaining('token') });
  });

  test('the token is in a file that only the user can read, and in no answer', async () => {
    const { url, debugging } = await debuggedEndpoint(ORDER);
    expect(statSync(debugging.tokenFile).mode & 0o777).toBe(0o600);
    const text = await (await fetch(`${url}/_debug`)).text();
    expect(text).not.toContain(readFileSync(debugging.tokenFile, 'utf8'));
  });

  test.each([
    ['another host name', { host: 'evil.example' }],
    ['a web page', { origin: 'https://evil.example' }],
  ])('%s is refused although it has the token', async (_who, headers) => {
    const { url, debugging } = await debuggedEndpoint(ORDER);
    const authorization = `Bearer ${readFileSync(debugging.tokenFile, 'utf8')}`;
    const upgrade = { connection: 'Upgrade', upgrade: 'stepwise-debug', authorization };
    expect(await statusOfUpgrade(url, { ...upgrade, ...headers })).toBe(403);
    expect(await statusOfUpgrade(url, upgrade)).toBe(101);
  });
});

const ORDER = definitionOf({
  Check: { Type: 'Pass', Next: 'Charge' },
  Charge: { Type: 'Pass', Result: true, ResultPath: '$.charged', Next: 'Ship' },
  Ship: { Type: 'Pass', Result: true, ResultPath: '$.shipped', End: true },
});

const branch = (name: string) =>
  JSON.parse(definitionOf({ [name]: { Type: 'Wait', Seconds: 1, End: true } })) as object;
const BRANCHES = definitionOf({ Both: { Type: 'Parallel', Branches: [branch('A'), branch('B')], End: true } });

async function debuggedEndpoint(definition: string, options: Partial<EndpointOptions> = {}) {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'stepwise-attach-'));
  afterAll(() => rmSync(dataFolder, { recursive: true, force: true }));
  const debugging = debugChannel({ dataFolder, fileOf: () => undefined });
  const { endpoint, client } = await testEndpoint({ debugging, ...options });
  const { stateMachineArn } = await client.send(
    new CreateStateMachineCommand({ name: 'order', definition, roleArn: ROLE }),
  );
  const start = async (name: string, input = '{}'): Promise<string> => {
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, name, input }));
    return executionArn!;
  };
  return { url: endpoint.url, client, start, debugging };
}

async function statusOf(client: SFNClient, executionArn: string): Promise<string | undefined> {
  return (await client.send(new DescribeExecutionCommand({ executionArn }))).status;
}

/** Types of the events of an execution that has ended. */
async function typesOf(client: SFNClient, executionArn: string): Promise<(string | undefined)[]> {
  await expect.poll(() => statusOf(client, executionArn)).not.toBe('RUNNING');
  const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
  return events.map(({ type }) => type);
}

function statusOfUpgrade(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = http.get(`${url}/_debug`, { headers, agent: false });
    request.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response.statusCode);
    });
    request.on('response', (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('error', reject);
  });
}
