import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../runtime/src/asl/json.ts';
import { runExecution } from '../../runtime/src/index.ts';
import { compileMachine } from '../../runtime/src/interpreter/compile.ts';

/** Definitions that nobody has validated: the debugger runs what is being typed. */
const run = (definition: unknown) =>
  runExecution({ machine: { compiled: compileMachine(definition as JsonObject) }, limits: { historyEvents: 500 } });

describe('a definition that was not validated', () => {
  it('fails where it is wrong, by name', async () => {
    expect((await run({ StartAt: 'X', States: {} })).error).toBe('States.Runtime');
    expect((await run({ StartAt: 'A', States: { A: { Type: 'Nonsense' } } })).cause).toContain('Nonsense');
    expect((await run({ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'Gone' } } })).cause).toContain('next state');
    expect((await run({ StartAt: 'A', States: { A: { Type: 'Map', End: true } } })).cause).toContain('ItemProcessor');
  });

  it('never throws, whatever it is made of', async () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    const members = [
      'Type',
      'Next',
      'End',
      'Choices',
      'Branches',
      'ItemProcessor',
      'Retry',
      'Catch',
      'Parameters',
      'Resource',
      'Assign',
      'Output',
    ];
    const state = fc.dictionary(fc.constantFrom(...members), value, { maxKeys: 6 });
    const typed = fc.tuple(
      fc.constantFrom('Pass', 'Task', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map'),
      state,
    );
    await fc.assert(
      fc.asyncProperty(typed, async ([Type, rest]) => {
        const result = await run({ StartAt: 'A', States: { A: { ...rest, Type } } });
        expect(['SUCCEEDED', 'FAILED', 'TIMED_OUT']).toContain(result.status);
      }),
      { numRuns: 400 },
    );
  });
});
