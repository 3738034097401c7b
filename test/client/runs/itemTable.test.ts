import { describe, expect, test } from 'vitest';
import { itemTable } from '../../../client/src/runs/itemTable.ts';
import type { ItemFilter, ItemSort } from '../../../client/webview/iterationMessages.ts';
import { entered, exited, mapRun, runOf } from '../support/runs.ts';

const byIndex: ItemSort = { column: 'index', descending: false };
const table = (entries: Parameters<typeof runOf>[0], filter: ItemFilter = 'all', sort = byIndex) => {
  const run = runOf(entries);
  return itemTable(run, run.visits.get(1)!, filter, sort);
};

describe('items of a map', () => {
  test('are counted and coded, ten thousand at once', () => {
    const { view, rows } = table(mapRun(10_000, 100));
    expect(view).toMatchObject({
      total: 10_000,
      matching: 10_000,
      counts: { succeeded: 9900, failed: 100, running: 0, pending: 0 },
    });
    expect(view.codes).toHaveLength(10_000);
    expect(view.codes.slice(98, 101)).toBe('232');
    expect(rows).toHaveLength(10_000);
    expect(view.median).toBe(2);
  });

  test('are filtered and sorted', () => {
    expect(table(mapRun(10, 3), 'failed').rows.map((row) => row.index)).toEqual([2, 5, 8]);
    expect(table(mapRun(10, 3), 'running').rows).toEqual([]);
    const { rows } = table(mapRun(4, 3), 'all', { column: 'status', descending: true });
    expect(rows.map((row) => row.index)).toEqual([2, 0, 1, 3]);
  });

  test('are grouped by the states they took', () => {
    const entries = mapRun(5, 100);
    entries.push(entered(90, 'Extra', 90, 9, { parent: 1, index: 4 }), exited(90, 91, 10));
    const { view } = table(entries);
    expect(view.paths).toEqual([
      { states: 'Work', count: 4 },
      { states: 'Work › Extra', count: 1 },
    ]);
    expect(table(entries, 'different').rows.map((row) => row.index)).toEqual([4]);
  });

  test('are as of the playhead', () => {
    const run = runOf(mapRun(10, 3));
    run.position = { step: 5, past: true };
    const { view } = itemTable(run, run.visits.get(1)!, 'all', byIndex);
    expect(view.counts).toMatchObject({ succeeded: 1, running: 1, pending: 8 });
  });

  test('may be none', () => {
    expect(table([entered(1, 'Each', 0), { kind: 'items', visit: 1, count: 0 }]).view).toMatchObject({
      total: 0,
      codes: '',
      paths: [],
    });
  });
});
