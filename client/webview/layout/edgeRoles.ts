/**
 * Which transitions shape a scope and which are drawn beside it. Loops and error handlers stay out of the ranking: with
 * them a flat machine of a few hundred states becomes twice as wide and takes ten times as long.
 */
import type { EdgeRole } from './drawing.ts';
import type { IndexedEdge, Scope } from './scopes.ts';

export interface EdgeRoles {
  roleOf: ReadonlyMap<IndexedEdge, EdgeRole>;
  /** States that a walk from the first state reaches, over every kind of transition. */
  reached: ReadonlySet<string>;
  /** States that only error handlers reach, with the state whose handler names them first. */
  caughtFrom: ReadonlyMap<string, string>;
}

/** Walks depth first from the first state in document order, so that the same text gives the same loops. */
export function classifyEdges(scope: Scope): EdgeRoles {
  const outgoing = new Map<string, IndexedEdge[]>();
  for (const edge of scope.edges) {
    const list = outgoing.get(edge.from);
    if (list) list.push(edge);
    else outgoing.set(edge.from, [edge]);
  }
  const roleOf = new Map<IndexedEdge, EdgeRole>();
  const caughtFrom = new Map<string, string>();
  const done = new Set<string>();
  const start = scope.nodes.find((node) => node.start);
  if (start) walk(start.id, outgoing, roleOf, caughtFrom, done);
  const reached = new Set(done);
  for (const node of scope.nodes) walk(node.id, outgoing, roleOf, caughtFrom, done);
  for (const edge of scope.edges) if (roleOf.get(edge) === 'spine') caughtFrom.delete(edge.to);
  return { roleOf, reached, caughtFrom };
}

/** An explicit stack: a chain of ten thousand states must not end the worker. */
function walk(
  from: string,
  outgoing: ReadonlyMap<string, IndexedEdge[]>,
  roleOf: Map<IndexedEdge, EdgeRole>,
  caughtFrom: Map<string, string>,
  done: Set<string>,
): void {
  if (done.has(from)) return;
  const ancestors = new Set<string>([from]);
  const stack = [{ id: from, next: 0 }];
  done.add(from);
  while (stack.length > 0) {
    const frame = stack[stack.length - 1]!;
    const edge = outgoing.get(frame.id)?.[frame.next++];
    if (!edge) {
      ancestors.delete(frame.id);
      stack.pop();
      continue;
    }
    if (edge.kind === 'catch') roleOf.set(edge, 'catch');
    else roleOf.set(edge, ancestors.has(edge.to) ? 'loop' : 'spine');
    if (done.has(edge.to)) continue;
    if (edge.kind === 'catch') caughtFrom.set(edge.to, edge.from);
    done.add(edge.to);
    ancestors.add(edge.to);
    stack.push({ id: edge.to, next: 0 });
  }
}
