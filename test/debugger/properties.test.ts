import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateAt } from '../../runtime/src/debugger/evaluate.ts';
import { framesOf } from '../../runtime/src/debugger/frames.ts';
import { Places } from '../../runtime/src/debugger/places.ts';
import { scopesOf } from '../../runtime/src/debugger/scopes.ts';
import { placesNamed } from '../../runtime/src/debugger/stateNames.ts';
import type { Stop } from '../../runtime/src/debugger/stopRules.ts';
import { compileMachine } from '../../runtime/src/interpreter/compile.ts';
import { parseDocument } from '../../runtime/src/source/document.ts';
import { DebuggedRun, outcomeText, plainRun } from '../support/debuggedRun.ts';
import { anyMachine, lateTasks } from '../support/randomMachines.ts';
import { OWN_CASES } from './ownCases.ts';

const RUNS = { numRuns: 150, interruptAfterTimeLimit: 10_000 };
const anyCase = fc.oneof(fc.constantFrom(...OWN_CASES), { weight: 3, arbitrary: anyMachine });
const anyStepping = fc.constantFrom('thread' as const, 'all' as const);

/** Everything that a user can see at the position, as text. */
async function snapshot({ session }: DebuggedRun): Promise<string> {
  const strands = session.timeline.aliveAt(session.position);
  const shown = strands.map(async (strand) => {
    const frames = framesOf(strand, session.timeline, session.position, 'Machine');
    const scopes = await Promise.all(
      frames.flatMap((frame) =>
        scopesOf(frame, session).map(async ({ name, value, entries }) => [name, value?.json, await entries?.()]),
      ),
    );
    return [strand.path, frames.map(({ name }) => name), scopes];
  });
  const hidden = new Set(['edit', 'step']);
  return JSON.stringify([session.position, await Promise.all(shown)], (key, value) =>
    hidden.has(key) ? undefined : value,
  );
}

/** A run that stands at its `steps`-th step, reached by steps of both sizes. */
async function standingAt(debugged: DebuggedRun, steps: readonly number[]): Promise<Stop | undefined> {
  const { session } = debugged;
  session.rules.entry = true;
  let stop = await debugged.start();
  for (const kind of steps) {
    if (!stop) return undefined;
    const { step } = stop;
    stop = await debugged.until(
      [() => session.next(step, 'state'), () => session.next(step, 'phase'), () => session.stepIn(step)][kind]!,
    );
  }
  return stop;
}

const anyWalk = fc.array(fc.nat(2), { maxLength: 25 });

