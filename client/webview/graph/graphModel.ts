/** One graph with what is asked of it again and again: states by id, transitions by state, scopes. */
import type { ToGraph } from '../graphMessages.ts';
import type { Drawing } from '../layout/drawing.ts';
import { buildScopes, type ScopeTree, scopeOf } from '../layout/scopes.ts';
import type { ShownEdge, ShownGraph, ShownNode } from '../layout/shownGraph.ts';
import { accessibleDescription, accessibleName } from './names.ts';
import type { SceneLook } from './scene.ts';
import type { TreeItem } from './tree.ts';

type ModelMessage = Extract<ToGraph, { type: 'model' }>;
type OverlayMessage = Extract<ToGraph, { type: 'overlay' }>;

/** More lanes of error handlers than this are shown on selection only. */
const manyCatchLanes = 6;

export class GraphModel {
  readonly graph: ShownGraph;
  readonly nodes: ReadonlyMap<string, ShownNode>;
  readonly tree: ScopeTree;
  private readonly outgoing = new Map<string, ShownEdge[]>();
  private readonly place = new Map<string, { position: number; siblings: number }>();

  constructor(readonly message: ModelMessage) {
    this.graph = message.graph;
    this.nodes = new Map(this.graph.nodes.map((node) => [node.id, node]));
    this.tree = buildScopes(this.graph);
    for (const edge of this.graph.edges) {
      const list = this.outgoing.get(edge.from);
      if (list) list.push(edge);
      else this.outgoing.set(edge.from, [edge]);
    }
    const scopes = [this.tree.root, ...[...this.tree.inside.values()].flat()];
    for (const scope of scopes)
      for (const [index, node] of scope.nodes.entries())
        this.place.set(node.id, { position: index + 1, siblings: scope.nodes.length });
  }

  /** Ids of the containers of a state, innermost first. */
  containersAround(id: string): string[] {
    const around: string[] = [];
    for (let parent = this.nodes.get(id)?.parent; parent !== undefined; parent = this.nodes.get(parent)?.parent)
      around.push(parent);
    return around;
  }

  catchMode(drawing: Drawing): SceneLook['catches'] {
    const { catchEdges } = this.message.settings;
    if (catchEdges === 'always') return 'all';
    if (catchEdges === 'never') return 'none';
    if (catchEdges === 'selected') return 'selected';
    const lanes = new Map<string, Set<string>>();
    for (const edge of drawing.edges) {
      if (edge.kind !== 'catch') continue;
      const scope = scopeOf(edge.from);
      lanes.set(scope, (lanes.get(scope) ?? new Set()).add(edge.to));
    }
    return [...lanes.values()].some((targets) => targets.size > manyCatchLanes) ? 'selected' : 'all';
  }

  treeItems(drawing: Drawing, overlay: OverlayMessage, selected: string | undefined): TreeItem[] {
    const { run, breakpoints, coverage } = overlay;
    return drawing.nodes.map((placed) => {
      const node = this.nodes.get(placed.id)!;
      const current = run?.current === placed.id;
      const state = run?.states[placed.id];
      const { position, siblings } = this.place.get(placed.id)!;
      return {
        placed,
        name: accessibleName({
          node,
          placed,
          overlay: current ? { ...(state ?? { count: 0 }), status: 'paused' } : state,
          breakpoint: breakpoints[placed.id],
          covered: coverage?.states[placed.id],
          later: run?.mode === 'past' && !state,
          position,
          siblings,
          scopeName: node.parent === undefined ? this.message.title : this.nodes.get(node.parent)!.name,
        }),
        description: accessibleDescription(
          node,
          this.outgoing.get(placed.id) ?? [],
          (id) => this.nodes.get(id)?.name ?? id,
        ),
        position,
        siblings,
        current,
        selected: selected === placed.id,
      };
    });
  }
}
