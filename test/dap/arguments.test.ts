import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { HANDLERS } from '../../runtime/src/hosts/dap/handlers.ts';
import { DapClient } from '../support/dapClient.ts';
import { FIXTURES } from '../support/dapScript.ts';

const program = path.join(FIXTURES, 'order.jsonata.asl.json');
const launch = {
  program,
  inputFile: path.join(FIXTURES, 'input.json'),
  mocks: path.join(FIXTURES, 'mocks.json'),
  stopOnEntry: 'Charge',
};

async function stopped(): Promise<DapClient> {
  const client = new DapClient();
  await client.launch(launch);
  return client;
}

const WRONG: readonly unknown[] = [
  undefined,
  null,
  7,
  'text',
  [],
  {},
  { threadId: 'x', frameId: [], source: 7, line: '1', breakpoints: 7, filters: 'uncaught', threadIds: 1, visit: {} },
  { threadId: 1, frameId: 1, source: null, line: 1, breakpoints: [null, 7], filters: [7], threadIds: ['x'], visit: 1 },
  { source: { path: {} }, breakpoints: [{ line: 1, condition: {}, name: 'A', dataId: 1 }], filterOptions: [null] },
  { expression: [], text: {}, name: 7, value: {}, variablesReference: 'x', column: null, step: 'first', context: 1 },
];

describe('arguments that are none', () => {
  for (const command of Object.keys(HANDLERS)) {
    if (['launch', 'attach', 'initialize', 'restart'].includes(command)) continue;
    test(`of ${command} are refused in words`, async () => {
      for (const args of WRONG) {
        const client = await stopped();
        const { message = '' } = await client.request(command, args);
        expect(message).not.toMatch(/inside the adapter|undefined/);
        await client.request('disconnect');
      }
    });
  }

  test.each([
    ['setBreakpoints', {}, "'source' is no object"],
    ['setBreakpoints', { source: { path: 'x' }, breakpoints: [{ line: '3' }] }, "'breakpoints[0].line' is no number"],
    ['setFunctionBreakpoints', { breakpoints: [{ name: 7 }] }, "'breakpoints[0].name' is no text"],
    ['setExceptionBreakpoints', { filters: 'uncaught' }, "'filters' is no list"],
    ['next', { threadId: 1, singleThread: 'yes' }, "'singleThread' is not true or false"],
    ['setDataBreakpoints', 7, 'its arguments are no object'],
  ])('%s says what is wrong', async (command, args, what) => {
    const client = await stopped();
    const { success, message } = await client.request(command, args);
    expect([success, message]).toEqual([false, `'${command}' cannot be understood: ${what}.`]);
  });

  test('null stands for what may be missing', async () => {
    const client = await stopped();
    const args = { threadId: 1, startFrame: null, levels: null };
    expect((await client.request('stackTrace', args)).success).toBe(true);
    const source = { path: program, sourceReference: null };
    const { body } = await client.request('setBreakpoints', {
      source,
      breakpoints: [{ line: 15, column: null, condition: null, hitCondition: null, logMessage: null }],
    });
    expect(body.breakpoints).toMatchObject([{ verified: true, line: 15 }]);
  });

  test('a number that is none of JSON is no value', async () => {
    const client = await stopped();
    const { stackFrames } = await client.ask<{ stackFrames: { id: number }[] }>('stackTrace', { threadId: 1 });
    const args = { expression: '$states.input.limit', frameId: stackFrames[0]!.id };
    expect((await client.request('setExpression', { ...args, value: '[1e999]' })).success).toBe(false);
    expect((await client.request('setExpression', { ...args, value: '[1e99]' })).success).toBe(true);
  });
});
