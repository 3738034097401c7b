import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DapClient } from '../support/dapClient.ts';
import { FIXTURES } from '../support/dapScript.ts';

describe('record', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'stepwise-record-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('what a run has written is replayed without its program and agrees', async () => {
    const file = path.join(folder, 'order.json');
    await outputsOf({
      program: path.join(FIXTURES, 'order.jsonata.asl.json'),
      inputFile: path.join(FIXTURES, 'input.json'),
      mocks: path.join(FIXTURES, 'mocks.json'),
      record: file,
    });
    const { events } = JSON.parse(readFileSync(file, 'utf8')) as { events: unknown[] };
    const outputs = await outputsOf({ history: file, verify: 'stop' });
    expect(outputs).toContain(`The replay agrees with what was recorded in ${events.length} events.\n`);
  });

  test('a file that cannot be written is told', async () => {
    const file = path.join(folder, 'missing', 'order.json');
    const outputs = await outputsOf({ program: path.join(FIXTURES, 'placeholders.asl.json'), record: file });
    expect(outputs.join('')).toContain(`${file}: The history cannot be written:`);
  });
});

/** What a whole run says in the console. */
async function outputsOf(launch: object): Promise<string[]> {
  const client = new DapClient();
  await client.ask('initialize', { adapterID: 'asl' });
  await client.ask('launch', launch);
  await client.ask('configurationDone');
  await client.quiet();
  return client.received
    .filter((message): message is DebugProtocol.OutputEvent => 'event' in message && message.event === 'output')
    .map(({ body }) => body.output);
}
