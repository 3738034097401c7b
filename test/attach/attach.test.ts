import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateStateMachineCommand, DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, describe, expect, test } from 'vitest';
import { debugChannel } from '../../runtime/src/hosts/endpoint/debug/channel.ts';
import type { EndpointOptions } from '../../runtime/src/hosts/endpoint/endpoint.ts';
import { AttachingEditor, scopeValues, topFrame } from '../support/attachingEditor.ts';
import { definitionOf, ROLE, testEndpoint } from '../support/endpoint.ts';

describe('attach', () => {
  test('an execution that somebody starts stops at a breakpoint of the editor', async () => {
    const { url, client, stateMachineArn } = await debuggedEndpoint(ORDER);
    const editor = new AttachingEditor(url, { functions: [{ name: 'Charge' }] });
    await editor.attach();
    const { executionArn } = await client.send(
      new StartExecutionCommand({ stateMachineArn, name: 'o-1', input: '{"total": 3}' }),
    );
    const { dap, first } = await editor.child();
    expect(first).toMatchObject({ reason: 'function breakpoint' });
    expect((await topFrame(dap, first?.threadId)).name).toContain('Charge');
    expect(await scopeValues(dap, first?.threadId, 'Input')).toMatchObject({ total: '3' });
    expect((await client.send(new DescribeExecutionCommand({ executionArn }))).status).toBe('RUNNING');

    const next = await dap.move('next', { threadId: first?.threadId });
    expect((await topFrame(dap, next?.threadId)).name).toContain('Ship');
    expect(await dap.move('continue', { threadId: next?.threadId })).toBeUndefined();
    const described = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(described).toMatchObject({ status: 'SUCCEEDED', output: '{"total":3,"charged":true,"shipped":true}' });
  });
});

const ORDER = definitionOf({
  Check: { Type: 'Pass', Next: 'Charge' },
  Charge: { Type: 'Pass', Result: true, ResultPath: '$.charged', Next: 'Ship' },
  Ship: { Type: 'Pass', Result: true, ResultPath: '$.shipped', End: true },
});

async function debuggedEndpoint(definition: string, options: Partial<EndpointOptions> = {}) {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'stepwise-attach-'));
  afterAll(() => rmSync(dataFolder, { recursive: true, force: true }));
  const debugging = debugChannel({ dataFolder, fileOf: () => undefined });
  const { endpoint, client } = await testEndpoint({ debugging, ...options });
  const { stateMachineArn } = await client.send(
    new CreateStateMachineCommand({ name: 'order', definition, roleArn: ROLE }),
  );
  return { url: endpoint.url, client, stateMachineArn, debugging };
}
