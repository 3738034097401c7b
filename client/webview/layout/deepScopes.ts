/**
 * Ranks and first order of scopes with many states. dagre's own functions recurse along the longest chain, which ends
 * the stack of a worker at about a thousand states in a row; these walk with stacks of their own.
 */
import type { LayoutOptions } from '@dagrejs/dagre';

export type DagreGraph = Parameters<NonNullable<LayoutOptions['customOrder']>>[0];

/**
 * Every node as high as its predecessors allow (longest path from the sources); then nodes go down where that makes
 * lines shorter, as lines over many ranks are dear. The graph has no cycles.
 */
export function rankFromTop(graph: DagreGraph): void {
  const waiting = new Map<string, number>();
  const ready: string[] = [];
  for (const id of graph.nodes()) {
    const count = graph.inEdges(id)?.length ?? 0;
    waiting.set(id, count);
    graph.node(id).rank = 0;
    if (count === 0) ready.push(id);
  }
  const sorted: string[] = [];
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    sorted.push(next);
    const { rank = 0 } = graph.node(next);
    for (const edge of graph.outEdges(next) ?? []) {
      const target = graph.node(edge.w);
      target.rank = Math.max(target.rank ?? 0, rank + (graph.edge(edge).minlen ?? 1));
      const left = waiting.get(edge.w)! - 1;
      waiting.set(edge.w, left);
      if (left === 0) ready.push(edge.w);
    }
  }
  for (const id of sorted.reverse()) sink(graph, id);
}

/** Where more weight leads out of a node than into it, its lines are shorter when it stands lower. */
function sink(graph: DagreGraph, id: string): void {
  let balance = 0;
  let lowest = Number.POSITIVE_INFINITY;
  for (const edge of graph.inEdges(id) ?? []) balance -= graph.edge(edge).weight ?? 0;
  for (const edge of graph.outEdges(id) ?? []) {
    const { weight = 0, minlen = 1 } = graph.edge(edge);
    balance += weight;
    lowest = Math.min(lowest, (graph.node(edge.w).rank ?? 0) - minlen);
  }
  const node = graph.node(id);
  if (balance > 0 && lowest !== Number.POSITIVE_INFINITY) node.rank = Math.max(node.rank ?? 0, lowest);
}

/** Places in a rank in the order of a depth-first walk, which is the order of the document. */
export function orderAsVisited(graph: DagreGraph): void {
  const placed = new Map<number, number>();
  const seen = new Set<string>();
  const rankOf = (id: string) => graph.node(id).rank ?? 0;
  const roots = [...graph.nodes()].sort((a, b) => rankOf(a) - rankOf(b));
  for (const root of roots) {
    const stack = [root];
    for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      const rank = rankOf(id);
      const order = placed.get(rank) ?? 0;
      placed.set(rank, order + 1);
      graph.node(id).order = order;
      stack.push(...[...(graph.successors(id) ?? [])].reverse());
    }
  }
}
