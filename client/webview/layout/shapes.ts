/** Outlines of states and lines of transitions as SVG path data. Each state type has a shape of its own. */
import type { Point, Size } from './drawing.ts';

export interface Shape {
  /** Name of the outline, unique per state type. */
  name: string;
  outline: string;
  /** Further lines drawn in the colour of the outline, without fill. */
  extra?: string;
}

type Draw = (size: Size) => Omit<Shape, 'name'>;

const byType: Record<string, { name: string; draw: Draw }> = {
  Task: { name: 'rectangle', draw: ({ width, height }) => ({ outline: roundedBox(0, 0, width, height, 4) }) },
  Pass: {
    name: 'parallelogram',
    draw: ({ width, height }) => ({ outline: polygon([10, 0], [width, 0], [width - 10, height], [0, height]) }),
  },
  Choice: {
    name: 'hexagon',
    draw: ({ width, height }) => ({
      outline: polygon(
        [14, 0],
        [width - 14, 0],
        [width, height / 2],
        [width - 14, height],
        [14, height],
        [0, height / 2],
      ),
    }),
  },
  Wait: { name: 'stadium', draw: ({ width, height }) => ({ outline: roundedBox(0, 0, width, height, height / 2) }) },
  Succeed: {
    name: 'double-stadium',
    draw: ({ width, height }) => ({
      outline: roundedBox(0, 0, width, height, height / 2),
      extra: roundedBox(3, 3, width - 6, height - 6, height / 2 - 3),
    }),
  },
  Fail: {
    name: 'octagon',
    draw: ({ width, height }) => ({
      outline: polygon(
        [10, 0],
        [width - 10, 0],
        [width, 10],
        [width, height - 10],
        [width - 10, height],
        [10, height],
        [0, height - 10],
        [0, 10],
      ),
    }),
  },
  Parallel: {
    name: 'double-top',
    draw: ({ width, height }) => ({ outline: roundedBox(0, 0, width, height, 4), extra: `M2 4H${width - 2}` }),
  },
  Map: {
    name: 'stack',
    draw: ({ width, height }) => ({
      outline: roundedBox(0, 0, width, height, 4),
      extra: `M4 -4H${width}a4 4 0 0 1 4 4V${height - 4}`,
    }),
  },
};

const unknown = byType.Task!;

export function shapeOf(type: string, size: Size): Shape {
  const { name, draw } = byType[type] ?? { ...unknown, name: 'unknown' };
  return { name, ...draw(size) };
}

/** A line through the points with rounded corners. */
export function linePath(points: readonly Point[], radius = 8): string {
  const first = points[0]!;
  let path = `M${number(first.x)} ${number(first.y)}`;
  for (let i = 1; i < points.length - 1; i++) {
    const [before, corner, after] = [points[i - 1]!, points[i]!, points[i + 1]!];
    const inLength = distance(before, corner);
    const outLength = distance(corner, after);
    const r = Math.min(radius, inLength / 2, outLength / 2);
    const start = towards(corner, before, inLength, r);
    const end = towards(corner, after, outLength, r);
    path += `L${number(start.x)} ${number(start.y)}Q${number(corner.x)} ${number(corner.y)} ${number(end.x)} ${number(end.y)}`;
  }
  const last = points[points.length - 1]!;
  return `${path}L${number(last.x)} ${number(last.y)}`;
}

/** The head of an arrow at the end of a line, as a filled triangle. */
export function arrowPath(points: readonly Point[]): string {
  const tip = points[points.length - 1]!;
  let index = points.length - 2;
  while (index > 0 && distance(points[index]!, tip) < 0.5) index--;
  const from = points[Math.max(0, index)]!;
  const length = distance(from, tip) || 1;
  const [ux, uy] = [(tip.x - from.x) / length, (tip.y - from.y) / length];
  const base = { x: tip.x - ux * 8, y: tip.y - uy * 8 };
  return `M${number(tip.x)} ${number(tip.y)}L${number(base.x - uy * 3)} ${number(base.y + ux * 3)}L${number(base.x + uy * 3)} ${number(base.y - ux * 3)}Z`;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function towards(from: Point, to: Point, length: number, by: number): Point {
  if (length === 0) return from;
  return { x: from.x + ((to.x - from.x) * by) / length, y: from.y + ((to.y - from.y) * by) / length };
}

function roundedBox(x: number, y: number, width: number, height: number, r: number): string {
  return `M${x + r} ${y}H${x + width - r}a${r} ${r} 0 0 1 ${r} ${r}V${y + height - r}a${r} ${r} 0 0 1 ${-r} ${r}H${x + r}a${r} ${r} 0 0 1 ${-r} ${-r}V${y + r}a${r} ${r} 0 0 1 ${r} ${-r}Z`;
}

function polygon(...points: [number, number][]): string {
  return `M${points.map(([x, y]) => `${x} ${y}`).join('L')}Z`;
}

function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}