describe('time travel', () => {
  test('stepping back is the inverse of stepping', () =>
    fc.assert(
      fc.asyncProperty(anyCase, anyStepping, anyWalk, fc.nat(3), async (run, stepping, walk, kind) => {
        const debugged = new DebuggedRun(run, { stepping, stopOnEnd: true });
        const stop = await standingAt(debugged, walk);
        if (!stop || stop.reason === 'end') return;
        const { session } = debugged;
        const before = await snapshot(debugged);
        const moved = await debugged.until(
          [
            () => session.next(stop.step, 'state'),
            () => session.next(stop.step, 'phase'),
            () => session.stepIn(stop.step),
            () => session.stepOut(stop.step),
          ][kind]!,
        );
        await debugged.until(() => session.stepBack(moved!.step, 'state'));
        expect(await snapshot(debugged)).toBe(before);
      }),
      RUNS,
    ));

  test('stops on the way back are the stops of the way forth, reversed', () =>
    fc.assert(
      fc.asyncProperty(anyCase, fc.nat(10_000), async (run, seed) => {
        const debugged = new DebuggedRun(run, { stopOnEnd: true });
        const { session } = debugged;
        const machine = compileMachine(run.definition);
        const places = machine.states.flatMap((state, i) =>
          (seed >> (i % 12)) & 1 ? placesNamed(`${i % 2 ? 'exit:' : ''}${state.name}`, machine, undefined) : [],
        );
        session.rules.breakpoints.set(
          'lines',
          places.map((place, i) => ({
            key: String(i),
            places: [place],
            settings: i % 3 === 0 ? { hitCondition: '%2' } : i % 3 === 1 ? { condition: '$attempt < 2' } : {},
          })),
        );
        session.rules.exceptions.set([{ id: 'uncaught' }, { id: 'retried' }]);
        const forth: number[] = [];
        for (let stop = await debugged.start(); stop && stop.reason !== 'end'; ) {
          forth.push(stop.step.index);
          stop = await debugged.until(() => session.continue());
        }
        const back: number[] = [];
        for (;;) {
          const stop = await debugged.until(() => session.reverseContinue());
          if (stop!.reason === 'entry') break;
          back.push(stop!.step.index);
          if (stop!.step.index === 0) break;
        }
        // The end is a stop of its own: when the last step is one too, only the way forth shows it.
        const last = session.timeline.length - 1;
        expect(back).toEqual(forth.filter((index) => index !== last).reverse());
      }),
      RUNS,
    ));

  test('going back and forth runs no task twice and ends as without', () =>
    fc.assert(
      fc.asyncProperty(anyCase, anyWalk, async (run, walk) => {
        const debugged = new DebuggedRun(run, { stepping: 'all' });
        const { session } = debugged;
        let stop = await standingAt(debugged, walk);
        while (stop && session.position > 0) stop = await debugged.until(() => session.stepBack(stop!.step, 'phase'));
        while (stop) stop = await debugged.until(() => session.continue());
        const calls = session.calls.all.map(({ state }) => state);
        const plain = new DebuggedRun(run);
        await plain.start();
        expect(calls).toEqual(plain.session.calls.all.map(({ state }) => state));
        expect(outcomeText(debugged.finished!)).toBe(outcomeText(await plainRun(run)));
      }),
      RUNS,
    ));

  test('a change in the past that changes nothing ends in the same result', () =>
    fc.assert(
      fc.asyncProperty(anyCase, anyStepping, anyWalk, fc.nat(20), async (run, stepping, walk, back) => {
        const debugged = new DebuggedRun(run, { stepping });
        const { session } = debugged;
        let stop = await standingAt(debugged, walk);
        for (let i = 0; stop && i < back; i++) stop = await debugged.until(() => session.stepBack(stop!.step, 'phase'));
        while (stop && stop.step.phase !== 'input') {
          stop = await debugged.until(() => session.stepBack(stop!.step, 'phase'));
        }
        if (!stop) return;
        const refusal = await session.setValue(stop.step, 'input', [], stop.step.input);
        expect(refusal).toBeUndefined();
        while (stop) stop = await debugged.until(() => session.continue());
        const [changed, plain] = [debugged.finished!, await plainRun(run)];
        // One thread at a time is another order of the same things: another branch may be the first that fails.
        const isConcurrent = /"(?:Branches|ItemProcessor)"/.test(JSON.stringify(run.definition));
        if (stepping === 'all' || !isConcurrent)
          expect([changed.status, changed.output, changed.error]).toEqual([plain.status, plain.output, plain.error]);
        else expect(changed.status).not.toBe('RUNNING');
        if (stepping === 'all') expect(outcomeText(changed)).toBe(outcomeText(plain));
      }),
      RUNS,
    ));
});

describe('lines of history', () => {
  test('a line that a change has left is as it was, and goes on as it would have', () =>
    fc.assert(
      fc.asyncProperty(anyCase, anyWalk, fc.nat(20), fc.nat(8), async (run, walk, back, further) => {
        const debugged = new DebuggedRun(run, { stepping: 'all' });
        const { session } = debugged;
        let stop = await standingAt(debugged, walk);
        for (let i = 0; stop && i < back; i++) stop = await debugged.until(() => session.stepBack(stop!.step, 'phase'));
        while (stop && stop.step.phase !== 'input') {
          stop = await debugged.until(() => session.stepBack(stop!.step, 'phase'));
        }
        if (!stop || !session.inPast) return;
        const before = await snapshot(debugged);
        expect(await session.setValue(stop.step, 'input', [], { changed: true })).toBeUndefined();
        const changed = await snapshot(debugged);
        for (let i = 0; session.mode === 'stopped' && i < further; i++) {
          await debugged.until(() => session.next(session.stop!.step, 'phase'));
        }
        if (session.mode !== 'stopped') return;
        expect(session.selectLine(0)).toBeUndefined();
        expect(await snapshot(debugged)).toBe(before);
        if (further === 0) {
          expect(session.selectLine(1)).toBeUndefined();
          expect(await snapshot(debugged)).toBe(changed);
          expect(session.selectLine(0)).toBeUndefined();
        }
        while (session.mode === 'stopped') await debugged.until(() => session.continue());
        expect(outcomeText(debugged.finished!)).toBe(outcomeText(await plainRun(run)));
      }),
      RUNS,
    ));
});

