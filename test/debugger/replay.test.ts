import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../runtime/src/asl/json.ts';
import { NoHistory, readHistory } from '../../runtime/src/debugger/replay/historyText.ts';
import { placesNamed } from '../../runtime/src/debugger/stateNames.ts';
import { compileMachine } from '../../runtime/src/interpreter/compile.ts';
import { type RecordedCase, sampledExecutions } from '../support/conformanceCases.ts';
import { DebuggedRun, outcomeText, plainRun, type RunnableCase } from '../support/debuggedRun.ts';
import { anyMachine } from '../support/randomMachines.ts';
import { historyText, replayedRun } from '../support/replayedRun.ts';
import { OWN_CASES } from './ownCases.ts';

const recorded = sampledExecutions(150, 5);

describe('a replay of what a run has recorded stops where the run stops', () => {
  test.skipIf(recorded.length === 0)(
    'recorded cases are there (they lie beside the checkout, in shared/conformance)',
    () => {
      expect(recorded.length).toBeGreaterThan(50);
    },
  );
  for (const [i, run] of [...OWN_CASES, ...recorded].entries()) {
    test(run.id, async () => expect(await replayedStops(run, i)).toEqual(await ownStops(run, i)));
  }

  test('any machine', () =>
    fc.assert(
      fc.asyncProperty(anyMachine, fc.nat(10_000), async (run, seed) => {
        // The children of a distributed Map have histories of their own, so what they do beside others is not recorded.
        fc.pre(!hasMapRun(run));
        expect(await replayedStops(run, seed)).toEqual(await ownStops(run, seed));
      }),
      { numRuns: 150, interruptAfterTimeLimit: 10_000 },
    ));
});

// The recorded executions stand beside the project; a clone without them has none to replay.
describe.skipIf(recorded.length === 0)('what AWS has recorded', () => {
  for (const run of recorded.filter(isComparable)) {
    test(`${run.id} agrees with what is computed`, async () => {
      const { debugged, history } = replayedRun(recordedText(run), run, 'warn');
      await debugged.start();
      expect([debugged.logs, history.divergences]).toEqual([[], 0]);
      expect(debugged.finished?.status).toBe((run.expect as { status?: string }).status);
    });
  }
});

