import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DebuggerOptions } from '../../runtime/src/debugger/debuggerOptions.ts';
import { RecordedCalls } from '../../runtime/src/debugger/recordedCalls.ts';
import type { TaskRunner } from '../../runtime/src/interpreter/environment.ts';
import { mockedTasks } from '../../runtime/src/tasks/mocked.ts';
import { answeredBy, DebuggedRun, outcomeText, plainRun, type RunnableCase } from '../support/debuggedRun.ts';
import { anyMachine, lateTasks } from '../support/randomMachines.ts';
import { OWN_CASES } from './ownCases.ts';

const anyCase = fc.oneof(fc.constantFrom(...OWN_CASES), { weight: 3, arbitrary: anyMachine });
const FILTERS = [{ id: 'uncaught' }, { id: 'retried' }, { id: 'caught' }];

/** A run that is not watched until something happens, and how often its tasks were really run. */
function unwatched(run: RunnableCase, options: Partial<DebuggerOptions> = {}) {
  let runs = 0;
  const mocks: TaskRunner = mockedTasks(run.mocks ?? {}, run.mocksByInput);
  const counted: TaskRunner = {
    run: (call) => {
      runs += 1;
      for (const runner of [mocks, ...(run.tasks ?? [])]) {
        const answer = runner.run(call);
        if (answer !== undefined) return answer;
      }
      return undefined;
    },
  };
  const debugged = new DebuggedRun(run, {
    mayRunUnwatched: true,
    calls: (moment) => new RecordedCalls(answeredBy(counted), moment),
    ...options,
  });
  return { debugged, runs: () => runs };
}

const stopsOf = ({ stops }: DebuggedRun) =>
  stops.map(({ reason, step }) => [reason, step.index, step.strand.path, step.state.name, step.time, step.attempt]);

/** Everything that was recorded, as far as it can be told apart. */
const recordOf = ({ session }: DebuggedRun) =>
  session.timeline.steps.map(({ strand, state, phase, time, input, output }) => [
    strand.path,
    state.name,
    phase,
    time,
    input,
    output,
  ]);

describe('an execution that nobody watches', () => {
  test('ends as it would end watched, and records nothing', () =>
    fc.assert(
      fc.asyncProperty(anyCase, async (run) => {
        const { debugged } = unwatched(run);
        await debugged.start();
        expect(outcomeText(debugged.finished!)).toBe(outcomeText(await plainRun(run)));
        expect(debugged.session.timeline.length).toBe(0);
      }),
      { numRuns: 100, interruptAfterTimeLimit: 10_000 },
    ));

  test('stops at failures as it would watched, and runs no task twice', () =>
    fc.assert(
      fc.asyncProperty(anyCase, async (run) => {
        const watched = new DebuggedRun(run);
        const { debugged, runs } = unwatched(run);
        for (const each of [watched, debugged]) {
          each.session.rules.exceptions.set(FILTERS);
          for (let stop = await each.start(); stop; ) stop = await each.until(() => each.session.continue());
        }
        expect(stopsOf(debugged)).toEqual(stopsOf(watched));
        expect(outcomeText(debugged.finished!)).toBe(outcomeText(watched.finished!));
        expect(runs()).toBe(debugged.session.calls.all.length);
      }),
      { numRuns: 150, interruptAfterTimeLimit: 10_000 },
    ));

  test('has a record when somebody asks for it', () =>
    fc.assert(
      fc.asyncProperty(anyCase, async (run) => {
        const watched = new DebuggedRun(run);
        const { debugged, runs } = unwatched(run);
        await watched.start();
        await debugged.start();
        await debugged.session.watch();
        expect(recordOf(debugged)).toEqual(recordOf(watched));
        expect(debugged.session.position).toBe(watched.session.position);
        expect(runs()).toBe(debugged.session.calls.all.length);
        expect(debugged.session.calls.all.map(({ at }) => at)).toEqual(watched.session.calls.all.map(({ at }) => at));
      }),
      { numRuns: 100, interruptAfterTimeLimit: 10_000 },
    ));

  test('can be paused and gone back in while tasks are under way, and runs none of them twice', async () => {
    let pauses = 0;
    await fc.assert(
      fc.asyncProperty(anyMachine, async (machine) => {
        const { debugged, runs } = unwatched({ ...machine, mocks: undefined, tasks: [lateTasks] });
        const { session } = debugged;
        await debugged.until(() => {
          session.start();
          session.pause(undefined);
        });
        if (session.mode === 'stopped') pauses += 1;
        while (session.mode === 'stopped') {
          if (session.position > 0) await debugged.until(() => session.reverseContinue());
          await debugged.until(() => session.continue());
        }
        expect(debugged.finished!.status).not.toBe('RUNNING');
        expect(runs()).toBe(session.calls.all.length);
      }),
      { numRuns: 100, interruptAfterTimeLimit: 10_000 },
    );
    expect(pauses).toBeGreaterThan(0);
  });

  test('is watched from the moment at which a breakpoint is set', async () => {
    const [order] = OWN_CASES;
    const { debugged, runs } = unwatched({ ...order!, mocks: undefined, tasks: [lateTasks] });
    const { session } = debugged;
    const stop = await debugged.until(() => {
      session.start();
      session.rules.data.set([{ dataId: '$.shipments' }]);
      session.rulesChanged();
    });
    if (stop) expect(session.isRecorded).toBe(true);
    while (session.mode === 'stopped') await debugged.until(() => session.continue());
    expect(runs()).toBe(session.calls.all.length);
  });
});
