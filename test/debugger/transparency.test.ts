import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampledExecutions } from '../support/conformanceCases.ts';
import { DebuggedRun, outcomeText, plainRun, type RunnableCase } from '../support/debuggedRun.ts';
import { anyMachine } from '../support/randomMachines.ts';
import { OWN_CASES } from './ownCases.ts';

/** Moves of one case; a walk that has not come to the end by then just continues. */
const MOST_MOVES = 60;

describe('the debugger changes nothing of an execution', () => {
  const recorded = sampledExecutions(100, 3);
  test.skipIf(recorded.length === 0)(
    'recorded cases are there (they lie beside the checkout, in shared/conformance)',
    () => {
      expect(recorded.length).toBeGreaterThan(50);
    },
  );
  for (const [i, run] of [...OWN_CASES, ...recorded].entries()) {
    test(`${run.id}`, async () => {
      const plain = await plainOutcome(run);
      expect(await steppedOutcome(run, i, 'all')).toEqual(plain);
      // Stepping one thread while the others wait is another order of the same things.
      const held = await steppedOutcome(run, i + 7, 'thread');
      if (isSequential(run)) expect(held).toEqual(plain);
      else expect(unordered(held)).toEqual(unordered(plain));
    });
  }
});

test('it changes nothing of any machine', () =>
  fc.assert(
    fc.asyncProperty(anyMachine, fc.nat(10_000), async (run, seed) => {
      const plain = await plainOutcome(run);
      expect(await steppedOutcome(run, seed, 'all')).toEqual(plain);
      const held = await steppedOutcome(run, seed, 'thread');
      if (isSequential(run)) expect(held).toEqual(plain);
    }),
    { numRuns: 100, interruptAfterTimeLimit: 10_000 },
  ));

async function plainOutcome(run: RunnableCase): Promise<string> {
  return outcomeText(await plainRun(run));
}

/** Walks through an execution by moves that a seed chooses, forth and back, with breakpoints on every third state. */
async function steppedOutcome(run: RunnableCase, seed: number, stepping: 'thread' | 'all'): Promise<string> {
  const debugged = new DebuggedRun(run, { stepping });
  const { session } = debugged;
  session.rules.entry = true;
  session.rules.exceptions.set([{ id: 'uncaught' }, { id: 'caught' }, { id: 'retried' }]);
  let random = seed * 7919 + 17;
  const choose = (count: number) => {
    random = (random * 1103515245 + 12345) & 0x7fffffff;
    return (random >> 8) % count;
  };
  let stop = await debugged.start();
  for (let move = 0; stop; move++) {
    if (move > MOST_MOVES) session.rules.exceptions.set([]);
    const strands = session.timeline.aliveAt(session.position);
    const step = choose(3) === 0 ? (session.stepOf(strands[choose(strands.length)]!) ?? stop.step) : stop.step;
    stop = await debugged.until(
      move > MOST_MOVES
        ? () => session.continue()
        : [
            () => session.next(step, 'state'),
            () => session.next(step, 'phase'),
            () => session.stepIn(step),
            () => session.stepOut(step),
            () => session.stepBack(step, 'state'),
            () => session.stepBack(step, 'phase'),
            () => session.next(step, 'phase'),
            () => (choose(4) === 0 ? session.reverseContinue() : session.next(step, 'state')),
          ][choose(8)]!,
    );
  }
  return outcomeText(debugged.finished!);
}

/** Whether only one thing at a time can happen, so that there is only one order. */
function isSequential({ definition }: RunnableCase): boolean {
  return !/"(?:Branches|ItemProcessor|Iterator)"/.test(JSON.stringify(definition));
}

/** A history without its order and without the ids that tell it. */
function unordered(outcome: string): unknown {
  const { events, ...rest } = JSON.parse(outcome.replace(/\(entered at the event id #\d+\)/g, '')) as {
    events: { type: string; details: unknown }[];
  };
  return { ...rest, events: events.map(({ type, details }) => JSON.stringify([type, details])).sort() };
}