describe('what a replay computes otherwise', () => {
  const definition = (total: string, extra: object = {}) => ({
    QueryLanguage: 'JSONata',
    StartAt: 'Sum',
    States: {
      Sum: { Type: 'Pass', Output: { total }, Next: 'Charge' },
      ...extra,
      Charge: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: { FunctionName: 'charge', Payload: '{% $states.input %}' },
        Output: { paid: '{% $states.result.ok %}', id: '{% $uuid() %}' },
        End: true,
      },
    },
  });
  const before: RunnableCase = {
    definition: definition('{% $states.input.a + $states.input.b %}'),
    input: { a: 1, b: 2 },
    mocks: { Charge: { '*': { Return: { ok: true } } } },
  };

  test('is told once, where it begins: state, phase, event, both values', async () => {
    const { logs, status } = await replayOf(before, {
      definition: definition('{% $states.input.a * $states.input.b %}'),
    });
    expect(logs).toEqual([
      "'Sum', phase output: $.total was 3 in the recording (event 3, PassStateExited) and is 2 now.",
    ]);
    expect(status).toBe('SUCCEEDED');
  });

  test('stops where that is wanted, forth and back', async () => {
    const recording = historyText((await plainRun(before)).recorder.events);
    const changed = { definition: definition('{% $states.input.a * $states.input.b %}') };
    const { debugged } = replayedRun(recording, changed, 'stop', { stopOnEnd: true });
    const stop = await debugged.start();
    expect([stop?.reason, stop?.step.state.name, stop?.step.phase]).toEqual(['divergence', 'Sum', 'output']);
    await debugged.until(() => debugged.session.continue());
    const back = await debugged.until(() => debugged.session.reverseContinue());
    expect([back?.reason, back?.step.index]).toEqual(['divergence', stop?.step.index]);
  });

  test('is taken from the recording where it cannot be made again', async () => {
    const execution = await plainRun(before);
    const recording = historyText(execution.recorder.events).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'recorded-id');
    const { debugged, history, notes } = replayedRun(recording, before, 'warn');
    await debugged.start();
    expect([history.divergences, debugged.finished?.output]).toEqual([0, { paid: true, id: 'recorded-id' }]);
    expect(notes).toEqual([
      "'Charge' makes ids, random numbers, times or names that cannot be made again: the recorded values are shown.",
    ]);
  });

  test('a state that did not run in the recording is told, and the way back to the recording is found', async () => {
    const extra = { Check: { Type: 'Pass', Next: 'Charge' } };
    const changed = definition('{% $states.input.a + $states.input.b %}', extra);
    const states = { ...changed.States, Sum: { ...changed.States.Sum, Next: 'Check' } };
    const { logs, status } = await replayOf(before, { definition: { ...changed, States: states } });
    expect(logs).toEqual([
      "'Check', phase input: this state did not run in the recording, which goes on with 'Charge' (event 4, TaskStateEntered).",
    ]);
    expect(status).toBe('SUCCEEDED');
  });

  test('an end that is another one is told', async () => {
    const failing = { ...before, mocks: { Charge: { '*': { Return: {} } } } };
    const changed = definition('{% $states.input.a + $states.input.b %}');
    const { Charge } = changed.States;
    const states = { ...changed.States, Charge: { ...Charge, Output: {} } };
    const { logs } = await replayOf(failing, { definition: { ...changed, States: states } });
    expect(logs).toEqual([
      "'Charge', phase output: the execution ends as SUCCEEDED, the recorded one as FAILED (event 9, ExecutionFailed).",
    ]);
  });

  test('an output that is too large fails as it did', async () => {
    const large: RunnableCase = {
      definition: {
        StartAt: 'Grow',
        States: {
          Grow: {
            Type: 'Map',
            ItemProcessor: { StartAt: 'Keep', States: { Keep: { Type: 'Pass', End: true } } },
            ResultPath: '$[0]',
            End: true,
          },
        },
      },
      input: ['x'.repeat(150_000), 'x'.repeat(100_000)],
    };
    const { logs, status } = await replayOf(large, large);
    expect([logs, status]).toEqual([[], 'FAILED']);
  });

  test('recorded values win where nothing is verified', async () => {
    const recording = historyText((await plainRun(before)).recorder.events);
    const changed = { definition: definition('{% $states.input.a * $states.input.b %}') };
    const { debugged } = replayedRun(recording, changed, 'off', { stopOnEnd: true });
    await debugged.start();
    expect(debugged.session.timeline.steps.find(({ state }) => state.name === 'Charge')?.input).toEqual({ total: 3 });
    expect(debugged.logs).toEqual([]);
  });

  test('an edit makes a line of its own, where equal calls have their recorded results', async () => {
    const recording = historyText((await plainRun(before)).recorder.events);
    const { debugged, history } = replayedRun(recording, before, 'warn', { stopOnEnd: true });
    const { session } = debugged;
    const stop = await debugged.start();
    session.goTo(0);
    const first = session.timeline.steps[0]!;
    expect(await session.setValue(first, 'input', [], { a: 2, b: 1 })).toBeUndefined();
    const end = await debugged.until(() => session.continue());
    expect([stop?.reason, end?.reason, history.divergences]).toEqual(['end', 'end', 0]);
    expect(session.execution.output).toMatchObject({ paid: true });
    expect(session.execution.input).toEqual({ a: 1, b: 2 });
  });
});

