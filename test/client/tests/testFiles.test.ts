import { describe, expect, test } from 'vitest';
import { addCase, caseOfRun } from '../../../client/src/tests/caseOfRun.ts';
import { coverageOverlay, uncoveredTransitions } from '../../../client/src/tests/coverageOverlay.ts';
import { type CoverageEvent, type TestEvent, TestEventReader } from '../../../client/src/tests/testEvents.ts';
import { sketch } from '../support/machines.ts';
import { runOf, straight } from '../support/runs.ts';

function read(chunks: string[]): { events: TestEvent[]; others: string[] } {
  const events: TestEvent[] = [];
  const others: string[] = [];
  const reader = new TestEventReader(
    (event) => events.push(event),
    (line) => others.push(line),
  );
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  return { events, others };
}

describe('the event stream', () => {
  test('may be cut anywhere', () => {
    const text =
      '{"type":"runStarted","files":["a"]}\n{"type":"runFinished","passed":1,"failed":0,"errored":0,"skipped":0}\n';
    for (let cut = 0; cut <= text.length; cut++)
      expect(read([text.slice(0, cut), text.slice(cut)]).events.map((event) => event.type)).toEqual([
        'runStarted',
        'runFinished',
      ]);
  });

  test('hands over what is not an event, and survives a missing last line end', () => {
    expect(read(['a warning\n\n{"x":1}\n{"type":"runStarted","files":[]}'])).toEqual({
      events: [{ type: 'runStarted', files: [] }],
      others: ['a warning', '{"x":1}'],
    });
  });
});

describe('a test made of a run', () => {
  const made = caseOfRun(runOf(straight), 'happy', {});

  test('expects what happened', () => {
    expect(made).toEqual({
      name: 'happy',
      input: { n: 1 },
      expect: { status: 'SUCCEEDED', output: 'done', visited: ['A', 'B', 'C'] },
    });
  });

  test('goes into a new file, or beside the cases that are there', () => {
    const first = addCase(undefined, 'order.asl.json', made)!;
    expect(JSON.parse(first)).toMatchObject({ definition: 'order.asl.json', cases: [{ name: 'happy' }] });
    const second = addCase(first, 'order.asl.json', made)!;
    expect(JSON.parse(second).cases.map((one: { name: string }) => one.name)).toEqual(['happy', 'happy 2']);
  });

  test('never writes over a file that is something else', () => {
    for (const text of ['{', '[]', '{}', '{"cases": 3}', 'null'])
      expect(addCase(text, 'order.asl.json', made)).toBeUndefined();
  });
});

describe('coverage', () => {
  const graph = sketch({
    A: { choices: ['B', 'C'], fallback: 'C' },
    B: { end: true },
    C: { end: true, catches: ['B'] },
  });
  const event: CoverageEvent = {
    type: 'coverage',
    definition: '/w/order.asl.json',
    percent: 50,
    states: [
      { name: 'A', line: 1, column: 1, count: 2 },
      { name: 'B', line: 2, column: 1, count: 2 },
      { name: 'C', line: 3, column: 1, count: 0 },
    ],
    transitions: [
      { state: 'A', kind: 'default', target: 'C', line: 9, column: 1, count: 0 },
      { state: 'A', kind: 'choice', index: 0, target: 'B', line: 5, column: 1, count: 2 },
      { state: 'A', kind: 'choice', index: 1, target: 'C', line: 6, column: 1, count: 0 },
    ],
  };

  test('lands on states and transitions of the graph', () => {
    expect(coverageOverlay(event, graph, false)).toEqual({
      stale: false,
      states: { '/States/A': 2, '/States/B': 2, '/States/C': 0 },
      edges: { '/States/A /States/B': 2, '/States/A /States/C': 0 },
    });
  });

  test('lists what is missing in the order of the text', () => {
    expect(uncoveredTransitions([event]).map((transition) => transition.line)).toEqual([6, 9]);
  });
});
