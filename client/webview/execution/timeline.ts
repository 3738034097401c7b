/** The rows of a run with their bars, as a tree grid of which only the rows in view exist. */
import type { FromExecution, TimelineRow, TimePiece } from '../executionMessages.ts';
import { shareOf } from '../shared/axis.ts';
import { element, setAttributes, setText } from '../shared/dom.ts';
import { duration, statusWord } from '../shared/status.ts';
import { statusIcon } from '../shared/statusIcon.ts';
import { VirtualRows } from '../shared/virtualRows.ts';

const comparedMarks = {
  differs: { sign: '~', word: 'differs' },
  onlyHere: { sign: '+', word: 'only here' },
};

/** Rows asked for beyond those in view. */
const ahead = 60;

export class Timeline {
  readonly root: HTMLElement;
  private readonly axisCell = element('div', { class: 'axis', role: 'columnheader', 'aria-label': 'Time' });
  private readonly rows: VirtualRows;
  private readonly known = new Map<number, TimelineRow>();
  private axis: TimePiece[] = [];
  private playhead = 0;
  private count = 0;
  private selected: string | undefined;
  private active = 0;
  private asked = { from: -1, to: -1 };
  private follows = true;

  constructor(private readonly send: (message: FromExecution) => void) {
    const head = element(
      'div',
      { class: 'timeline-head', role: 'row' },
      ...['State', 'Status', 'Start', 'Took'].map((title) => element('div', { role: 'columnheader' }, title)),
      this.axisCell,
    );
    this.root = element(
      'div',
      { class: 'timeline', role: 'treegrid', 'aria-label': 'Timeline', tabindex: 0 },
      element('div', { role: 'rowgroup', class: 'head-rows' }, head),
    );
    this.rows = new VirtualRows(
      this.root,
      (row, index) => this.renderRow(row, index),
      this.root.firstElementChild as HTMLElement,
    );
    this.root.addEventListener('scroll', () => this.ask());
    this.root.addEventListener('wheel', () => {
      this.follows = false;
    });
    new ResizeObserver(() => this.ask()).observe(this.root);
    this.root.addEventListener('keydown', (event) => this.onKey(event));
    this.root.addEventListener('click', (event) => this.onClick(event));
    this.root.addEventListener('dblclick', (event) => {
      const row = this.rowOf(event);
      if (row) this.send({ type: 'reveal', key: row.key });
    });
  }

  show(facts: {
    count: number;
    axis: TimePiece[];
    playhead: number;
    selected?: string;
    selectedIndex: number;
    live: boolean;
  }): void {
    const grown = facts.count > this.count;
    const moved = facts.selected !== this.selected;
    this.count = facts.count;
    this.axis = facts.axis;
    this.playhead = facts.playhead;
    this.selected = facts.selected;
    setAttributes(this.root, { 'aria-rowcount': facts.count + 1 });
    this.showAxis();
    this.rows.setCount(facts.count);
    if (moved && facts.selectedIndex >= 0) {
      this.active = facts.selectedIndex;
      this.rows.reveal(facts.selectedIndex);
    } else if (grown && facts.live && this.follows) this.rows.reveal(facts.count - 1);
    this.asked = { from: -1, to: -1 };
    this.ask();
  }

  setRows(from: number, rows: readonly TimelineRow[]): void {
    for (const index of this.known.keys())
      if (index < from - ahead || index > from + rows.length + ahead) this.known.delete(index);
    for (const [offset, row] of rows.entries()) this.known.set(from + offset, row);
    this.rows.draw();
    setAttributes(this.root, { 'aria-activedescendant': this.rows.row(this.active)?.id });
  }

  focus(): void {
    this.root.focus();
  }

  private ask(): void {
    const top = Math.floor(this.root.scrollTop / 22);
    const from = Math.max(0, top - ahead);
    const to = top + Math.ceil(this.root.clientHeight / 22) + ahead;
    if (from >= this.asked.from && to <= this.asked.to && this.asked.to >= 0) return;
    this.asked = { from: Math.max(0, from - ahead), to: to + ahead };
    this.send({ type: 'window', ...this.asked });
  }

  private showAxis(): void {
    const marks = this.axis.flatMap((piece) => {
      const start = element('span', { class: 'tick' }, duration(piece.from));
      start.style.left = `${piece.left * 100}%`;
      if (piece.gap === undefined) return [start];
      const gap = element('span', { class: 'gap' }, `// ${piece.gap} //`);
      gap.style.left = `clamp(48px, ${((piece.left + piece.right) / 2) * 100}%, calc(100% - 48px))`;
      return [gap];
    });
    const line = element('span', { class: 'playhead' });
    line.style.left = `${shareOf(this.axis, this.playhead) * 100}%`;
    this.axisCell.replaceChildren(...marks, line);
  }

