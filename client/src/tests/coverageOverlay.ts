/** Coverage as the graph shows it: numbers of visits by state and by transition. No editor. */
import type { GraphEdge, MachineGraph } from '../../../server/src/protocol.ts';
import type { CoverageOverlay } from '../../webview/graphMessages.ts';
import type { CoverageEvent } from './testEvents.ts';

/** State names are unique in a machine, so names lead from the report to the graph. */
export function coverageOverlay(event: CoverageEvent, graph: MachineGraph, stale: boolean): CoverageOverlay {
  const counts = new Map(event.states.map(({ name, count }) => [name, count]));
  const nameOf = new Map(graph.nodes.map((node) => [node.id, node.name]));
  const states: Record<string, number> = {};
  for (const node of graph.nodes) {
    const count = counts.get(node.name);
    if (count !== undefined) states[node.id] = count;
  }
  const edges: Record<string, number> = {};
  for (const edge of graph.edges) {
    const key = `${edge.from} ${edge.to}`;
    const count = transitionCount(event, edge, nameOf);
    if (count !== undefined) edges[key] = (edges[key] ?? 0) + count;
  }
  return { stale, states, edges };
}

/** Rules and catchers with one target are one line each in the graph; their counts are told apart by their place in the text. */
function transitionCount(
  event: CoverageEvent,
  edge: GraphEdge,
  nameOf: ReadonlyMap<string, string>,
): number | undefined {
  const from = nameOf.get(edge.from);
  const to = nameOf.get(edge.to);
  const candidates = event.transitions.filter(
    (transition) => transition.state === from && transition.kind === edge.kind && (transition.target ?? to) === to,
  );
  if (candidates.length <= 1) return candidates[0]?.count;
  const line = edge.range.start.line + 1;
  return candidates.reduce((best, next) => (Math.abs(next.line - line) < Math.abs(best.line - line) ? next : best))
    .count;
}

/** Transitions that no test took, in the order of the text. */
export function uncoveredTransitions(events: readonly CoverageEvent[]): CoverageEvent['transitions'] {
  return events
    .flatMap((event) => event.transitions)
    .filter((transition) => transition.count === 0)
    .sort((a, b) => a.line - b.line || a.column - b.column);
}
