/** Every item of a map as one cell, drawn on a canvas; a grid of one row of text per cell row tells the same in words. */
import { type FromIterations, itemCodes, type MapView } from '../iterationMessages.ts';
import { element, setAttributes } from '../shared/dom.ts';

/** Pixels. Few items are drawn twice as large: their cells are easier to see and to hit. */
const cellSize = 8;
const cellsPerRow = 100;

export class HeatMap {
  readonly root: HTMLElement;
  private readonly canvas = element('canvas', { 'aria-hidden': 'true' });
  private readonly cell = element('div', { role: 'gridcell', 'aria-selected': 'true', id: 'map-cell' });
  private readonly row = element('div', { role: 'row', class: 'hidden' }, this.cell);
  private map: MapView | undefined;
  private active = 0;
  private perRow = cellsPerRow;
  private zoom = 1;

  constructor(private readonly send: (message: FromIterations) => void) {
    this.root = element(
      'div',
      { class: 'map', role: 'grid', tabindex: 0, 'aria-activedescendant': 'map-cell' },
      this.canvas,
      this.row,
    );
    this.root.addEventListener('keydown', (event) => this.onKey(event));
    this.canvas.addEventListener('click', (event) => {
      const bounds = this.canvas.getBoundingClientRect();
      const column = Math.floor((event.clientX - bounds.left) / (cellSize * this.zoom));
      const index = Math.floor((event.clientY - bounds.top) / (cellSize * this.zoom)) * this.perRow + column;
      if (this.map && index < this.map.total && column < this.perRow) this.send({ type: 'select', index });
    });
    new ResizeObserver(() => this.draw()).observe(this.root);
  }

  show(map: MapView): void {
    this.map = map;
    if (map.selected !== undefined) this.active = map.selected;
    this.active = Math.min(this.active, Math.max(0, map.total - 1));
    setAttributes(this.root, {
      'aria-label': `Iterations, ${map.total.toLocaleString('en-US')} items, ${map.counts.failed} failed`,
    });
    this.describe();
    this.draw();
  }

  private describe(): void {
    if (!this.map) return;
    const status = itemCodes[Number(this.map.codes[this.active])] ?? 'pending';
    setAttributes(this.root, {
      'aria-rowcount': Math.ceil(this.map.total / this.perRow),
      'aria-colcount': Math.min(this.perRow, this.map.total),
    });
    setAttributes(this.row, { 'aria-rowindex': Math.floor(this.active / this.perRow) + 1 });
    setAttributes(this.cell, { 'aria-colindex': (this.active % this.perRow) + 1 });
    this.cell.textContent = `Item ${this.active}, ${status}`;
  }

  /** Colour and an inner mark tell the status: none pending, dot done, cross failed, arrow running, bar aborted. */
  private draw(): void {
    const { map } = this;
    if (!map) return;
    const room = this.root.clientWidth - 16;
    this.zoom = map.total * cellSize * 2 <= room ? 2 : 1;
    this.perRow = Math.max(10, Math.min(cellsPerRow, Math.floor(room / (cellSize * this.zoom))));
    const width = this.perRow * cellSize * this.zoom;
    const height = Math.max(1, Math.ceil(map.total / this.perRow)) * cellSize * this.zoom;
    const scale = window.devicePixelRatio || 1;
    this.canvas.width = width * scale;
    this.canvas.height = height * scale;
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    const context = this.canvas.getContext('2d');
    if (!context) return;
    context.scale(scale * this.zoom, scale * this.zoom);
    const style = getComputedStyle(this.root);
    const colors = itemCodes.map((code) => style.getPropertyValue(`--item-${code}`).trim());
    const probe = element('span');
    this.root.append(probe);
    const resolved = colors.map((color) => {
      probe.style.color = color;
      return getComputedStyle(probe).color;
    });
    probe.style.color = 'var(--surface)';
    const surface = getComputedStyle(probe).color;
    probe.remove();
    for (let index = 0; index < map.total; index++) {
      const code = Number(map.codes[index]);
      const x = (index % this.perRow) * cellSize;
      const y = Math.floor(index / this.perRow) * cellSize;
      context.fillStyle = resolved[code] ?? surface;
      context.fillRect(x, y, cellSize - 1, cellSize - 1);
      context.fillStyle = surface;
      drawMark(context, code, x, y);
    }
    if (map.selected === undefined) return;
    context.strokeStyle = style.color;
    context.lineWidth = 2 / this.zoom;
    context.strokeRect(
      (map.selected % this.perRow) * cellSize,
      Math.floor(map.selected / this.perRow) * cellSize,
      cellSize - 1,
      cellSize - 1,
    );
  }

  private onKey(event: KeyboardEvent): void {
    if (!this.map || event.ctrlKey || event.metaKey || event.altKey) return;
    const moves: Record<string, number> = {
      ArrowRight: this.active + 1,
      ArrowLeft: this.active - 1,
      ArrowDown: this.active + this.perRow,
      ArrowUp: this.active - this.perRow,
      PageDown: this.active + 10 * this.perRow,
      PageUp: this.active - 10 * this.perRow,
      Home: 0,
      End: this.map.total - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) {
      this.active = Math.max(0, Math.min(this.map.total - 1, to));
      this.describe();
    } else if (event.key === 'Enter' || event.key === ' ') this.send({ type: 'select', index: this.active });
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

function drawMark(context: CanvasRenderingContext2D, code: number, x: number, y: number): void {
  const status = itemCodes[code];
  if (status === 'succeeded') context.fillRect(x + 3, y + 3, 1.5, 1.5);
  if (status === 'aborted') context.fillRect(x + 1, y + 3, 5, 1);
  if (status === 'running') {
    context.beginPath();
    context.moveTo(x + 2, y + 1);
    context.lineTo(x + 6, y + 3.5);
    context.lineTo(x + 2, y + 6);
    context.fill();
  }
  if (status === 'failed')
    for (let step = 0; step < 5; step++) {
      context.fillRect(x + 1 + step, y + 1 + step, 1.2, 1.2);
      context.fillRect(x + 5 - step, y + 1 + step, 1.2, 1.2);
    }
}
