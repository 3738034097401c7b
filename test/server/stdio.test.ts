import { fork, spawn } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import {
  createProtocolConnection,
  IPCMessageReader,
  IPCMessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

test('the built server speaks the protocol over stdio and ends when it is told to', async () => {
  const server = spawn(process.execPath, [path.resolve('dist/server.js'), '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: { textDocument: { diagnostic: {} } },
  });
  await connection.sendNotification('initialized', {});
  const uri = 'file:///machine.asl.yaml';
  const text = 'StartAt: A\nStates:\n  A: { Type: Pass, Next: B }\n';
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'asl-yaml', version: 1, text },
  });
  expect(await connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } })).toMatchObject({
    kind: 'full',
    items: expect.arrayContaining([expect.objectContaining({ code: 'transition-target', source: 'stepwise' })]),
  });
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  expect(await ended).toBe(0);
  connection.dispose();
});

test('it speaks over the channel between node processes, too', async () => {
  const server = fork(path.resolve('dist/server.js'), ['--node-ipc'], { execArgv: [] });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const connection = createProtocolConnection(new IPCMessageReader(server), new IPCMessageWriter(server));
  connection.listen();
  const { serverInfo } = await connection.sendRequest<{ serverInfo: { name: string } }>('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
  });
  expect(serverInfo.name).toBe('Stepwise');
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  expect(await ended).toBe(0);
});

test('without a transport it says how it is started', async () => {
  const server = spawn(process.execPath, [path.resolve('dist/server.js')], { stdio: ['ignore', 'ignore', 'pipe'] });
  let message = '';
  server.stderr.on('data', (data: Buffer) => {
    message += data.toString();
  });
  expect(await new Promise((resolve) => server.once('close', resolve))).toBe(2);
  expect(message).toContain('--stdio');
});
