/**
 * What the layout makes of a graph: boxes and paths in one coordinate system, in pixels. Plain data, so that it crosses
 * from a worker to a view, and from the command line to a file.
 */
import type { GraphEdgeKind } from '../../../server/src/protocol.ts';

export interface Point {
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

export interface Box extends Point, Size {}

export type Direction = 'TB' | 'LR';

export interface PlacedNode extends Box {
  id: string;
  /** Number of containers around the node. */
  depth: number;
  /** Set when the node is drawn as a container with its scopes inside. */
  open: boolean;
  /** True for a state that can be opened or is open. */
  container: boolean;
  /** Number of states inside, however deep. */
  inside: number;
  /** True when no path from the first state of the scope leads here. */
  unreachable: boolean;
}

export type EdgeRole = 'spine' | 'loop' | 'catch';

export interface PlacedEdge {
  /** Unique within the drawing. */
  id: string;
  from: string;
  to: string;
  kind: GraphEdgeKind | 'start' | 'end';
  role: EdgeRole;
  points: Point[];
  label?: string;
  /** Centre of the label. */
  labelAt?: Point;
  /** Index of the edge in the graph; absent for the edges of start and end marks. */
  index?: number;
}

export interface PlacedMark extends Box {
  /** `<scope>#start` or `<scope>#end`. */
  id: string;
  kind: 'start' | 'end';
}

export interface PlacedScope extends Box {
  id: string;
  /** Id of the container node; absent for the machine itself. */
  container?: string;
  /** Position among the scopes of the container. */
  index: number;
}

export interface Drawing extends Size {
  nodes: PlacedNode[];
  edges: PlacedEdge[];
  marks: PlacedMark[];
  scopes: PlacedScope[];
}