describe('where a replay arrives', () => {
  const failing = OWN_CASES.find(({ id }) => id === 'JSONata: task fails for good')!;

  test('at the failure that ended the execution, and can go back from it', async () => {
    const recording = historyText((await plainRun(failing)).recorder.events);
    const { debugged } = replayedRun(recording, failing, 'warn', { arrive: 'failure' });
    const stop = await debugged.start();
    expect([stop?.reason, stop?.step.state.name, stop?.step.phase, stop?.step.attempt]).toEqual([
      'exception',
      'Call',
      'failure',
      2,
    ]);
    const back = await debugged.until(() => debugged.session.stepBack(stop!.step, 'state'));
    expect(back?.step.phase).toBe('input');
  });

  test('at the end', async () => {
    const recording = historyText((await plainRun(failing)).recorder.events);
    const { debugged } = replayedRun(recording, failing, 'warn', { arrive: 'end' });
    const stop = await debugged.start();
    expect([stop?.reason, debugged.session.inPast]).toEqual(['end', false]);
  });
});

describe('files', () => {
  const event = (id: number, type: string, more: object = {}) => ({
    id,
    previousEventId: id - 1,
    type,
    timestamp: '2026-01-01T00:00:00Z',
    ...more,
  });
  const first = event(1, 'ExecutionStarted', { executionStartedEventDetails: { input: '{"a":1}' } });
  const second = event(2, 'ExecutionSucceeded', { executionSucceededEventDetails: { output: '2' } });
  const texts: Record<string, string> = {
    'one page': JSON.stringify({ events: [first, second] }),
    'pages in an array': JSON.stringify([{ events: [first], nextToken: 'x' }, { events: [second] }]),
    'a page a line': `${JSON.stringify({ events: [first] })}\n${JSON.stringify({ events: [second] })}\n`,
    'pages as they are printed': `${JSON.stringify({ events: [first] }, undefined, 2)}\n${JSON.stringify({ events: [second] }, undefined, 2)}\n`,
    'plain events': JSON.stringify([first, second]),
    'an event a line': `${JSON.stringify(first)}\n${JSON.stringify(second)}`,
    'newest first': JSON.stringify({ events: [second, first] }),
    'times in seconds': JSON.stringify({
      events: [
        { ...first, timestamp: 1767225600 },
        { ...second, timestamp: 1767225600.5 },
      ],
    }),
    'log events': JSON.stringify({
      events: [
        {
          message: JSON.stringify({
            id: '1',
            type: 'ExecutionStarted',
            details: { input: '{"a":1}' },
            previous_event_id: '0',
            event_timestamp: '1767225600000',
            execution_arn: 'arn:e',
          }),
        },
        {
          message: JSON.stringify({
            id: '2',
            type: 'ExecutionSucceeded',
            details: { output: '2' },
            previous_event_id: '1',
            event_timestamp: '1767225600000',
            execution_arn: 'arn:e',
          }),
        },
      ],
    }),
  };
  for (const [name, text] of Object.entries(texts)) {
    test(name, () => {
      const read = readHistory(text);
      if (read instanceof NoHistory) throw new Error(read.reason);
      expect(read.events.map(({ id, type }) => [id, type])).toEqual([
        [1, 'ExecutionStarted'],
        [2, 'ExecutionSucceeded'],
      ]);
      expect(read.events[0]!.time).toBe(Date.UTC(2026, 0, 1));
      expect(read.events[0]!.json('input')).toEqual({ a: 1 });
    });
  }

  const refused: Record<string, [string, string]> = {
    'no JSON': ['{"events": [', 'The file is not JSON.'],
    'no events': ['{"events": []}', 'There are no events of an execution in it.'],
    'a page is missing': [JSON.stringify({ events: [first, event(3, 'ExecutionSucceeded')] }), 'Event 2 is missing'],
    'the end only': [JSON.stringify({ events: [event(1, 'PassStateEntered')] }), 'The first event is PassStateEntered'],
  };
  for (const [name, [text, reason]] of Object.entries(refused)) {
    test(`${name} is said`, () => expect((readHistory(text) as NoHistory).reason).toContain(reason));
  }

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => void readHistory(text)),
      { numRuns: 300 },
    );
  });
});

/** The stops of a run, as far as they can be compared: where, why, and on which breakpoints. */
async function ownStops(run: RunnableCase, seed: number): Promise<readonly [unknown, unknown]> {
  const debugged = new DebuggedRun(run);
  return [await stopsOf(debugged, run, seed), debugged.finished && ending(debugged.finished)];
}

