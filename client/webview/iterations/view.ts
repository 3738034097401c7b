/** The Iterations view: counts, map of all items, and the table of items that match. */
import type { NodeStatus } from '../graphMessages.ts';
import type { FromIterations, ItemFilter, ItemRow, ItemSort, ItemStatus, ToIterations } from '../iterationMessages.ts';
import { button, element, setAttributes, setText } from '../shared/dom.ts';
import { duration, statusWord } from '../shared/status.ts';
import { statusIcon } from '../shared/statusIcon.ts';
import { VirtualRows } from '../shared/virtualRows.ts';
import type { Host } from '../shared/vscode.ts';
import { HeatMap } from './heatMap.ts';

type MapMessage = Extract<ToIterations, { type: 'map' }>;

const filters: Record<ItemFilter, string> = {
  all: 'All items',
  failed: 'Failed',
  running: 'Running',
  retried: 'Retried',
  different: 'Other path than most',
};
const columns: [ItemSort['column'] | 'note', string][] = [
  ['index', 'Item'],
  ['status', 'Status'],
  ['took', 'Took'],
  ['state', 'At state'],
  ['tries', 'Tries'],
  ['note', 'Error'],
];
const words: Record<ItemStatus, string> = {
  pending: 'waiting',
  running: 'running',
  succeeded: 'done',
  failed: 'failed',
  aborted: 'aborted',
};
const ahead = 60;

export class IterationsView {
  private readonly title = element('h2');
  private readonly counts = element('p', { class: 'counts', role: 'status' });
  private readonly paths = element('p', { class: 'secondary' });
  private readonly filter = element('select', { 'aria-label': 'Show items' });
  private readonly maps = element('select', { 'aria-label': 'Map', hidden: true });
  private readonly heatMap: HeatMap;
  private readonly head = element('div', { class: 'item-head', role: 'row' });
  private readonly grid: HTMLElement;
  private readonly rows: VirtualRows;
  private readonly content: HTMLElement;
  private readonly empty = element('div', { class: 'empty' }, element('p', {}, 'The run has no items yet.'));
  private readonly known = new Map<number, ItemRow>();
  private message: MapMessage | undefined;
  private active = 0;
  private asked = { from: 0, to: 0 };

  constructor(private readonly host: Host<FromIterations, ToIterations, undefined>) {
    const send = (message: FromIterations) => host.send(message);
    this.heatMap = new HeatMap(send);
    for (const [value, name] of Object.entries(filters)) this.filter.append(element('option', { value }, name));
    this.filter.addEventListener('change', () => send({ type: 'filter', filter: this.filter.value as ItemFilter }));
    this.maps.addEventListener('change', () => send({ type: 'chooseMap', visit: Number(this.maps.value) }));
    this.grid = element(
      'div',
      { class: 'items', role: 'grid', 'aria-label': 'Items', tabindex: 0 },
      element('div', { role: 'rowgroup', class: 'head-rows' }, this.head),
    );
    this.rows = new VirtualRows(
      this.grid,
      (row, index) => this.renderRow(row, index),
      this.grid.firstElementChild as HTMLElement,
    );
    this.grid.addEventListener('scroll', () => this.ask('when moved'));
    new ResizeObserver(() => this.ask('when moved')).observe(this.grid);
    this.grid.addEventListener('click', (event) => {
      const index = Number((event.target as HTMLElement).closest<HTMLElement>('.row')?.dataset.index);
      const row = this.known.get(index);
      if (row) send({ type: 'select', index: row.index });
    });
    this.grid.addEventListener('keydown', (event) => this.onKey(event));
    const tools = element(
      'div',
      { class: 'tools' },
      this.title,
      this.maps,
      this.filter,
      button('Go to…', () => send({ type: 'goTo' })),
    );
    this.content = element(
      'div',
      { class: 'content', hidden: true },
      tools,
      this.counts,
      this.heatMap.root,
      this.paths,
      this.grid,
    );
    document.body.replaceChildren(
      element('main', {}, element('h1', { class: 'hidden' }, 'Iterations'), this.content, this.empty),
    );
    document.body.dataset.stepwiseView = 'iterations';
    document.addEventListener('keydown', (event) => this.onAnyKey(event));
    host.onMessage((message) => this.receive(message));
    send({ type: 'ready' });
  }

  private receive(message: ToIterations): void {
    if (message.type === 'map') this.showMap(message);
    else if (message.type === 'rows') this.setRows(message.from, message.rows);
    else if (message.type === 'showRow') this.setActive(message.position);
    else {
      this.content.hidden = true;
      this.empty.hidden = false;
    }
  }

