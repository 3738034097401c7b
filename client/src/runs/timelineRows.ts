/** The rows of the timeline: one per visit of a state, attempts and what is inside below it. */
import type { TimelineRow } from '../../webview/executionMessages.ts';
import type { Run, Visit } from './run.ts';
import { countItems, type ItemState, itemsAt, statusAt } from './visitStatus.ts';

/** Maps with more items are one row with counts; failed items, the selected one and those the debugger is in are below it. */
const manyItems = 50;
const shownFailures = 20;

export interface RowOptions {
  /** Keys of rows that are not as they are by default: containers are open, attempts are closed. */
  toggled: ReadonlySet<string>;
  /** An item of a large map that is shown although it did not fail. */
  selectedItem?: { visit: number; index: number };
}

export function timelineRows(run: Run, step: number, options: RowOptions): TimelineRow[] {
  const rows: TimelineRow[] = [];
  for (const root of run.roots) addVisit(run.visits.get(root)!, 0, { run, step, options, rows });
  return rows;
}

export function filterRows(rows: readonly TimelineRow[], text: string): TimelineRow[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [...rows];
  return rows.filter((row) =>
    `${row.name} ${row.status ?? ''} ${row.note ?? ''} ${row.compared ?? ''}`.toLowerCase().includes(wanted),
  );
}

interface Context {
  run: Run;
  step: number;
  options: RowOptions;
  rows: TimelineRow[];
}

function addVisit(visit: Visit, depth: number, context: Context): void {
  const { run, step, options, rows } = context;
  const status = statusAt(run, visit, step);
  const key = `v${visit.visit}`;
  const container = visit.inside.length > 0 || visit.items !== undefined;
  const attempts = visit.failures.length > 0;
  const expandable = container || attempts;
  const expanded = expandable && options.toggled.has(key) !== container;
  rows.push({
    key,
    depth,
    kind: 'visit',
    visit: visit.visit,
    step: visit.enteredStep,
    name: visit.name,
    status,
    note: noteOf(visit, context),
    start: visit.enteredAt,
    end: visit.exitedAt ?? (status ? run.lastTime : undefined),
    expandable,
    expanded,
  });
  if (!expanded) return;
  if (attempts) addAttempts(visit, depth + 1, rows);
  if (container) addInside(visit, depth + 1, context);
}

function noteOf(visit: Visit, { step }: Context): string | undefined {
  if (visit.items) {
    const counts = countItems(itemsAt(visit, step));
    const parts = [`${counts.succeeded} of ${visit.items.count} done`];
    if (counts.failed) parts.push(`${counts.failed} failed`);
    if (counts.running) parts.push(`${counts.running} running`);
    return parts.join(', ');
  }
  if (visit.error) return visit.error;
  const next = visit.next === undefined ? undefined : `→ ${lastToken(visit.next)}`;
  return [next, visit.mocked ? 'mock' : undefined].filter(Boolean).join(', ') || undefined;
}

function addAttempts(visit: Visit, depth: number, rows: TimelineRow[]): void {
  let start = visit.enteredAt;
  const base = { depth, visit: visit.visit, expandable: false, expanded: false };
  for (const failure of visit.failures) {
    const { attempt, step, at, error, retryAt } = failure;
    rows.push({
      ...base,
      key: `a${visit.visit}.${attempt}`,
      kind: 'attempt',
      step,
      name: `try ${attempt}`,
      status: 'failed',
      note: error,
      start,
      end: at,
    });
    if (retryAt === undefined) return;
    if (retryAt > at)
      rows.push({
        ...base,
        key: `b${visit.visit}.${attempt}`,
        kind: 'backoff',
        step,
        name: 'back-off',
        status: 'waiting',
        start: at,
        end: retryAt,
      });
    start = retryAt;
  }
  const last = visit.failures.length + 1;
  rows.push({
    ...base,
    key: `a${visit.visit}.${last}`,
    kind: 'attempt',
    step: visit.exitedStep ?? visit.failures.at(-1)!.step,
    name: `try ${last}`,
    status: visit.end ?? 'running',
    start,
    end: visit.exitedAt,
  });
}

function addInside(visit: Visit, depth: number, context: Context): void {
  const groups = new Map<number, Visit[]>();
  for (const id of visit.inside) {
    const inner = context.run.visits.get(id)!;
    const group = groups.get(inner.index ?? 0);
    if (group) group.push(inner);
    else groups.set(inner.index ?? 0, [inner]);
  }
  const items = visit.items && itemsAt(visit, context.step);
  const shown = shownItems(visit, groups, items ?? [], context);
  for (const index of shown) addItem(visit, index, groups.get(index) ?? [], items?.[index], depth, context);
  if (shown.length < groups.size)
    context.rows.push({
      key: `m${visit.visit}`,
      depth,
      kind: 'more',
      visit: visit.visit,
      step: visit.enteredStep,
      name: 'Show all in Iterations',
      start: visit.enteredAt,
      expandable: false,
      expanded: false,
    });
}

function shownItems(
  visit: Visit,
  groups: ReadonlyMap<number, Visit[]>,
  items: readonly ItemState[],
  { run, options }: Context,
): number[] {
  const indexes = [...groups.keys()].sort((a, b) => a - b);
  if (indexes.length <= manyItems) return indexes;
  const wanted = new Set<number>();
  for (const [index, item] of items.entries())
    if (item.status === 'failed' && wanted.size < shownFailures) wanted.add(index);
  if (options.selectedItem?.visit === visit.visit) wanted.add(options.selectedItem.index);
  for (
    let inner = run.currentVisit;
    inner;
    inner = inner.parent === undefined ? undefined : run.visits.get(inner.parent)
  )
    if (inner.parent === visit.visit && inner.index !== undefined) wanted.add(inner.index);
  return indexes.filter((index) => wanted.has(index));
}

function addItem(
  visit: Visit,
  index: number,
  inner: readonly Visit[],
  item: ItemState | undefined,
  depth: number,
  context: Context,
): void {
  const key = `i${visit.visit}.${index}`;
  const { run, step, options, rows } = context;
  const expanded = options.toggled.has(key) === (visit.items !== undefined);
  const ends = inner.map((one) => one.exitedAt ?? run.lastTime);
  const statuses = inner.map((one) => statusAt(run, one, step));
  rows.push({
    key,
    depth,
    kind: 'item',
    visit: visit.visit,
    index,
    step: inner[0]?.enteredStep ?? visit.enteredStep,
    name: visit.items ? `item ${index}` : `branch ${index + 1}`,
    status: item ? (item.status === 'pending' ? undefined : item.status) : statuses.at(-1),
    note: item?.error,
    start: inner[0]?.enteredAt ?? visit.enteredAt,
    end: ends.length > 0 ? Math.max(...ends) : undefined,
    expandable: inner.length > 0,
    expanded,
  });
  if (expanded) for (const one of inner) addVisit(one, depth + 1, context);
}

/** A pointer to a state ends with its name. */
function lastToken(pointer: string): string {
  return (pointer.split('/').at(-1) ?? '').replaceAll('~1', '/').replaceAll('~0', '~');
}
