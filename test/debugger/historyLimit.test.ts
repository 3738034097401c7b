import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateAt } from '../../runtime/src/debugger/evaluate.ts';
import { framesOf } from '../../runtime/src/debugger/frames.ts';
import { scopesOf } from '../../runtime/src/debugger/scopes.ts';
import { DebuggedRun, outcomeText, plainRun, type RunnableCase } from '../support/debuggedRun.ts';
import { anyMachine } from '../support/randomMachines.ts';

/** Two states for each of many items. */
function mapOf(count: number, text = ''): RunnableCase {
  return {
    input: Array.from({ length: count }, (_, i) => ({ i })),
    definition: {
      QueryLanguage: 'JSONata',
      StartAt: 'Each',
      States: {
        Each: {
          Type: 'Map',
          MaxConcurrency: 1,
          ItemProcessor: {
            StartAt: 'Make',
            States: {
              Make: {
                Type: 'Pass',
                Output: `{% {'i': $states.input.i, 'text': '${text}' & $states.input.i} %}`,
                Next: 'Take',
              },
              Take: { Type: 'Pass', Output: '{% $states.input.i %}', End: true },
            },
          },
          End: true,
        },
      },
    },
  };
}

const keptOf = ({ session }: DebuggedRun) => session.timeline.steps.filter(({ isDropped }) => !isDropped);

describe('a limit of the record', () => {
  test('changes nothing of the execution, and every step can be looked at', () =>
    fc.assert(
      fc.asyncProperty(anyMachine, fc.integer({ min: 1, max: 30 }), async (run, steps) => {
        const debugged = new DebuggedRun(run, { historyLimit: { steps, mb: 0.001 }, stopOnEnd: true });
        const { session } = debugged;
        await debugged.start();
        expect(outcomeText(session.execution)).toBe(outcomeText(await plainRun(run)));
        for (const step of session.timeline.steps) {
          await debugged.until(() => session.goTo(step.index));
          for (const frame of framesOf(step.strand, session.timeline, session.position, 'Machine'))
            for (const { value, entries } of scopesOf(frame, session)) void (value ?? (await entries?.()));
          if (!step.strand.parent) expect(step.isDropped).toBe(false);
        }
      }),
      { numRuns: 60, interruptAfterTimeLimit: 6_000 },
    ));

  test('drops values of passed iterations, the oldest first, and says so once', async () => {
    let told = 0;
    const debugged = new DebuggedRun(mapOf(100), {
      historyLimit: { steps: 250 },
      listener: {
        stopped: () => {},
        resumed: () => {},
        log: () => {},
        forked: () => {},
        finished: () => {},
        valuesDropped: () => {
          told += 1;
        },
      },
    });
    debugged.session.start();
    await debugged.session.execution.finished;
    const { strands, length } = debugged.session.timeline;
    const iterations = strands.filter(({ parent }) => parent);
    const isWhole = iterations.map(({ last }) => !last!.previous!.isDropped);
    expect(length).toBeGreaterThan(300);
    expect(keptOf(debugged).length).toBeLessThanOrEqual(250);
    expect(told).toBe(1);
    expect(isWhole[0]).toBe(false);
    expect(isWhole.at(-1)).toBe(true);
    expect([...isWhole].sort()).toEqual(isWhole);
    // How an iteration began and ended stays.
    const [{ last }] = iterations as [(typeof iterations)[0]];
    let first = last!;
    while (first.previous) first = first.previous;
    expect([first.input, last!.output]).toEqual([{ i: 0 }, 0]);
  });

  test('counts what values take, once where they are shared', async () => {
    const large = new DebuggedRun(mapOf(40, 'x'.repeat(20_000)), { historyLimit: { mb: 1 }, stopOnEnd: true });
    const shared = new DebuggedRun(
      { ...mapOf(40), input: Array(40).fill({ i: 1, text: 'x'.repeat(20_000) }) },
      { historyLimit: { mb: 1 }, stopOnEnd: true },
    );
    await large.start();
    await shared.start();
    expect(keptOf(large).length).toBeLessThan(large.session.timeline.length);
    expect(keptOf(shared).length).toBe(shared.session.timeline.length);
  });

  test('is no loss: a frame that is run again has its values', async () => {
    const debugged = new DebuggedRun(mapOf(50), { historyLimit: { steps: 60 }, stopOnEnd: true });
    const { session } = debugged;
    await debugged.start();
    const dropped = session.timeline.steps.find(({ isDropped, phase }) => isDropped && phase === 'input')!;
    expect(await evaluateAt(dropped, '$states.input')).toMatchObject({ message: expect.stringContaining('not kept') });
    await debugged.until(() => session.goTo(dropped.index));
    expect(await session.setValue(dropped, 'input', [], 1)).toMatchObject({
      reason: expect.stringContaining('not kept'),
    });
    expect(await session.restart(dropped.visit)).toBeUndefined();
    const { step } = session.stop!;
    expect([step.index, step.state.name, step.input]).toEqual([dropped.index, 'Take', { i: 0, text: '0' }]);
    expect(await session.setValue(step, 'input', [], { i: 'changed' })).toBeUndefined();
    await debugged.until(() => session.continue());
    expect((session.execution.output as unknown[])[0]).toBe('changed');
  });
});
