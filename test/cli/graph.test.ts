import path from 'node:path';
import { expect, test } from 'vitest';
import { stepwise, temporaryFolder } from '../support/commandLine.ts';

const folder = temporaryFolder();
const example = path.resolve('examples/order-jsonata/order-jsonata.asl.json');

test('draws every state as SVG', async () => {
  const { out, exitCode } = await stepwise(['graph', example]);
  expect(out).toMatch(/^<svg [\s\S]+<\/svg>\n$/);
  for (const name of ['Open order', 'Look up price', 'Charge', 'Packed', 'Declined'])
    expect(out).toContain(`>${name}<`);
  expect(exitCode).toBe(0);
});

test('writes a Mermaid diagram', async () => {
  const { out } = await stepwise(['graph', example, '--format', 'mermaid', '--direction', 'LR']);
  expect(out).toMatch(/^flowchart LR\n/);
  expect(out).toContain('"Open order"');
});

test('takes one state machine of a template', async () => {
  const template = path.resolve('examples/sam-refunds/template.yaml');
  expect((await stepwise(['graph', template])).exitCode).toBe(2);
  const { out } = await stepwise(['graph', template, '--state-machine', 'ReminderMachine', '--format', 'mermaid']);
  expect(out).toContain('"Wait"');
  expect(out).not.toContain('"Approve"');
});

test('says where a definition cannot be read', async () => {
  const { error, exitCode } = await stepwise(['graph', folder.write('broken.asl.json', '{"StartAt": ]')]);
  expect(error).toMatch(/broken\.asl\.json:1:\d+: /);
  expect(exitCode).toBe(2);
  expect((await stepwise(['graph', folder.write('empty.asl.json', '{}')])).exitCode).toBe(1);
});
