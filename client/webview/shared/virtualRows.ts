/** A list of uniform rows of which only those in view are in the document. */
import { element } from './dom.ts';

export const rowHeight = 22;
const overscan = 8;
/** Browsers stop at about 33 million pixels; far below it positions stay exact. */
const maximumHeight = 8_000_000;

export class VirtualRows {
  readonly body = element('div', { class: 'rows-body' });
  private readonly rows = new Map<number, HTMLElement>();
  private count = 0;
  private frame = 0;

  /** `render` fills a row; it is called again for a row that is already there. */
  constructor(
    readonly scroller: HTMLElement,
    private readonly render: (row: HTMLElement, index: number) => void,
    /** Rows begin below this element, which stays at the top of the scroller. */
    private readonly head?: HTMLElement,
  ) {
    this.body.setAttribute('role', head ? 'rowgroup' : 'presentation');
    scroller.append(this.body);
    scroller.addEventListener('scroll', () => this.schedule());
    new ResizeObserver(() => this.schedule()).observe(scroller);
  }

  setCount(count: number): void {
    this.count = count;
    this.body.style.height = `${Math.min(maximumHeight, count * rowHeight)}px`;
    this.draw();
  }

  /** Scrolls as little as needed. */
  reveal(index: number): void {
    const top = index * rowHeight;
    const { scrollTop } = this.scroller;
    const clientHeight = this.height;
    if (top < scrollTop) this.scroller.scrollTop = top;
    else if (top + rowHeight > scrollTop + clientHeight) this.scroller.scrollTop = top + rowHeight - clientHeight;
    this.draw();
  }

  row(index: number): HTMLElement | undefined {
    return this.rows.get(index);
  }

  private get pageSize(): number {
    return Math.max(1, Math.floor(this.height / rowHeight) - 1);
  }

  /** Height of the part in which rows are seen. */
  get height(): number {
    return this.scroller.clientHeight - (this.head?.offsetHeight ?? 0);
  }

  /** The row that a key of the keyboard leads to from a row; it may lie beyond the ends. */
  rowAfter(key: string, from: number): number | undefined {
    const moves: Record<string, number> = {
      ArrowDown: from + 1,
      ArrowUp: from - 1,
      PageDown: from + this.pageSize,
      PageUp: from - this.pageSize,
      Home: 0,
      End: this.count - 1,
    };
    return moves[key];
  }

  draw(): void {
    const { scrollTop } = this.scroller;
    const from = Math.max(0, Math.floor(scrollTop / rowHeight) - overscan);
    const to = Math.min(this.count, Math.ceil((scrollTop + this.height) / rowHeight) + overscan);
    for (const [index, row] of this.rows) {
      if (index >= from && index < to) continue;
      row.remove();
      this.rows.delete(index);
    }
    for (let index = from; index < to; index++) {
      let row = this.rows.get(index);
      if (!row) {
        row = element('div', { class: 'row' });
        row.style.transform = `translateY(${index * rowHeight}px)`;
        this.rows.set(index, row);
        const after = this.rows.get(index - 1);
        if (after) after.after(row);
        else this.body.prepend(row);
      }
      this.render(row, index);
    }
  }

  private schedule(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }
}
