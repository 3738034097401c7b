/**
 * The tree over the drawing: one item per state in view, placed exactly over its box. Pointer, keyboard, magnifiers and
 * screen readers use it; the drawing below is only looked at.
 */
import type { FromGraph } from '../graphMessages.ts';
import type { Box, PlacedNode } from '../layout/drawing.ts';
import { element, setAttributes } from '../shared/dom.ts';

export interface TreeItem {
  placed: PlacedNode;
  name: string;
  description: string;
  position: number;
  siblings: number;
  current: boolean;
  selected: boolean;
}

export interface TreeActions {
  select(id: string): void;
  send(message: FromGraph): void;
  setOpen(id: string, open: boolean): void;
  /** Makes a state outside of the view visible before it gets the focus. */
  reveal(id: string): void;
  clearSelection(): boolean;
  key(event: KeyboardEvent): boolean;
}

const pageStep = 10;
/** A click this close to the left edge of a box toggles its breakpoint. */
const breakpointMargin = 16;

export class StateTree {
  readonly root = element('div', { role: 'tree', class: 'tree' });
  private items: TreeItem[] = [];
  private readonly elements = new Map<string, HTMLElement>();
  private active: string | undefined;

  constructor(private readonly actions: TreeActions) {
    this.root.addEventListener('keydown', (event) => this.onKey(event));
    this.root.addEventListener('click', (event) => this.onClick(event));
    this.root.addEventListener('dblclick', (event) => this.withItem(event, (id) => actions.send({ type: 'open', id })));
    this.root.addEventListener('focusin', (event) => {
      const id = idOf(event.target);
      if (id !== undefined) this.setActive(id);
    });
  }

  get focused(): string | undefined {
    return this.root.contains(document.activeElement) ? this.active : undefined;
  }

  setLabel(label: string): void {
    setAttributes(this.root, { 'aria-label': label });
  }

  /** Items outside of `area` stay out of the document, but for the one that may have the focus. */
  show(items: TreeItem[], area: Box): void {
    this.items = items;
    if (!items.some((item) => item.placed.id === this.active)) this.active = items[0]?.placed.id;
    const wanted = new Set<string>();
    let before: HTMLElement | undefined;
    for (const item of items) {
      const { placed } = item;
      if (!touches(placed, area) && placed.id !== this.active) continue;
      wanted.add(placed.id);
      let target = this.elements.get(placed.id);
      if (!target) {
        target = element('div', { role: 'treeitem', class: 'state' });
        this.elements.set(placed.id, target);
        if (before) before.after(target);
        else this.root.prepend(target);
      }
      before = target;
      this.patch(target, item);
    }
    for (const [id, target] of this.elements) {
      if (wanted.has(id)) continue;
      target.remove();
      this.elements.delete(id);
    }
  }

  focus(id = this.active): void {
    if (id === undefined) return;
    this.actions.reveal(id);
    this.setActive(id);
    this.elements.get(id)?.focus({ preventScroll: true });
  }

  private patch(
    target: HTMLElement,
    { placed, name, description, position, siblings, current, selected }: TreeItem,
  ): void {
    setAttributes(target, {
      'data-id': placed.id,
      'data-vscode-context': JSON.stringify({
        webviewSection: 'state',
        stepwiseState: placed.id,
        stepwiseContainer: placed.container,
        preventDefaultContextMenuItems: true,
      }),
      'aria-label': name,
      'aria-description': description || undefined,
      'aria-level': placed.depth + 1,
      'aria-posinset': position,
      'aria-setsize': siblings,
      'aria-expanded': placed.container ? String(placed.open) : undefined,
      'aria-selected': String(selected),
      'aria-current': current ? 'step' : undefined,
      tabindex: placed.id === this.active ? 0 : -1,
      title: undefined,
    });
    target.style.transform = `translate(${placed.x}px, ${placed.y}px)`;
    target.style.width = `${placed.width}px`;
    target.style.height = `${placed.height}px`;
  }

  private setActive(id: string): void {
    if (this.active === id) return;
    const old = this.active === undefined ? undefined : this.elements.get(this.active);
    old?.setAttribute('tabindex', '-1');
    this.active = id;
    this.elements.get(id)?.setAttribute('tabindex', '0');
  }

  private onClick(event: MouseEvent): void {
    this.withItem(event, (id, target) => {
      target.focus({ preventScroll: true });
      const bounds = target.getBoundingClientRect();
      const scale = bounds.width / (target.offsetWidth || 1);
      if (event.clientX - bounds.left < breakpointMargin * scale && event.detail === 1)
        this.actions.send({ type: 'toggleBreakpoint', id });
      this.actions.select(id);
    });
  }

  private withItem(event: MouseEvent, act: (id: string, target: HTMLElement) => void): void {
    const target = (event.target as Element).closest<HTMLElement>('[role=treeitem]');
    if (target?.dataset.id !== undefined) act(target.dataset.id, target);
  }

  private onKey(event: KeyboardEvent): void {
    const index = this.items.findIndex((item) => item.placed.id === this.active);
    const item = this.items[index];
    if (!item || (event.altKey && event.key !== 'F9')) return;
    if (this.act(event, item, index) || this.actions.key(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  /** True when the key was for the tree. Keys with Ctrl or Cmd are those of the editor. */
  private act(event: KeyboardEvent, item: TreeItem, index: number): boolean {
    if (event.ctrlKey || event.metaKey) return false;
    const { id } = item.placed;
    const go = (to: number) => {
      this.focus(this.items[Math.max(0, Math.min(this.items.length - 1, to))]!.placed.id);
      return true;
    };
    switch (event.key) {
      case 'ArrowDown':
        return go(index + 1);
      case 'ArrowUp':
        return go(index - 1);
      case 'PageDown':
        return go(index + pageStep);
      case 'PageUp':
        return go(index - pageStep);
      case 'Home':
        return go(0);
      case 'End':
        return go(this.items.length - 1);
      case 'ArrowRight':
        if (item.placed.open) return go(index + 1);
        if (item.placed.container) this.actions.setOpen(id, true);
        return true;
      case 'ArrowLeft':
        return this.leave(item, index);
      case 'Enter':
        this.actions.send({ type: 'open', id });
        return true;
      case ' ':
        this.actions.select(id);
        return true;
      case 'F9':
        this.actions.send({ type: 'toggleBreakpoint', id });
        return true;
      case ']':
        this.actions.send({ type: 'followTransition', id, forward: true });
        return true;
      case '[':
        this.actions.send({ type: 'followTransition', id, forward: false });
        return true;
      case 'Escape':
        if (!this.actions.clearSelection()) this.actions.send({ type: 'leave' });
        return true;
      default:
        return false;
    }
  }

  private leave(item: TreeItem, index: number): boolean {
    if (item.placed.open) {
      this.actions.setOpen(item.placed.id, false);
      return true;
    }
    for (let before = index - 1; before >= 0; before--) {
      if (this.items[before]!.placed.depth >= item.placed.depth) continue;
      this.focus(this.items[before]!.placed.id);
      return true;
    }
    return true;
  }
}

function idOf(target: EventTarget | null): string | undefined {
  return target instanceof HTMLElement ? target.dataset.id : undefined;
}

function touches(a: Box, b: Box): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}
