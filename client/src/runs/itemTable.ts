/** Items of a map as a table: sorted, filtered, grouped by the states they took. Ten thousand items are usual. */
import {
  type ItemFilter,
  type ItemRow,
  type ItemSort,
  itemCodes,
  type MapView,
} from '../../webview/iterationMessages.ts';
import type { Run, Visit } from './run.ts';
import { countItems, itemsAt, statusAt } from './visitStatus.ts';

const shownPaths = 5;

export interface ItemTable {
  view: MapView;
  /** Rows after filter and sort. */
  rows: ItemRow[];
}

export function itemTable(run: Run, visit: Visit, filter: ItemFilter, sort: ItemSort, selected?: number): ItemTable {
  const step = run.playhead;
  const items = itemsAt(visit, step);
  const inside = insideByIndex(run, visit, step);
  const paths = new Map<string, number>();
  const rows: ItemRow[] = items.map((item, index) => {
    const visits = inside.get(index) ?? [];
    const last = visits.at(-1);
    const path = visits.map((inner) => inner.name).join(' › ');
    if (path !== '') paths.set(path, (paths.get(path) ?? 0) + 1);
    return {
      index,
      status: item.status,
      took: item.startedAt !== undefined && item.endedAt !== undefined ? item.endedAt - item.startedAt : undefined,
      state: last?.name,
      stateStatus: last && statusAt(run, last, step),
      tries: Math.max(1, ...visits.map((inner) => inner.failures.length + (inner.end === 'failed' ? 0 : 1))),
      note: item.error ?? visits.find((inner) => inner.error)?.error,
    };
  });
  const ranked = [...paths].sort((a, b) => b[1] - a[1]);
  const common = ranked[0]?.[0];
  const pathOf = (index: number) => (inside.get(index) ?? []).map((inner) => inner.name).join(' › ');
  const matches: Record<ItemFilter, (row: ItemRow) => boolean> = {
    all: () => true,
    failed: (row) => row.status === 'failed',
    running: (row) => row.status === 'running',
    retried: (row) => row.tries > 1,
    different: (row) => inside.has(row.index) && pathOf(row.index) !== common,
  };
  const shown = rows.filter(matches[filter]).sort(compareBy(sort));
  const times = rows.flatMap((row) => row.took ?? []).sort((a, b) => a - b);
  const view: MapView = {
    visit: visit.visit,
    name: visit.name,
    total: items.length,
    maxConcurrency: visit.items?.maxConcurrency,
    counts: countItems(items),
    codes: items.map((item) => itemCodes.indexOf(item.status)).join(''),
    matching: shown.length,
    selected,
    median: times[Math.floor(times.length / 2)],
    slow: times[Math.floor(times.length * 0.99)],
    paths: ranked.slice(0, shownPaths).map(([states, count]) => ({ states, count })),
  };
  return { view, rows: shown };
}

/** Visits directly inside a map up to a step, by item. */
function insideByIndex(run: Run, visit: Visit, step: number): Map<number, Visit[]> {
  const byIndex = new Map<number, Visit[]>();
  for (const id of visit.inside) {
    const inner = run.visits.get(id)!;
    if (inner.enteredStep > step) continue;
    const list = byIndex.get(inner.index ?? 0);
    if (list) list.push(inner);
    else byIndex.set(inner.index ?? 0, [inner]);
  }
  return byIndex;
}

function compareBy({ column, descending }: ItemSort): (a: ItemRow, b: ItemRow) => number {
  const sign = descending ? -1 : 1;
  const value: Record<ItemSort['column'], (row: ItemRow) => number | string> = {
    index: (row) => row.index,
    status: (row) => itemCodes.indexOf(row.status),
    took: (row) => row.took ?? -1,
    state: (row) => row.state ?? '',
    tries: (row) => row.tries,
  };
  const read = value[column];
  return (a, b) => {
    const [left, right] = [read(a), read(b)];
    const order = typeof left === 'string' ? left.localeCompare(String(right)) : left - Number(right);
    return order === 0 ? a.index - b.index : sign * order;
  };
}
