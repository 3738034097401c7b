/**
 * Lays out a whole machine: every scope on its own from the inside out, each then one box of the scope around it. A
 * scope whose structure did not change keeps its drawing, and a changed one keeps what was left of what.
 */
import type { Box, Direction, Drawing, PlacedNode, Size } from './drawing.ts';
import { layoutScope, type ScopeDrawing } from './scopeLayout.ts';
import { buildScopes, countInside, type Scope, type ScopeTree } from './scopes.ts';
import type { ShownGraph } from './shownGraph.ts';

export interface LayoutRequest {
  graph: ShownGraph;
  direction: Direction;
  /** Ids of containers that are drawn as one box. */
  collapsed: readonly string[];
  /** Size of the box of a state, and of the header of a container. */
  nodeSize(nodeId: string): Size;
  labelSize(label: string): Size;
}

/** What one layout leaves for the next of the same document. */
export class LayoutCache {
  readonly scopes = new Map<string, { fingerprint: string; drawing: ScopeDrawing; names: string[] }>();

  /** The next layout of every scope starts anew: for a command of the user only, as it moves states. */
  clear(): void {
    this.scopes.clear();
  }
}

const padding = 16;
const headerHeight = 32;
const scopeGap = 32;

export function layoutMachine(request: LayoutRequest, cache = new LayoutCache()): Drawing {
  const tree = buildScopes(request.graph);
  const context: Context = { request, tree, cache, collapsed: new Set(request.collapsed), inner: new Map() };
  const root = drawScope(tree.root, context);
  const drawing: Drawing = { width: root.width, height: root.height, nodes: [], edges: [], marks: [], scopes: [] };
  place(tree.root, root, { x: 0, y: 0 }, 0, 0, context, drawing);
  return drawing;
}

interface Context {
  request: LayoutRequest;
  tree: ScopeTree;
  cache: LayoutCache;
  collapsed: ReadonlySet<string>;
  /** Drawings of the scopes inside every open container. */
  inner: Map<string, ScopeDrawing[]>;
}

function isOpen(nodeId: string, context: Context): boolean {
  return context.tree.inside.has(nodeId) && !context.collapsed.has(nodeId);
}

function drawScope(scope: Scope, context: Context): ScopeDrawing {
  const sizes = new Map<string, Size>();
  for (const node of scope.nodes) sizes.set(node.id, sizeOf(node.id, context));
  const { direction } = context.request;
  const fingerprint = JSON.stringify([
    direction,
    scope.nodes.map((node) => [node.name, node.start, node.end, sizes.get(node.id)]),
    scope.edges.map((edge) => [edge.from, edge.to, edge.kind, edge.label && context.request.labelSize(edge.label)]),
  ]);
  const known = context.cache.scopes.get(scope.id);
  if (known?.fingerprint === fingerprint) return relabel(known.drawing, scope);
  const names = scope.nodes.map((node) => node.name);
  const drawing = layoutScope(scope, {
    direction,
    sizeOf: (id) => sizes.get(id)!,
    labelSize: context.request.labelSize,
    previous: known && placesOfBefore(known, scope, names),
  });
  context.cache.scopes.set(scope.id, { fingerprint, drawing, names });
  return drawing;
}

/** A scope may keep its drawing while lines before it in the document were added: edge indexes and labels are new. */
function relabel(drawing: ScopeDrawing, scope: Scope): ScopeDrawing {
  let next = 0;
  const drawn = new Map(drawing.edges.filter((edge) => edge.index !== undefined).map((edge) => [edge.index, edge]));
  const order = [...drawn.keys()].sort((a, b) => a! - b!);
  const renewed = new Map<number, { index: number; label?: string }>();
  for (const edge of scope.edges) {
    const old = order[next++];
    if (old !== undefined) renewed.set(old, { index: edge.index, label: edge.label });
  }
  return {
    ...drawing,
    edges: drawing.edges.map((edge) => {
      const fresh = edge.index === undefined ? undefined : renewed.get(edge.index);
      return fresh ? { ...edge, ...fresh, id: `${scope.id}#${fresh.index}` } : edge;
    }),
  };
}

/** A renamed state (same place in the scope, old name gone, new name unknown) takes over the place of the old one. */
function placesOfBefore(
  known: { drawing: ScopeDrawing; names: string[] },
  scope: Scope,
  names: readonly string[],
): ReadonlyMap<string, number> {
  const places = new Map(known.drawing.places);
  if (known.names.length !== names.length) return places;
  const before = new Set(known.names);
  const after = new Set(names);
  const oldIds = [...known.drawing.boxes.keys()];
  scope.nodes.forEach((node, index) => {
    const oldName = known.names[index]!;
    if (before.has(node.name) || after.has(oldName)) return;
    const x = known.drawing.places.get(oldIds[index]!);
    if (x !== undefined) places.set(node.id, x);
  });
  return places;
}

/** Size of a state's box; for an open container the size of what is inside it. */
function sizeOf(nodeId: string, context: Context): Size {
  const own = context.request.nodeSize(nodeId);
  if (!isOpen(nodeId, context)) return own;
  const inner = context.tree.inside.get(nodeId)!.map((scope) => drawScope(scope, context));
  context.inner.set(nodeId, inner);
  const across = inner.reduce((sum, scope) => sum + scope.width, 0) + scopeGap * (inner.length - 1);
  const tallest = Math.max(...inner.map((scope) => scope.height));
  return {
    width: Math.max(own.width, across + 2 * padding),
    height: headerHeight + tallest + 2 * padding,
  };
}

function place(
  scope: Scope,
  drawn: ScopeDrawing,
  at: { x: number; y: number },
  depth: number,
  index: number,
  context: Context,
  drawing: Drawing,
): void {
  const shift = <T extends { x: number; y: number }>(point: T): T => ({
    ...point,
    x: point.x + at.x,
    y: point.y + at.y,
  });
  drawing.scopes.push({
    id: scope.id,
    container: scope.container,
    index,
    ...at,
    width: drawn.width,
    height: drawn.height,
  });
  for (const mark of drawn.marks) drawing.marks.push(shift(mark));
  for (const edge of drawn.edges)
    drawing.edges.push({ ...edge, points: edge.points.map(shift), labelAt: edge.labelAt && shift(edge.labelAt) });
  for (const node of scope.nodes) {
    const box = shift(drawn.boxes.get(node.id)!);
    drawing.nodes.push(placedNode(node.id, box, depth, drawn, context));
    if (isOpen(node.id, context)) placeInside(node.id, box, depth, context, drawing);
  }
}

function placedNode(id: string, box: Box, depth: number, drawn: ScopeDrawing, context: Context): PlacedNode {
  return {
    id,
    ...box,
    depth,
    open: isOpen(id, context),
    container: context.tree.inside.has(id),
    inside: countInside(context.tree, id),
    unreachable: drawn.unreachable.has(id),
  };
}

function placeInside(container: string, box: Box, depth: number, context: Context, drawing: Drawing): void {
  const scopes = context.tree.inside.get(container)!;
  const inner = context.inner.get(container)!;
  const across = inner.reduce((sum, scope) => sum + scope.width, 0) + scopeGap * (inner.length - 1);
  let x = box.x + (box.width - across) / 2;
  scopes.forEach((scope, index) => {
    const drawn = inner[index]!;
    place(scope, drawn, { x, y: box.y + headerHeight + padding }, depth + 1, index, context, drawing);
    x += drawn.width + scopeGap;
  });
}
