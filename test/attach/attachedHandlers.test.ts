import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateStateMachineCommand, DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, describe, expect, test } from 'vitest';
import { debugChannel } from '../../runtime/src/hosts/endpoint/debug/channel.ts';
import { lambdaRunner } from '../../runtime/src/tasks/lambda/lambdaRunner.ts';
import { AttachingEditor, topFrame } from '../support/attachingEditor.ts';
import { definitionOf, ROLE, testEndpoint } from '../support/endpoint.ts';
import { InspectorClient } from '../support/inspectorClient.ts';

const CHARGE = 'arn:aws:lambda:us-east-1:123456789012:function:charge';

interface ChildSession {
  readonly id: number;
  readonly configuration: { readonly port: number };
}

/** An endpoint whose function `charge` runs here, as `stepwise serve` sets it up. */
async function debuggedEndpoint() {
  const folder = mkdtempSync(path.join(tmpdir(), 'stepwise-attach-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(path.join(folder, 'app.mjs'), 'export const handler = async ({ total }) => ({ charged: total });\n');
  const isLocalFunction = (name: string) => name === 'charge';
  const debugging = debugChannel({ dataFolder: folder, fileOf: () => undefined, isLocalFunction });
  const lambda = lambdaRunner({
    functionNamed: (name) =>
      isLocalFunction(name) ? { name, runtime: 'nodejs22.x', codeUri: folder, handler: 'app.handler' } : undefined,
    output: () => {},
    debug: (call) => debugging.debugOf(call),
  });
  afterAll(() => lambda.close());
  // A time-out of a tenth of a second: it must stand still as long as the handler does.
  const clock = { mode: 'real', scale: 100 } as const;
  const { endpoint, client } = await testEndpoint({ debugging, clock, tasks: () => [lambda] });
  const definition = definitionOf({
    Charge: { Type: 'Task', Resource: CHARGE, TimeoutSeconds: 100, Next: 'After' },
    After: { Type: 'Pass', End: true },
  });
  const { stateMachineArn } = await client.send(
    new CreateStateMachineCommand({ name: 'order', definition, roleArn: ROLE }),
  );
  const start = async () =>
    (await client.send(new StartExecutionCommand({ stateMachineArn, input: '{"total":3}' }))).executionArn!;
  const describeExecution = (executionArn: string) => client.send(new DescribeExecutionCommand({ executionArn }));
  return { url: endpoint.url, start, describeExecution };
}

describe('handlers of an endpoint that is attached to', () => {
  test('a step into the Task enters the handler in the process of the endpoint, and comes back with its result', async () => {
    const { url, start, describeExecution } = await debuggedEndpoint();
    const editor = new AttachingEditor(url, { functions: [{ name: 'Charge' }] });
    await editor.attach({ lambda: { debug: 'onStep' } });
    const executionArn = await start();
    const { dap, first } = await editor.child();
    const asked = dap.event('asl/childSession');
    const stopped = dap.event('stopped');
    await dap.ask('stepIn', { threadId: first?.threadId });
    const { id, configuration } = (await asked).body as ChildSession;
    const inspector = await InspectorClient.attach(configuration.port);
    await dap.ask('asl/childReady', { id });
    await inspector.event('Debugger.paused');
    await dap.ask('asl/childState', { id, state: 'stopped' });
    const expression = 'const end = Date.now() + 1500; while (Date.now() < end);';
    await inspector.send('Runtime.evaluate', { expression });
    await inspector.send('Debugger.resume');
    await dap.ask('asl/childState', { id, state: 'continued' });
    const stop = (await stopped).body as { threadId: number };
    expect(await dap.ask('asl/position')).toMatchObject({ state: 'Charge', phase: 'result' });
    expect(await dap.move('continue', { threadId: stop.threadId })).toBeUndefined();
    expect(await describeExecution(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '{"charged":3}' });
  });

  test('without lambda in the configuration a handler just runs', async () => {
    const { url, start, describeExecution } = await debuggedEndpoint();
    const editor = new AttachingEditor(url, { functions: [{ name: 'Charge' }, { name: 'After' }] });
    await editor.attach();
    const executionArn = await start();
    const { dap, first } = await editor.child();
    const stop = await dap.move('continue', { threadId: first?.threadId });
    expect((await topFrame(dap, stop?.threadId)).name).toContain('After');
    expect(dap.received.some((message) => 'event' in message && message.event === 'asl/childSession')).toBe(false);
    await dap.move('continue', { threadId: stop?.threadId });
    expect((await describeExecution(executionArn)).status).toBe('SUCCEEDED');
  });

  test.each([[{ debug: 'sometimes' }], [{ attachTimeout: 'long' }], [{ functions: {} }]])(
    'a wrong lambda attribute is refused: %j',
    async (lambda) => {
      const { url } = await debuggedEndpoint();
      const response = await new AttachingEditor(url).attach({ lambda });
      expect(response).toMatchObject({
        success: false,
        message: expect.stringContaining("'lambda' in the attach configuration"),
      });
    },
  );
});
