import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DapClient } from '../support/dapClient.ts';
import type { RunnableCase } from '../support/debuggedRun.ts';
import { anyMachine } from '../support/randomMachines.ts';

type Move = 'continue' | 'next' | 'phase' | 'stepIn' | 'stepOut' | 'stepBack' | 'reverseContinue';

interface Scenario {
  readonly run: RunnableCase;
  readonly stepping: 'thread' | 'all';
  readonly breakpoints: readonly object[];
  readonly moves: readonly Move[];
}

const CAPS = [1, 2, 5, 100];

const anyScenario: fc.Arbitrary<Scenario> = fc.record({
  run: anyMachine.filter(({ definition }) => /"(?:Branches|ItemProcessor)"/.test(JSON.stringify(definition))),
  stepping: fc.constantFrom('thread', 'all'),
  breakpoints: fc.array(
    fc.record(
      {
        name: fc.constantFrom(
          '*',
          'S1',
          'S2',
          'S3',
          'S4',
          'type:Task',
          'type:Map',
          'exit:type:Pass',
          'exit:type:Parallel',
        ),
        hitCondition: fc.constantFrom('2', '%2', '>=3', '2/thread'),
      },
      { requiredKeys: ['name'] },
    ),
    { maxLength: 3 },
  ),
  moves: fc.array(
    fc.constantFrom<Move[]>(
      'continue',
      'continue',
      'next',
      'phase',
      'stepIn',
      'stepOut',
      'stepBack',
      'reverseContinue',
    ),
    { minLength: 5, maxLength: 25 },
  ),
});

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'threads-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Where the session stands after each move, as the user sees it, and how long its lists of threads were. */
async function stopsOf(scenario: Scenario, maxThreads: number): Promise<{ stops: string[]; longest: number }> {
  const { run, stepping, breakpoints, moves } = scenario;
  const program = path.join(folder, 'machine.asl.json');
  writeFileSync(program, JSON.stringify(run.definition, undefined, 1));
  const client = new DapClient();
  const stops: string[] = [];
  let longest = 0;
  let stopped = await client.launch(
    { program, input: run.input, mocks: run.mocks, stepping, maxThreads, stopOnEntry: true, stopOnEnd: true },
    { functions: [...breakpoints], filters: ['uncaught', 'retried'] },
  );
  for (const move of moves) {
    if (!stopped) break;
    const { threads } = await client.ask<{ threads: DebugProtocol.Thread[] }>('threads');
    longest = Math.max(longest, threads.length);
    const { threadId } = stopped;
    const thread = threads.find(({ id }) => id === threadId);
    const position = await client.ask('asl/position');
    stops.push([stopped.reason, thread?.name, position.step, position.state, position.phase].join(' '));
    stopped =
      move === 'phase'
        ? await client.move('next', { threadId, granularity: 'instruction' })
        : await client.move(move, { threadId });
  }
  await client.request('disconnect');
  return { stops, longest };
}

describe('the longest list of threads', () => {
  test('does not change what one stops at, nor in which order', () =>
    fc.assert(
      fc.asyncProperty(anyScenario, async (scenario) => {
        const [free, ...capped] = await inOrder([...CAPS].reverse(), (cap) => stopsOf(scenario, cap));
        for (const { stops } of capped) expect(stops).toEqual(free!.stops);
      }),
      { numRuns: 60, interruptAfterTimeLimit: 8_000 },
    ));

  test('is what the launch configuration says', () =>
    fc.assert(
      fc.asyncProperty(anyScenario, fc.constantFrom(...CAPS), async (scenario, cap) => {
        expect((await stopsOf(scenario, cap)).longest).toBeLessThanOrEqual(cap);
      }),
      { numRuns: 30, interruptAfterTimeLimit: 4_000 },
    ));
});

async function inOrder<T, R>(items: readonly T[], perform: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await perform(item));
  return results;
}
