/** A small picture of a large graph, with the part that is in view. It repeats what the tree says, so it is for the eye only. */
import type { GraphSettings } from '../graphMessages.ts';
import type { Box, Drawing, Point } from '../layout/drawing.ts';
import { setAttributes, svg } from '../shared/dom.ts';

/** From this number of drawn states on. Finding a state by its name beats looking for it in a picture. */
const manyStates = 80;

export class Minimap {
  readonly root = svg('svg', { class: 'minimap', 'aria-hidden': 'true', preserveAspectRatio: 'xMidYMid meet' });
  private readonly boxes = svg('path', { class: 'boxes' });
  private readonly view = svg('rect', { class: 'view' });
  private drawing: Drawing | undefined;

  constructor(private readonly centre: (point: Point) => void) {
    this.root.append(this.boxes, this.view);
    this.root.addEventListener('pointerdown', (event) => {
      this.root.setPointerCapture(event.pointerId);
      this.goTo(event);
    });
    this.root.addEventListener('pointermove', (event) => {
      if (this.root.hasPointerCapture(event.pointerId)) this.goTo(event);
    });
  }

  show(drawing: Drawing, inView: Box, setting: GraphSettings['minimap']): void {
    const wanted = setting === 'on' || (setting === 'auto' && drawing.nodes.length >= manyStates);
    this.root.classList.toggle('shown', wanted);
    if (!wanted) return;
    if (this.drawing !== drawing) {
      this.drawing = drawing;
      setAttributes(this.root, { viewBox: `0 0 ${drawing.width} ${drawing.height}` });
      setAttributes(this.boxes, { d: drawing.nodes.map(outline).join('') });
    }
    const left = Math.max(0, inView.x);
    const top = Math.max(0, inView.y);
    setAttributes(this.view, {
      x: left,
      y: top,
      width: Math.max(0, Math.min(drawing.width, inView.x + inView.width) - left),
      height: Math.max(0, Math.min(drawing.height, inView.y + inView.height) - top),
    });
  }

  /** The frame around does not move the graph as well. */
  private goTo(event: PointerEvent): void {
    event.stopPropagation();
    const toDrawing = this.root.getScreenCTM()?.inverse();
    if (toDrawing) this.centre(new DOMPoint(event.clientX, event.clientY).matrixTransform(toDrawing));
  }
}

function outline({ x, y, width, height }: Box): string {
  return `M${x} ${y}h${width}v${height}h${-width}z`;
}
