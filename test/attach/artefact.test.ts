import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { DebugClient } from '@vscode/debugadapter-testsupport';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientOf, definitionOf } from '../support/endpoint.ts';
import { bundledCommandLine, type ServeProcess, serve, temporaryFolder } from '../support/serveProcess.ts';

const folder = temporaryFolder();
const program = path.join(folder, 'order.asl.json');
const adapter = path.join(folder, 'debugAdapter.js');
let server: ServeProcess;

beforeAll(async () => {
  const [commandLine] = await Promise.all([
    bundledCommandLine(folder),
    build({
      entryPoints: [path.resolve(import.meta.dirname, '../../runtime/src/hosts/dap/main.ts')],
      outfile: adapter,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      mainFields: ['module', 'main'],
      logLevel: 'error',
    }),
  ]);
  mkdirSync(path.join(folder, 'work'));
  writeFileSync(
    program,
    definitionOf({
      Check: { Type: 'Pass', Next: 'Charge' },
      Charge: { Type: 'Pass', Result: 3, End: true },
    }).replaceAll('},"', '},\n"'),
  );
  server = await serve(commandLine, ['--port', '0', program], path.join(folder, 'work'));
});

afterAll(() => server?.kill());

describe('the bundled adapter and stepwise serve', () => {
  test('an execution started by the SDK stops in the file that is served, goes on, and succeeds', async () => {
    const sdk = clientOf(server.url);
    const parent = new DebugClient(process.execPath, adapter, 'asl', { cwd: folder });
    await parent.start();
    // This client knows no child sessions: its session debugs the execution itself.
    await parent.initializeRequest();
    await parent.attachRequest({ endpoint: server.url } as DebugProtocol.AttachRequestArguments);
    await parent.setBreakpointsRequest({ source: { path: program }, breakpoints: [{ line: 2 }] });
    await parent.configurationDoneRequest();

    const stateMachineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:order';
    const stop = parent.waitForEvent('stopped');
    const { executionArn } = await sdk.send(new StartExecutionCommand({ stateMachineArn, name: 'first' }));
    const { threadId } = ((await stop) as DebugProtocol.StoppedEvent).body;
    const { stackFrames } = (await parent.stackTraceRequest({ threadId: threadId! })).body;
    expect(stackFrames[0]).toMatchObject({ line: 2, source: { path: program } });
    const end = parent.waitForEvent('terminated');
    await parent.continueRequest({ threadId: threadId! });
    await end;
    expect(await sdk.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      status: 'SUCCEEDED',
      output: '3',
    });
    await parent.stop();
  });

  test('when the adapter is killed, its execution goes on', async () => {
    const sdk = clientOf(server.url);
    const client = new DebugClient(process.execPath, adapter, 'asl', { cwd: folder });
    await client.start();
    await client.initializeRequest();
    await client.attachRequest({ endpoint: server.url } as DebugProtocol.AttachRequestArguments);
    await client.setFunctionBreakpointsRequest({ breakpoints: [{ name: 'Charge' }] });
    await client.configurationDoneRequest();
    const stop = client.waitForEvent('stopped');
    const stateMachineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:order';
    const { executionArn } = await sdk.send(new StartExecutionCommand({ stateMachineArn, name: 'left' }));
    await stop;
    await client.stop();
    await expect
      .poll(async () => (await sdk.send(new DescribeExecutionCommand({ executionArn }))).status)
      .toBe('SUCCEEDED');
  });
});