async function replayedStops(run: RunnableCase, seed: number): Promise<readonly [unknown, unknown]> {
  const plain = await plainRun(run);
  const { debugged, history } = replayedRun(historyText(plain.recorder.events), run, 'stop');
  const stops = await stopsOf(debugged, run, seed);
  expect(history.divergences).toBe(0);
  return [stops, debugged.finished && ending(debugged.finished)];
}

function ending({ status, output, error, cause }: NonNullable<DebuggedRun['finished']>): unknown {
  return { status, output, error, cause };
}

async function stopsOf(debugged: DebuggedRun, run: RunnableCase, seed: number): Promise<unknown[]> {
  const { session } = debugged;
  const machine = compileMachine(run.definition);
  const isInChild = (pointer: string) => /ItemProcessor|Iterator/.test(pointer) && hasMapRun(run);
  const chosen = machine.states.filter(({ pointer }, i) => (seed >> (i % 10)) % 2 === 0 && !isInChild(pointer));
  session.rules.breakpoints.set(
    'functions',
    chosen.map((state) => ({
      key: state.name,
      places: placesNamed(`${state.index % 3 === 0 ? 'exit:' : ''}${state.name}`, machine, undefined),
      settings: state.index % 2 === 0 ? { hitCondition: '>=2' } : {},
    })),
  );
  session.rules.exceptions.set([{ id: 'uncaught' }, { id: 'retried' }, { id: 'caught' }]);
  for (let stop = await debugged.start(); stop; ) stop = await debugged.until(() => session.continue());
  return debugged.stops
    .filter(({ step }) => !isInChild(step.state.pointer))
    .map(({ reason, step, breakpoints }) => [
      reason,
      step.strand.path,
      step.state.name,
      step.phase,
      step.attempt,
      step.time,
      breakpoints,
    ]);
}

function hasMapRun({ definition }: RunnableCase): boolean {
  return JSON.stringify(definition).includes('"DISTRIBUTED"');
}

/** Recordings in which values were made anonymous say nothing about values. */
function isComparable(run: RecordedCase): boolean {
  const { history, historyLossy } = run.expect as { history?: unknown; historyLossy?: boolean };
  const { wildcards = [] } = run as { wildcards?: readonly string[] };
  const isBlanked = /<[\w-]+(?::\d+)?>/.test(JSON.stringify(history));
  return Array.isArray(history) && !historyLossy && wildcards.length === 0 && !isBlanked;
}

interface ExpectedEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly type: string;
  readonly details?: Readonly<Record<string, Json>>;
}

/** The recorded history of a case, as GetExecutionHistory gave it. */
function recordedText({
  expect: { history },
}: RecordedCase & { expect: { history?: readonly ExpectedEvent[] } }): string {
  const events = history!.map(({ id, previousEventId, type, details = {} }) => ({
    id,
    previousEventId,
    type,
    timestamp: new Date(1_700_000_000_000 + id).toISOString(),
    anyEventDetails: Object.fromEntries(
      Object.entries(details).map(([name, value]) => [name, memberText(name, value)]),
    ),
  }));
  return JSON.stringify({ events });
}

function memberText(name: string, value: Json): Json {
  if (name === 'assignedVariables')
    return Object.fromEntries(Object.entries(value as object).map(([variable, of]) => [variable, JSON.stringify(of)]));
  const isText = ['input', 'output', 'parameters'].includes(name) || (name === 'cause' && typeof value === 'object');
  return isText ? JSON.stringify(value) : value;
}

async function replayOf(before: RunnableCase, changed: Pick<RunnableCase, 'definition'>) {
  const recording = historyText((await plainRun(before)).recorder.events);
  const { debugged } = replayedRun(recording, changed, 'warn');
  await debugged.start();
  return { logs: debugged.logs, status: debugged.finished?.status, text: outcomeText(debugged.finished!) };
}
