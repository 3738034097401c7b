/** What the two routers of a scope share: lines between places, rows with heights, and the tracks between rows. */
import type { EdgeRole, PlacedEdge, Size } from './drawing.ts';

/** A line to be drawn, before it has points. */
export interface Line {
  id: string;
  from: string;
  to: string;
  kind: PlacedEdge['kind'];
  role: EdgeRole;
  label?: string;
  labelSize?: Size;
  index?: number;
}

/** A drawn line, with the width its label takes. */
export interface RoutedEdge extends PlacedEdge {
  labelSpan?: number;
}

/** Rows with their final vertical places. Gap `i` lies above row `i`; the last gap lies below the last row. */
export interface Rows {
  top: number[];
  height: number[];
  gapTop: number[];
  gapHeight: number[];
}

/** Lane of a group of lines in a gap. */
export type Tracks = (gap: number, group: string) => number;

export function railOut(line: Line): string {
  return `${line.role} out of ${line.from}`;
}

export function railIn(line: Line): string {
  return `${line.role} into ${line.to}`;
}

export function edgeOf(line: Line): Omit<PlacedEdge, 'points'> {
  const { id, from, to, kind, role, label, index } = line;
  return { id, from, to, kind, role, label, index };
}
