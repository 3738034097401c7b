import { describe, expect, test } from 'vitest';
import { endText, modeOf, overlayOf, stripText } from '../../../client/src/runs/runOverlay.ts';
import { statusAt } from '../../../client/src/runs/visitStatus.ts';
import { entered, exited, mapRun, runOf, straight } from '../support/runs.ts';

describe('a finished run', () => {
  const run = runOf(straight);
  run.isLive = false;

  test('tells states, transitions and retries to the graph', () => {
    const overlay = overlayOf(run, true);
    expect(overlay.mode).toBe('ended');
    expect(overlay.states['/States/A']).toMatchObject({ status: 'succeeded', count: 1 });
    expect(overlay.states['/States/B']).toMatchObject({ status: 'succeeded', retries: 1, mocked: true, took: 7 });
    expect(overlay.edges).toEqual({ '/States/A /States/B': 1, '/States/B /States/C': 1 });
    expect(overlay.current).toBeUndefined();
  });

  test('tells how it ended', () => {
    expect(stripText(run)).toBe('Succeeded in 0.01 s');
    const failed = runOf([entered(1, 'A', 0), { kind: 'ended', at: 90_000, step: 1, status: 'FAILED', error: 'Boom' }]);
    expect(endText(failed)).toBe('Failed after 1 min 30 s: Boom');
  });

  test('keeps the data that came with it', () => {
    expect(run.keptData(1)?.phases).toEqual([
      { name: 'input', value: { n: 1 } },
      { name: 'output', value: { n: 2 } },
    ]);
    expect(run.keptData(3)).toBeUndefined();
  });

  test('finds errors and visits by step', () => {
    expect(run.errorSteps).toEqual([3]);
    expect(run.visitAt(4)?.name).toBe('B');
    expect(run.visitAt(-1)).toBeUndefined();
  });
});

describe('the past', () => {
  test('shows what was known then, and nothing later', () => {
    const run = runOf(straight);
    run.position = { step: 3, steps: 6, past: true, mode: 'stopped', state: 'B', pointer: '/States/B', time: 3 };
    const overlay = overlayOf(run, true);
    expect(overlay.mode).toBe('past');
    expect(overlay.current).toBe('/States/B');
    expect(Object.keys(overlay.states)).toEqual(['/States/A', '/States/B']);
    expect(overlay.states['/States/B']).toMatchObject({ status: 'retrying' });
    expect(overlay.edges).toEqual({ '/States/A /States/B': 1 });
    expect(stripText(run)).toBe('Past · B · event 3 of 6 · 0.003 s');
  });

  test('an edit there begins a fork: what came after did not happen', () => {
    const run = runOf(straight);
    run.apply({ kind: 'forked', fork: 1, from: 2 });
    expect([...run.visits.values()].map((visit) => visit.name)).toEqual(['A', 'B']);
    expect(run.end).toBeUndefined();
    expect(run.visits.get(2)).toMatchObject({ failures: [], end: undefined });
    run.apply(exited(2, 3, 4, { next: '/States/D' }));
    run.apply(entered(4, 'D', 4));
    expect(overlayOf(run, true).edges).toEqual({ '/States/A /States/B': 1, '/States/B /States/D': 1 });
    expect(stripText(run)).toMatch(/^Fork 1 · Running/);
  });
});

describe('a live run', () => {
  test('is running, then paused before a state', () => {
    const run = runOf([entered(1, 'A', 0)]);
    expect(modeOf(run)).toBe('running');
    run.position = { step: 0, steps: 1, past: false, mode: 'stopped', visit: 1, state: 'A', time: 0 };
    expect(modeOf(run)).toBe('paused');
    expect(overlayOf(run, true).current).toBe('/States/A');
    expect(stripText(run)).toBe('Paused before A · event 0 of 1 · 0 s');
  });

  test('waits for a callback, for a timer, for the next try', () => {
    const run = runOf([entered(1, 'A', 0), { kind: 'waiting', visit: 1, at: 0, token: 't' }]);
    expect(statusAt(run, run.visits.get(1)!, 9)).toBe('callback');
    const timer = runOf([entered(1, 'A', 0), { kind: 'waiting', visit: 1, at: 0, until: 10 }]);
    expect(statusAt(timer, timer.visits.get(1)!, 9)).toBe('waiting');
  });

  test('counts the items of a map', () => {
    const overlay = overlayOf(runOf(mapRun(10, 5)), true);
    expect(overlay.states['/States/Each']!.items).toEqual({ total: 10, succeeded: 8, failed: 2, running: 0 });
    expect(overlay.states['/States/Work']).toMatchObject({ count: 10, status: 'failed' });
  });

  test('knows the items of a map although nobody told their number', () => {
    const told = mapRun(4, 9).filter((entry) => entry.kind !== 'items');
    expect(overlayOf(runOf(told), true).states['/States/Each']!.items).toMatchObject({ total: 4, succeeded: 4 });
  });

  test('ignores facts about visits it does not know', () => {
    expect(() =>
      runOf([exited(9, 1), { kind: 'items', visit: 9, count: 3 }, { kind: 'forked', fork: 1, from: 0 }]),
    ).not.toThrow();
  });
});
