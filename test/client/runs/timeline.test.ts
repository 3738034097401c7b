import { describe, expect, test } from 'vitest';
import { timeAxis, timesOf } from '../../../client/src/runs/timeAxis.ts';
import { filterRows, timelineRows } from '../../../client/src/runs/timelineRows.ts';
import { shareOf, timeOf } from '../../../client/webview/shared/axis.ts';
import { duration } from '../../../client/webview/shared/status.ts';
import { mapRun, runOf, straight } from '../support/runs.ts';

const rows = (
  entries: Parameters<typeof runOf>[0],
  options: Parameters<typeof timelineRows>[2] = { toggled: new Set() },
) => timelineRows(runOf(entries), Number.MAX_SAFE_INTEGER, options);
const text = (entries: Parameters<typeof runOf>[0], toggled: string[] = []) =>
  rows(entries, { toggled: new Set(toggled) }).map((row) =>
    `${'  '.repeat(row.depth)}${row.name} ${row.status ?? '-'} ${row.note ?? ''}`.trimEnd(),
  );

describe('rows', () => {
  test('one per visit, attempts below on demand', () => {
    expect(text(straight)).toEqual(['A succeeded → B', 'B succeeded → C, mock', 'C succeeded']);
    expect(text(straight, ['v2'])).toEqual([
      'A succeeded → B',
      'B succeeded → C, mock',
      '  try 1 failed States.Timeout',
      '  back-off waiting',
      '  try 2 succeeded',
      'C succeeded',
    ]);
  });

  test('a small map shows its items, closed', () => {
    expect(text(mapRun(2, 2), ['i1.1'])).toEqual([
      'Each running 1 of 2 done, 1 failed',
      '  item 0 succeeded',
      '  item 1 failed Boom',
      '    Work failed Boom',
    ]);
  });

  test('a large map shows its first failed items and the selected one', () => {
    const names = rows(mapRun(10_000, 100), { toggled: new Set(), selectedItem: { visit: 1, index: 4217 } }).map(
      (row) => row.name,
    );
    expect(names).toHaveLength(1 + 20 + 1 + 1);
    expect(names).toContain('item 99');
    expect(names).toContain('item 4217');
    expect(names.at(-1)).toBe('Show all in Iterations');
  });

  test('a filter finds names, states and errors', () => {
    const all = rows(straight, { toggled: new Set(['v2']) });
    expect(filterRows(all, 'timeout').map((row) => row.name)).toEqual(['try 1']);
    expect(filterRows(all, 'nothing')).toEqual([]);
    expect(filterRows(all, ' ')).toHaveLength(all.length);
  });
});

describe('the time axis', () => {
  const day = 86_400_000;

  test('draws a long wait short and says how long it is', () => {
    const axis = timeAxis([0, 100, 200, day + 200, day + 300], 'compress');
    expect(axis.map((piece) => piece.gap)).toEqual([undefined, '1 d', undefined]);
    expect(axis[1]!.right - axis[1]!.left).toBeLessThan(0.1);
    expect(axis.at(-1)!.right).toBeCloseTo(1);
  });

  test('keeps true lengths on demand and where nothing is long', () => {
    expect(timeAxis([0, 100, day], 'keep')).toEqual([{ from: 0, to: day, left: 0, right: 1 }]);
    expect(timeAxis([0, 100, 200, 300], 'compress')).toHaveLength(1);
    expect(timeAxis([0], 'compress')).toEqual([{ from: 0, to: 1, left: 0, right: 1 }]);
  });

  test('places and times are inverse', () => {
    const axis = timeAxis([0, 100, 200, day + 200, day + 300], 'compress');
    for (const time of [0, 50, 200, 1000, day + 250, day + 300])
      expect(timeOf(axis, shareOf(axis, time))).toBeCloseTo(time, 3);
    expect(shareOf(axis, day * 2)).toBeCloseTo(1);
  });

  test('knows every time of a run once, in order', () => {
    expect(timesOf(runOf(straight))).toEqual([0, 1, 2, 3, 8, 9, 10]);
  });
});

test.each([
  [0, '0 s'],
  [3, '0.003 s'],
  [3250, '3.25 s'],
  [12_345, '12.3 s'],
  [60_000, '1 min'],
  [86_400_000, '1 d'],
  [86_400_000 + 3 * 3_600_000 + 61_000, '1 d 3 h'],
])('%d ms are %s', (milliseconds, words) => expect(duration(milliseconds)).toBe(words));
