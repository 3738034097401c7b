import { describe, expect, test } from 'vitest';
import { compareVisits, comparisonText } from '../../../client/src/runs/compareRuns.ts';
import { dataView } from '../../../client/src/views/dataView.ts';
import { entered, exited, mapRun, runOf, straight } from '../support/runs.ts';

/** B was changed: it begins a line of its own after step 2. */
function forked() {
  return runOf([
    ...straight,
    { kind: 'forked', fork: 1, from: 2 },
    exited(2, 4, 9, { next: '/States/D' }),
    entered(4, 'D', 5, 9),
    exited(4, 6, 10),
    { kind: 'ended', at: 10, step: 6, status: 'FAILED', error: 'Boom' },
  ]);
}

describe('lines of history', () => {
  test('have names, and the one that was left keeps what happened on it', () => {
    const run = forked();
    expect(run.lines.numbers(run.fork)).toEqual([0, 1]);
    expect([0, 1].map((line) => run.lines.name(line))).toEqual(['original', 'fork 1 from B']);
    expect(run.visitsOf(0)?.get(2)).toMatchObject({ next: '/States/C', failures: [{ error: 'States.Timeout' }] });
    expect(run.visitsOf(1)?.get(2)).toMatchObject({ next: '/States/D', failures: [] });
  });

  test('are shown again after the end', () => {
    const run = forked();
    run.isLive = false;
    run.showLine(0);
    expect([...run.visits.values()].map(({ name }) => name)).toEqual(['A', 'B', 'C']);
    expect(run.end?.status).toBe('SUCCEEDED');
    expect(run.lastStep).toBe(6);
    run.showLine(1);
    expect(run.end).toMatchObject({ status: 'FAILED', error: 'Boom' });
    expect(run.lines.numbers(run.fork)).toEqual([0, 1]);
  });

  test('a live session may come back to one: it tells anew what happened there', () => {
    const run = forked();
    run.apply({ kind: 'forked', fork: 0, from: 2 });
    run.apply(exited(2, 4, 9, { next: '/States/C' }));
    expect(run.fork).toBe(0);
    expect(run.lines.name(1)).toBe('fork 1 from B');
    expect(run.visitsOf(1)?.get(4)?.name).toBe('D');
  });

  test('twenty are kept', () => {
    const forks = Array.from({ length: 30 }, (_, at) => ({ kind: 'forked', fork: at + 1, from: 2 }) as const);
    const run = runOf([...straight, ...forks]);
    expect(run.lines.numbers(run.fork)).toHaveLength(21);
    expect(run.visitsOf(3)).toBeUndefined();
  });
});

describe('a comparison', () => {
  test('finds states that differ and those of one side only', () => {
    const run = forked();
    const comparison = compareVisits(run.visits, run.visitsOf(0)!);
    expect(Object.fromEntries(comparison.compared)).toEqual({ 1: 'same', 2: 'differs', 4: 'onlyHere' });
    expect(comparisonText(comparison, 'original')).toBe('1 different, 1 only here, 1 only in original');
  });

  test('of equal runs says so', () => {
    const comparison = compareVisits(runOf(straight).visits, runOf(straight).visits);
    expect(comparisonText(comparison, 'run 1')).toBe('Same as run 1');
  });

  test('sets item beside item, in whatever order they ran', () => {
    const here = runOf(mapRun(4, 5));
    const there = runOf(mapRun(4, 2));
    const { compared, counterparts } = compareVisits(here.visits, there.visits);
    expect(counterparts.get(3)).toMatchObject({ index: 1, error: 'Boom' });
    expect([...compared.values()].filter((one) => one === 'differs')).toHaveLength(2);
  });

  test('shows the data of one state on both sides, phase by phase', () => {
    const data = (output: number) => ({
      visit: 1,
      phases: [
        { name: 'input', value: { n: 1 } },
        { name: 'output', value: output },
      ],
    });
    const view = dataView(undefined, data(2), { name: 'original', data: data(3) });
    expect(view.baseline).toBe('original');
    expect(view.differences).toEqual([{ sign: '~', path: 'output $', before: '3', after: '2' }]);
    expect(dataView(undefined, data(2), { name: 'original' }).baseline).toMatch(/not known/);
  });
});
