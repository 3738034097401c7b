/** The list that stands in for a drawing that would be too large: every state with its status, in document order. */
import type { FromGraph, RunOverlay } from '../graphMessages.ts';
import type { ShownNode } from '../layout/shownGraph.ts';
import { button, element, setAttributes, setText } from '../shared/dom.ts';
import { statusWord } from '../shared/status.ts';
import { VirtualRows } from '../shared/virtualRows.ts';

export class Outline {
  readonly root: HTMLElement;
  private readonly message = element('p', { class: 'message' });
  private readonly scroller = element('div', {
    class: 'state-list-rows',
    role: 'listbox',
    tabindex: 0,
    'aria-label': 'States',
  });
  private readonly rows: VirtualRows;
  private nodes: readonly ShownNode[] = [];
  private depth = new Map<string, number>();
  private run: RunOverlay | undefined;
  private active = 0;

  constructor(
    private readonly send: (message: FromGraph) => void,
    drawAnyway: () => void,
  ) {
    this.root = element(
      'div',
      { class: 'state-list', hidden: true },
      element('div', { class: 'state-list-head' }, this.message, button('Draw Anyway', drawAnyway)),
      this.scroller,
    );
    this.rows = new VirtualRows(this.scroller, (row, index) => this.renderRow(row, index));
    this.scroller.addEventListener('keydown', (event) => this.onKey(event));
    this.scroller.addEventListener('click', (event) => {
      const index = Number((event.target as HTMLElement).closest<HTMLElement>('.row')?.dataset.index);
      if (Number.isInteger(index)) this.go(index);
    });
  }

  show(nodes: readonly ShownNode[], run: RunOverlay | undefined, message: string): void {
    this.root.hidden = false;
    this.nodes = nodes;
    this.run = run;
    this.depth = new Map();
    for (const node of nodes)
      this.depth.set(node.id, node.parent === undefined ? 0 : (this.depth.get(node.parent) ?? 0) + 1);
    setText(this.message, message);
    this.rows.setCount(nodes.length);
  }

  hide(): void {
    this.root.hidden = true;
  }

  get shown(): boolean {
    return !this.root.hidden;
  }

  focus(): void {
    this.scroller.focus();
  }

  reveal(id: string): void {
    const index = this.nodes.findIndex((node) => node.id === id);
    if (index >= 0) this.go(index);
  }

  private renderRow(row: HTMLElement, index: number): void {
    const node = this.nodes[index]!;
    const overlay = this.run?.states[node.id];
    const depth = this.depth.get(node.id) ?? 0;
    setAttributes(row, {
      role: 'option',
      id: `outline-${index}`,
      'data-index': index,
      'data-status': overlay?.status,
      'aria-selected': String(index === this.active),
      'aria-setsize': this.nodes.length,
      'aria-posinset': index + 1,
    });
    row.style.paddingInlineStart = `${8 + depth * 16}px`;
    setText(row, [node.name, node.type, overlay && statusWord[overlay.status]].filter(Boolean).join(', '));
  }

  private onKey(event: KeyboardEvent): void {
    const last = this.nodes.length - 1;
    const target = this.rows.rowAfter(event.key, this.active);
    if (target !== undefined) this.go(Math.max(0, Math.min(last, target)));
    else if (event.key === 'Enter') this.send({ type: 'open', id: this.nodes[this.active]!.id });
    else if (event.key === 'F9') this.send({ type: 'toggleBreakpoint', id: this.nodes[this.active]!.id });
    else if (event.key === 'Escape') this.send({ type: 'leave' });
    else return;
    event.preventDefault();
  }

  private go(index: number): void {
    this.active = index;
    this.rows.reveal(index);
    setAttributes(this.scroller, { 'aria-activedescendant': `outline-${index}` });
    const node = this.nodes[index];
    if (node) this.send({ type: 'select', id: node.id });
  }
}