describe('time travel with tasks that answer late', () => {
  // What comes first is decided by real time here, so results may differ; the way back must be found all the same, and an end.
  test('a past step becomes live again, whatever came late on the way to it', () =>
    fc.assert(
      fc.asyncProperty(anyMachine, anyStepping, anyWalk, fc.nat(20), async (machine, stepping, walk, back) => {
        const run = { ...machine, mocks: undefined, tasks: [lateTasks] };
        const debugged = new DebuggedRun(run, { stepping });
        const { session } = debugged;
        let stop = await standingAt(debugged, walk);
        for (let i = 0; stop && i < back; i++) stop = await debugged.until(() => session.stepBack(stop!.step, 'phase'));
        while (stop && stop.step.phase !== 'input') {
          stop = await debugged.until(() => session.stepBack(stop!.step, 'phase'));
        }
        if (!stop) return;
        expect(await session.setValue(stop.step, 'input', [], stop.step.input)).toBeUndefined();
        while (stop) stop = await debugged.until(() => session.continue());
        expect(debugged.finished!.status).not.toBe('RUNNING');
      }),
      RUNS,
    ));
});

describe('looking', () => {
  test('a breakpoint on the line of a state stops as one on its name does', () =>
    fc.assert(
      fc.asyncProperty(anyCase, fc.nat(50), async (run, chosen) => {
        const machine = compileMachine(run.definition);
        const state = machine.states[chosen % machine.states.length]!;
        const document = parseDocument(JSON.stringify(run.definition, undefined, 2));
        const places = new Places(document, machine);
        const line = document.lines.positionAt(places.rangeOf(state)!.key.start).line;
        const onLine = places.placeOnLine(document.lines.lineStart(line), document.lines.lineEnd(line))!;
        const stopsOf = async (found: readonly (typeof onLine)[]) => {
          const debugged = new DebuggedRun(run);
          debugged.session.rules.breakpoints.set('any', [{ key: 'it', places: found, settings: {} }]);
          for (let stop = await debugged.start(); stop; )
            stop = await debugged.until(() => debugged.session.continue());
          return debugged.stops.map(({ step }) => step.index);
        };
        expect(await stopsOf([onLine])).toEqual(await stopsOf(placesNamed(state.name, machine, places)));
      }),
      RUNS,
    ));

  test('evaluating changes nothing', () =>
    fc.assert(
      fc.asyncProperty(anyCase, anyWalk, async (run, walk) => {
        const debugged = new DebuggedRun(run, { stepping: 'all' });
        const stop = await standingAt(debugged, walk);
        if (!stop) return;
        const { language, texts } =
          stop.step.state.queryLanguage === 'JSONata'
            ? {
                language: 'JSONata',
                texts: ['$random()', '$uuid()', '$now()', '$states.input', '$nothing', '(((', '$states.context'],
              }
            : {
                language: 'JSONPath',
                texts: [
                  'States.UUID()',
                  '$',
                  '$$',
                  '$.items[?(@.n > 2)]',
                  "$.x == 'y'",
                  '$.',
                  'States.MathRandom(1, 9)',
                ],
              };
        const before = await snapshot(debugged);
        for (const text of texts) {
          const first = await evaluateAt(stop.step, text);
          expect([language, text, await evaluateAt(stop.step, text)]).toEqual([language, text, first]);
        }
        expect(await snapshot(debugged)).toBe(before);
        for (let next: Stop | undefined = stop; next; ) next = await debugged.until(() => debugged.session.continue());
        expect(outcomeText(debugged.finished!)).toBe(outcomeText(await plainRun(run)));
      }),
      RUNS,
    ));

  test('recorded values are those that flowed, not copies', async () => {
    const big = Array.from({ length: 1000 }, (_, i) => ({ i }));
    const debugged = new DebuggedRun({
      input: { big },
      definition: {
        StartAt: 'A',
        States: {
          A: { Type: 'Pass', Result: { small: 1 }, ResultPath: '$.a', Next: 'B' },
          B: { Type: 'Wait', Seconds: 1, End: true },
        },
      },
    });
    await debugged.start();
    for (const { input } of debugged.session.timeline.steps) expect((input as { big: unknown }).big).toBe(big);
  });
});