  private renderRow(target: HTMLElement, index: number): void {
    const row = this.known.get(index);
    setAttributes(target, { role: 'row', 'data-index': index, id: `row-${index}`, 'aria-rowindex': index + 2 });
    if (!row) {
      target.replaceChildren(element('div', { role: 'gridcell' }, '…'));
      return;
    }
    const selected = row.key === this.selected;
    setAttributes(target, {
      'aria-level': row.depth + 1,
      'aria-expanded': row.expandable ? String(row.expanded) : undefined,
      'aria-selected': String(selected),
      'data-kind': row.kind,
      'data-active': index === this.active,
    });
    const signature = JSON.stringify([row, this.axis, this.playhead]);
    if (target.dataset.signature === signature) return;
    target.dataset.signature = signature;
    const name = element('div', { role: 'gridcell', class: 'name' });
    name.style.paddingInlineStart = `${4 + row.depth * 14}px`;
    name.append(
      element('span', { class: 'twistie', 'aria-hidden': 'true' }, row.expandable ? (row.expanded ? '▾' : '▸') : ''),
      element('span', {}, row.name),
    );
    const status = element('div', { role: 'gridcell', class: 'status', 'data-status': row.status });
    if (row.compared) status.append(comparedMark(row.compared));
    if (row.status) status.append(statusIcon(row.status));
    status.append(element('span', {}, [row.status && statusWord[row.status], row.note].filter(Boolean).join(' · ')));
    status.title = row.note ?? '';
    target.replaceChildren(
      name,
      status,
      element('div', { role: 'gridcell', class: 'number' }, duration(row.start)),
      element('div', { role: 'gridcell', class: 'number' }, row.end === undefined ? '' : duration(row.end - row.start)),
      this.bar(row),
    );
  }

  /** The bar repeats the cells before it, so it is hidden from assistive technology. */
  private bar(row: TimelineRow): HTMLElement {
    const left = shareOf(this.axis, row.start);
    const right = shareOf(this.axis, row.end ?? row.start);
    const bar = element('span', { class: 'bar', 'data-status': row.status });
    bar.style.left = `${left * 100}%`;
    bar.style.width = `max(3px, ${(right - left) * 100}%)`;
    const line = element('span', { class: 'playhead' });
    line.style.left = `${shareOf(this.axis, this.playhead) * 100}%`;
    return element('div', { role: 'gridcell', class: 'bars' }, element('span', { 'aria-hidden': 'true' }, bar, line));
  }

  private rowOf(event: Event): TimelineRow | undefined {
    const index = Number((event.target as HTMLElement).closest<HTMLElement>('.row')?.dataset.index);
    return Number.isInteger(index) ? this.known.get(index) : undefined;
  }

  private onClick(event: MouseEvent): void {
    const row = this.rowOf(event);
    if (!row) return;
    const index = Number((event.target as HTMLElement).closest<HTMLElement>('.row')!.dataset.index);
    this.setActive(index);
    if ((event.target as HTMLElement).closest('.twistie') && row.expandable)
      this.send({ type: 'toggle', key: row.key });
    else this.send({ type: 'select', key: row.key });
  }

  private setActive(index: number): void {
    this.active = Math.max(0, Math.min(this.count - 1, index));
    this.rows.reveal(this.active);
    setText(this.axisCell.querySelector('.none') ?? element('span'), '');
    setAttributes(this.root, { 'aria-activedescendant': this.rows.row(this.active)?.id });
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = this.known.get(this.active);
    const to = this.rows.rowAfter(event.key, this.active);
    if (to !== undefined) this.setActive(to);
    else if (event.key === 'Enter' && row) this.send({ type: 'select', key: row.key });
    else if (event.key === ' ' && row) this.send({ type: 'reveal', key: row.key });
    else if (event.key === 'F9' && row) this.send({ type: 'toggleBreakpoint', key: row.key });
    else if (event.key === 'ArrowRight' && row?.expandable && !row.expanded)
      this.send({ type: 'toggle', key: row.key });
    else if (event.key === 'ArrowLeft' && row?.expanded) this.send({ type: 'toggle', key: row.key });
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/** The sign is for the eyes, the word for everybody. */
function comparedMark(compared: keyof typeof comparedMarks): HTMLElement {
  const { sign, word } = comparedMarks[compared];
  return element(
    'span',
    { class: 'compared', title: word },
    element('span', { 'aria-hidden': 'true' }, sign),
    element('span', { class: 'hidden' }, `${word}, `),
  );
}