  private showMap(message: MapMessage): void {
    this.message = message;
    const { map, maps, filter, sort } = message;
    this.content.hidden = false;
    this.empty.hidden = true;
    const limit = map.maxConcurrency ? `, max ${map.maxConcurrency} at once` : '';
    setText(this.title, `${map.name} (${count(map.total)} items${limit})`);
    this.maps.hidden = maps.length < 2;
    this.maps.replaceChildren(
      ...maps.map(({ visit, name }) => element('option', { value: visit }, `${name}, visit ${visit}`)),
    );
    this.maps.value = String(map.visit);
    this.filter.value = filter;
    setText(this.counts, countsText(message));
    setText(this.paths, pathsText(message));
    this.heatMap.show(map);
    this.showHead(sort);
    setAttributes(this.grid, { 'aria-rowcount': map.matching + 1 });
    this.rows.setCount(map.matching);
    this.ask('anyway');
  }

  private showHead(sort: ItemSort): void {
    this.head.replaceChildren(
      ...columns.map(([column, title]) => {
        const cell = element('div', { role: 'columnheader' });
        if (column === 'note') {
          cell.append(title);
          return cell;
        }
        const sorted = sort.column === column;
        setAttributes(cell, { 'aria-sort': sorted ? (sort.descending ? 'descending' : 'ascending') : 'none' });
        cell.append(
          button(
            `${title}${sorted ? (sort.descending ? ' ↓' : ' ↑') : ''}`,
            () => this.host.send({ type: 'sort', sort: { column, descending: sorted && !sort.descending } }),
            'sort',
          ),
        );
        return cell;
      }),
    );
  }

  private setRows(from: number, rows: readonly ItemRow[]): void {
    this.known.clear();
    for (const [offset, row] of rows.entries()) this.known.set(from + offset, row);
    this.rows.draw();
  }

  private ask(when: 'when moved' | 'anyway'): void {
    const top = Math.floor(this.grid.scrollTop / 22);
    const bottom = top + Math.ceil(this.grid.clientHeight / 22);
    if (when === 'when moved' && top >= this.asked.from && bottom <= this.asked.to) return;
    this.asked = { from: Math.max(0, top - ahead), to: bottom + ahead };
    this.host.send({ type: 'window', ...this.asked });
  }

  private renderRow(target: HTMLElement, index: number): void {
    const row = this.known.get(index);
    setAttributes(target, {
      role: 'row',
      id: `item-${index}`,
      'data-index': index,
      'aria-rowindex': index + 2,
      'aria-selected': String(row !== undefined && row.index === this.message?.map.selected),
      'data-active': index === this.active,
    });
    const cells = row
      ? [
          String(row.index),
          words[row.status],
          row.took === undefined ? '' : duration(row.took),
          stateText(row),
          String(row.tries),
          row.note ?? '',
        ]
      : ['…', '', '', '', '', ''];
    const signature = JSON.stringify(cells);
    if (target.dataset.signature === signature) return;
    target.dataset.signature = signature;
    target.replaceChildren(...cells.map((text) => element('div', { role: 'gridcell' }, text)));
    const mark = row && markOf(row.status);
    if (mark) target.children[1]!.prepend(statusIcon(mark));
  }

  private onKey(event: KeyboardEvent): void {
    if (!this.message || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = this.rows.rowAfter(event.key, this.active);
    const row = this.known.get(this.active);
    if (to !== undefined) this.setActive(to);
    else if (event.key === 'Enter' && row) this.host.send({ type: 'select', index: row.index });
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private onAnyKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLSelectElement) return;
    if (event.key === ']' || event.key === '[') this.host.send({ type: 'nextFailed', by: event.key === ']' ? 1 : -1 });
    else if (event.key === '/') this.host.send({ type: 'goTo' });
    else if (event.key === 'Escape') this.host.send({ type: 'leave' });
    else return;
    event.preventDefault();
  }

  private setActive(index: number): void {
    const last = (this.message?.map.matching ?? 1) - 1;
    this.active = Math.max(0, Math.min(last, index));
    this.rows.reveal(this.active);
    setAttributes(this.grid, { 'aria-activedescendant': `item-${this.active}` });
    this.ask('when moved');
  }
}

function countsText({ map }: MapMessage): string {
  const parts = (['succeeded', 'failed', 'running', 'pending', 'aborted'] as const)
    .filter((status) => map.counts[status] > 0)
    .map((status) => `${count(map.counts[status])} ${words[status]}`);
  if (map.median !== undefined) parts.push(`p50 ${duration(map.median)}`);
  if (map.slow !== undefined) parts.push(`p99 ${duration(map.slow)}`);
  return parts.join('   ');
}

function pathsText({ map }: MapMessage): string {
  if (map.paths.length < 2) return '';
  return map.paths.map(({ states, count: items }) => `${count(items)} took ${states}`).join(', ');
}

function stateText({ state, stateStatus }: ItemRow): string {
  return [state, stateStatus && stateStatus !== 'succeeded' ? statusWord[stateStatus] : undefined]
    .filter(Boolean)
    .join(', ');
}

function markOf(status: ItemStatus): NodeStatus | undefined {
  return status === 'pending' ? undefined : status;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
