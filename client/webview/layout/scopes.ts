/** The tree of scopes of a machine: each machine, branch and iteration body with its own states and transitions. */
import type { ShownEdge, ShownGraph, ShownNode } from './shownGraph.ts';

export interface Scope {
  id: string;
  /** Id of the state this scope is inside of; absent for the machine. */
  container?: string;
  nodes: ShownNode[];
  edges: IndexedEdge[];
}

export interface IndexedEdge extends ShownEdge {
  index: number;
}

export interface ScopeTree {
  root: Scope;
  /** Scopes of every container in document order. */
  inside: Map<string, Scope[]>;
}

/** A pointer without its last two tokens names the scope that a state belongs to. */
export function scopeOf(nodeId: string): string {
  return nodeId.split('/').slice(0, -2).join('/');
}

export function buildScopes(graph: ShownGraph): ScopeTree {
  const root: Scope = { id: graph.id, nodes: [], edges: [] };
  const scopes = new Map<string, Scope>([[graph.id, root]]);
  const inside = new Map<string, Scope[]>();
  const scopeByNode = new Map<string, Scope>();
  for (const node of graph.nodes) {
    const scope = node.parent === undefined ? root : scopeInside(node.parent, node.id, scopes, inside);
    scope.nodes.push(node);
    scopeByNode.set(node.id, scope);
  }
  graph.edges.forEach((edge, index) => {
    const scope = scopeByNode.get(edge.from);
    if (scope && scope === scopeByNode.get(edge.to)) scope.edges.push({ ...edge, index, label: labelOf(edge) });
  });
  return { root, inside };
}

/** The last way out of a choice has no condition; its word tells it apart from the others. */
export function labelOf(edge: ShownEdge): string | undefined {
  return edge.label ?? (edge.kind === 'default' ? 'default' : undefined);
}

/** Number of states inside a container, however deep. */
export function countInside(tree: ScopeTree, container: string): number {
  let count = 0;
  for (const scope of tree.inside.get(container) ?? [])
    for (const node of scope.nodes) count += 1 + countInside(tree, node.id);
  return count;
}

function scopeInside(
  container: string,
  nodeId: string,
  scopes: Map<string, Scope>,
  inside: Map<string, Scope[]>,
): Scope {
  const id = scopeOf(nodeId);
  const known = scopes.get(id);
  if (known) return known;
  const scope: Scope = { id, container, nodes: [], edges: [] };
  scopes.set(id, scope);
  const siblings = inside.get(container);
  if (siblings) siblings.push(scope);
  else inside.set(container, [scope]);
  return scope;
}
