/** Pan and zoom: one matrix for the layer that holds the drawing and the tree over it. */
import type { Box, Point, Size } from '../layout/drawing.ts';

const smallest = 0.05;
const largest = 3;
const dragThreshold = 4;

export class Viewport {
  zoom = 1;
  private offset: Point = { x: 0, y: 0 };

  constructor(
    private readonly frame: HTMLElement,
    private readonly layer: HTMLElement,
    private readonly onChange: () => void,
  ) {
    frame.addEventListener('wheel', (event) => this.onWheel(event), { passive: false });
    frame.addEventListener('pointerdown', (event) => this.startDrag(event));
  }

  get size(): Size {
    return { width: this.frame.clientWidth, height: this.frame.clientHeight };
  }

  get position(): { zoom: number } & Point {
    return { zoom: this.zoom, ...this.offset };
  }

  set position({ zoom, x, y }: { zoom: number } & Point) {
    this.zoom = Math.min(largest, Math.max(smallest, zoom));
    this.offset = { x, y };
    this.apply();
  }

  /** Place of a point of the drawing on the screen. */
  toScreen(point: Point): Point {
    return { x: point.x * this.zoom + this.offset.x, y: point.y * this.zoom + this.offset.y };
  }

  /** The part of the drawing on the screen, larger by `margin` screens on every side. */
  visible(margin: number): Box {
    const { width, height } = this.size;
    return {
      x: (-this.offset.x - width * margin) / this.zoom,
      y: (-this.offset.y - height * margin) / this.zoom,
      width: (width * (1 + 2 * margin)) / this.zoom,
      height: (height * (1 + 2 * margin)) / this.zoom,
    };
  }

  moveBy(x: number, y: number): void {
    this.offset = { x: this.offset.x + x, y: this.offset.y + y };
    this.apply();
  }

  zoomBy(factor: number, at: Point = { x: this.size.width / 2, y: this.size.height / 2 }): void {
    const zoom = Math.min(largest, Math.max(smallest, this.zoom * factor));
    const scale = zoom / this.zoom;
    this.zoom = zoom;
    this.offset = { x: at.x - (at.x - this.offset.x) * scale, y: at.y - (at.y - this.offset.y) * scale };
    this.apply();
  }

  /** Shows all of a drawing, never larger than its natural size. */
  fit(drawing: Size): void {
    const { width, height } = this.size;
    if (drawing.width === 0 || drawing.height === 0 || width === 0) return;
    const margin = 24;
    const zoom = Math.min(1, (width - 2 * margin) / drawing.width, (height - 2 * margin) / drawing.height);
    this.zoom = Math.max(smallest, zoom);
    this.offset = {
      x: (width - drawing.width * this.zoom) / 2,
      y: Math.max(margin, (height - drawing.height * this.zoom) / 2),
    };
    this.apply();
  }

  /** First look at a drawing: readable, with its top in view, fitted when that keeps names readable. */
  open(drawing: Size, start: Point): void {
    this.fit(drawing);
    if (this.zoom >= 0.6) return;
    this.zoom = 0.8;
    this.offset = { x: this.size.width / 2 - start.x * this.zoom, y: 24 - Math.min(0, start.y) * this.zoom };
    this.apply();
  }

  /** Brings a point of the drawing to the middle. */
  centre(point: Point): void {
    const { x, y } = this.toScreen(point);
    this.moveBy(this.size.width / 2 - x, this.size.height / 2 - y);
  }

  /** Moves as little as needed to have a box in view. */
  reveal(box: Box): void {
    const margin = 24;
    const { width, height } = this.size;
    const from = this.toScreen(box);
    const to = this.toScreen({ x: box.x + Math.min(box.width, 400), y: box.y + Math.min(box.height, 120) });
    const shift = (low: number, high: number, room: number) => {
      if (low < margin) return margin - low;
      return high > room - margin ? Math.max(room - margin - high, margin - low) : 0;
    };
    const x = shift(from.x, to.x, width);
    const y = shift(from.y, to.y, height);
    if (x !== 0 || y !== 0) this.moveBy(x, y);
  }

  private onWheel(event: WheelEvent): void {
    event.preventDefault();
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    if (event.ctrlKey || event.metaKey) {
      const bounds = this.frame.getBoundingClientRect();
      const at = { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
      this.zoomBy(Math.exp(-event.deltaY * pixels * 0.004), at);
      return;
    }
    const sideways = event.shiftKey && event.deltaX === 0;
    this.moveBy(-(sideways ? event.deltaY : event.deltaX) * pixels, sideways ? 0 : -event.deltaY * pixels);
  }

  /** Only a drag on the background or with the middle button; a click on a state is its own. */
  private startDrag(event: PointerEvent): void {
    const onState = (event.target as Element).closest('[role=treeitem]:not([aria-expanded=true])');
    if (event.button !== 1 && (event.button !== 0 || onState)) return;
    const from = { x: event.clientX, y: event.clientY };
    let last = from;
    let dragging = false;
    const move = (next: PointerEvent) => {
      if (!dragging && Math.hypot(next.clientX - from.x, next.clientY - from.y) < dragThreshold) return;
      if (!dragging) this.frame.setPointerCapture(event.pointerId);
      dragging = true;
      this.moveBy(next.clientX - last.x, next.clientY - last.y);
      last = { x: next.clientX, y: next.clientY };
    };
    const end = () => {
      this.frame.removeEventListener('pointermove', move);
      this.frame.removeEventListener('pointerup', end);
      this.frame.removeEventListener('pointercancel', end);
    };
    this.frame.addEventListener('pointermove', move);
    this.frame.addEventListener('pointerup', end);
    this.frame.addEventListener('pointercancel', end);
  }

  private apply(): void {
    this.layer.style.transform = `translate(${this.offset.x}px, ${this.offset.y}px) scale(${this.zoom})`;
    this.layer.dataset.detail =
      this.zoom < 0.15 ? 'containers' : this.zoom < 0.35 ? 'boxes' : this.zoom < 0.6 ? 'some' : 'all';
    this.onChange();
  }
}
