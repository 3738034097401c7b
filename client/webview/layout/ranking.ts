/**
 * Rows and horizontal places of one scope, by dagre. It only sees the transitions that shape the scope; heights, rails
 * and paths are made from its answer.
 */
import { Graph, type LayoutOptions, layout } from '@dagrejs/dagre';
import { type DagreGraph, orderAsVisited, rankFromTop } from './deepScopes.ts';
import type { Size } from './drawing.ts';

export interface RankedItem extends Size {
  id: string;
}

export interface RankedEdge {
  id: string;
  from: string;
  to: string;
  weight: number;
  label?: Size;
}

export interface Ranking {
  /** Centre of each item and the index of its row. */
  places: Map<string, { x: number; row: number }>;
  /** Where each edge passes the rows between its ends, top row first. */
  passes: Map<string, { x: number; row: number }[]>;
  /** Where the label of an edge stands. */
  labels: Map<string, { x: number; row: number }>;
  rows: number;
}

const nodeGap = 32;
const edgeGap = 16;
/** Above this number of items only the document's own order is tried: a second layout would be felt. */
const secondTryLimit = 250;
/** Above this number ranks and order are made without recursion. */
const deepLimit = 400;

/**
 * Ranks a scope that was not drawn before. The order of the document wins (choice rules stay from left to right) unless
 * it costs many crossings.
 */
export function rankCold(items: readonly RankedItem[], edges: readonly RankedEdge[]): Ranking {
  if (items.length > deepLimit) return rank(items, edges, { customOrder: orderAsVisited });
  const inDocumentOrder = rank(items, edges, { disableOptimalOrderHeuristic: true });
  if (items.length > secondTryLimit) return inDocumentOrder;
  const crossings = countCrossings(inDocumentOrder, edges);
  if (crossings <= 4) return inDocumentOrder;
  const free = rank(items, edges, {});
  return crossings > 1.5 * countCrossings(free, edges) + 4 ? free : inDocumentOrder;
}

/** Ranks a scope so that what was left of something stays left of it. `previous` holds the x of items drawn before. */
export function rankWarm(
  items: readonly RankedItem[],
  edges: readonly RankedEdge[],
  previous: ReadonlyMap<string, number>,
): Ranking {
  return rank(items, edges, { customOrder: (graph) => orderBy(graph, previous) });
}

function rank(items: readonly RankedItem[], edges: readonly RankedEdge[], options: LayoutOptions): Ranking {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({
    rankdir: 'TB',
    nodesep: nodeGap,
    edgesep: edgeGap,
    ranksep: 44,
    // The greedy search for cycles is the one that does not recurse; there are none to be found.
    ...(items.length > deepLimit ? { ranker: rankFromTop, acyclicer: 'greedy' } : { ranker: 'network-simplex' }),
  });
  for (const item of items) graph.setNode(item.id, { width: item.width, height: item.height });
  for (const edge of edges)
    graph.setEdge(
      edge.from,
      edge.to,
      { weight: edge.weight, minlen: 1, labelpos: 'c', width: edge.label?.width ?? 0, height: edge.label?.height ?? 0 },
      edge.id,
    );
  layout(graph, options);
  return readRanking(graph, items, edges);
}

/** Items of one rank share their centre line, so the distinct values of y are the rows. */
function readRanking(graph: DagreGraph, items: readonly RankedItem[], edges: readonly RankedEdge[]): Ranking {
  const heights = new Set<number>();
  const key = (y: number) => Math.round(y * 10);
  for (const item of items) heights.add(key(graph.node(item.id).y!));
  const inner = new Map(
    edges.map((edge) => [edge.id, graph.edge(edge.from, edge.to, edge.id).points!.slice(1, -1)] as const),
  );
  for (const points of inner.values()) for (const point of points) heights.add(key(point.y));
  const rowOf = new Map([...heights].sort((a, b) => a - b).map((y, row) => [y, row] as const));

  const places = new Map<string, { x: number; row: number }>();
  for (const item of items) {
    const { x, y } = graph.node(item.id);
    places.set(item.id, { x: x!, row: rowOf.get(key(y!))! });
  }
  const passes = new Map<string, { x: number; row: number }[]>();
  const labels = new Map<string, { x: number; row: number }>();
  for (const edge of edges) {
    passes.set(
      edge.id,
      inner.get(edge.id)!.map(({ x, y }) => ({ x, row: rowOf.get(key(y))! })),
    );
    if (!edge.label) continue;
    const { x, y } = graph.edge(edge.from, edge.to, edge.id);
    const row = rowOf.get(key(y!));
    if (row !== undefined) labels.set(edge.id, { x: x!, row });
  }
  return { places, passes, labels, rows: rowOf.size };
}

/** Sorts each rank by the place its members had; edges in between follow their ends, new items their neighbours. */
function orderBy(graph: DagreGraph, previous: ReadonlyMap<string, number>): void {
  const ids = graph.nodes();
  const at = new Map<string, number>();
  for (const id of ids) {
    const x = previous.get(id);
    if (x !== undefined) at.set(id, x);
  }
  const neighbours = (id: string) => [...(graph.predecessors(id) ?? []), ...(graph.successors(id) ?? [])];
  for (let pass = 0; pass < 3; pass++) {
    for (const id of ids) {
      if (previous.has(id)) continue;
      const known = neighbours(id).flatMap((other) => at.get(other) ?? []);
      if (known.length > 0) at.set(id, known.reduce((sum, x) => sum + x, 0) / known.length);
    }
  }
  const ranks = new Map<number, string[]>();
  for (const id of ids) {
    const rankOfId = graph.node(id).rank ?? 0;
    const members = ranks.get(rankOfId);
    if (members) members.push(id);
    else ranks.set(rankOfId, [id]);
  }
  const place = (id: string) => at.get(id) ?? Number.MAX_SAFE_INTEGER;
  for (const members of ranks.values()) {
    members.sort((a, b) => place(a) - place(b));
    members.forEach((id, order) => {
      graph.node(id).order = order;
    });
  }
}

/** Crossings between neighbouring rows, each pair of edges counted once per row. */
export function countCrossings(ranking: Ranking, edges: readonly RankedEdge[]): number {
  const segments = new Map<number, { top: number; bottom: number }[]>();
  for (const edge of edges) {
    const line = [ranking.places.get(edge.from)!, ...ranking.passes.get(edge.id)!, ranking.places.get(edge.to)!];
    for (let i = 1; i < line.length; i++) {
      const row = line[i - 1]!.row;
      const list = segments.get(row) ?? [];
      list.push({ top: line[i - 1]!.x, bottom: line[i]!.x });
      segments.set(row, list);
    }
  }
  let crossings = 0;
  for (const list of segments.values()) {
    list.sort((a, b) => a.top - b.top || a.bottom - b.bottom);
    const seen: number[] = [];
    for (const { bottom } of list) {
      const position = upperBound(seen, bottom);
      crossings += seen.length - position;
      seen.splice(position, 0, bottom);
    }
  }
  return crossings;
}

function upperBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
