/** The drawing in the document: one group per state and per transition in view, patched by hand and keyed by id. */
import type { BreakpointKind, CoverageOverlay, RunOverlay } from '../graphMessages.ts';
import type { Box, Drawing, PlacedEdge, PlacedMark, PlacedNode } from '../layout/drawing.ts';
import { labelSize, type MeasureText, shorten } from '../layout/measure.ts';
import { arrowPath, linePath } from '../layout/shapes.ts';
import type { ShownEdge, ShownNode } from '../layout/shownGraph.ts';
import { setAttributes, svg } from '../shared/dom.ts';
import { drawNode, type NodeLook, patchNode } from './nodeDrawing.ts';

export interface SceneLook {
  run?: RunOverlay;
  breakpoints: Record<string, BreakpointKind>;
  coverage?: CoverageOverlay;
  selected?: string;
  /** Which error handlers are drawn: all, none, or those of the selected state. */
  catches: 'all' | 'none' | 'selected';
}

export interface SceneModel {
  drawing: Drawing;
  nodes: ReadonlyMap<string, ShownNode>;
  edges: readonly ShownEdge[];
}

export class Scene {
  readonly root = svg('svg', { class: 'scene', 'aria-hidden': 'true' });
  private readonly containers = svg('g');
  private readonly lines = svg('g');
  private readonly boxes = svg('g');
  private readonly shown = new Map<string, SVGGElement>();
  private model: SceneModel = {
    drawing: { width: 0, height: 0, nodes: [], edges: [], marks: [], scopes: [] },
    nodes: new Map(),
    edges: [],
  };

  constructor(private readonly measure: MeasureText) {
    this.root.append(this.containers, this.lines, this.boxes);
  }

  /** Takes over a new drawing; what is in view is made by {@link show}. */
  setModel(model: SceneModel): void {
    this.model = model;
    setAttributes(this.root, { width: model.drawing.width, height: model.drawing.height });
    const alive = new Set([
      ...model.drawing.nodes.map((node) => nodeKey(node)),
      ...model.drawing.edges.map((edge) => edgeKey(edge)),
      ...model.drawing.marks.map((mark) => mark.id),
    ]);
    for (const [key, group] of this.shown) {
      if (alive.has(key)) continue;
      group.remove();
      this.shown.delete(key);
    }
  }

  /** Makes what lies in `area`, removes what left it, and gives everything its present look. */
  show(area: Box, look: SceneLook): void {
    const { drawing } = this.model;
    for (const node of drawing.nodes)
      this.present(
        nodeKey(node),
        touches(node, area),
        node.open ? this.containers : this.boxes,
        () => this.node(node),
        (group) => patchNode(group, node, this.model.nodes.get(node.id)!, this.nodeLook(node, look), this.measure),
      );
    for (const mark of drawing.marks)
      this.present(
        mark.id,
        touches(mark, area),
        this.boxes,
        () => drawMark(mark),
        (group) => moveTo(group, mark),
      );
    for (const edge of drawing.edges)
      this.present(
        edgeKey(edge),
        touches(boundsOf(edge), area) && this.isDrawn(edge, look),
        this.lines,
        () => drawEdge(edge),
        (group) => this.patchEdge(group, edge, look),
      );
  }

  private present(
    key: string,
    wanted: boolean,
    layer: SVGGElement,
    make: () => SVGGElement,
    patch: (group: SVGGElement) => void,
  ) {
    let group = this.shown.get(key);
    if (!wanted) {
      if (!group) return;
      group.remove();
      this.shown.delete(key);
      return;
    }
    if (!group) {
      group = make();
      this.shown.set(key, group);
      layer.append(group);
    }
    patch(group);
  }

  private node(node: PlacedNode): SVGGElement {
    return drawNode(node, this.model.nodes.get(node.id)!);
  }

  private nodeLook(node: PlacedNode, look: SceneLook): NodeLook {
    const overlay = look.run?.states[node.id];
    return {
      overlay,
      current: look.run?.current === node.id,
      later: look.run?.mode === 'past' && !overlay,
      breakpoint: look.breakpoints[node.id],
      covered: look.coverage?.states[node.id],
      staleCoverage: look.coverage?.stale ?? false,
      selected: look.selected === node.id,
    };
  }

  private isDrawn(edge: PlacedEdge, look: SceneLook): boolean {
    if (edge.kind !== 'catch' || look.catches === 'all') return true;
    if (look.run?.edges[executedKey(edge)]) return true;
    return look.catches === 'selected' && (edge.from === look.selected || edge.to === look.selected);
  }

  private patchEdge(group: SVGGElement, edge: PlacedEdge, look: SceneLook): void {
    const executed = look.run?.edges[executedKey(edge)] ?? 0;
    const covered = edge.index === undefined ? undefined : look.coverage?.edges[executedKey(edge)];
    const [line, arrow] = group.children as unknown as [SVGElement, SVGElement];
    setAttributes(line, { d: linePath(edge.points) });
    setAttributes(arrow, { d: edge.kind === 'end' ? '' : arrowPath(edge.points) });
    setAttributes(group, {
      'data-role': edge.role,
      'data-executed': executed > 0,
      'data-covered': covered === undefined ? undefined : covered > 0 ? 'yes' : 'no',
      'data-selected': look.selected !== undefined && (edge.from === look.selected || edge.to === look.selected),
    });
    this.patchLabel(group, edge, executed, covered);
  }

  private patchLabel(group: SVGGElement, edge: PlacedEdge, executed: number, covered: number | undefined): void {
    const count = covered !== undefined ? `×${covered}` : executed > 1 ? `×${executed}` : '';
    const text = [edge.label, count].filter(Boolean).join(' ');
    let label = group.children[2] as SVGGElement | undefined;
    if (!text) {
      label?.remove();
      return;
    }
    if (!label) {
      label = svg('g', { class: 'edge-label' }, svg('rect', { rx: 3 }), svg('text'));
      group.append(label);
    }
    const { width, height } = labelSize(text, this.measure);
    // A count on a line without a label stands beside it: lines between neighbours are short.
    const at = edge.labelAt ?? beside(middleOf(edge), width);
    const [rect, words] = label.children as unknown as [SVGElement, SVGElement];
    setAttributes(rect, { x: at.x - width / 2, y: at.y - height / 2, width, height });
    setAttributes(words, { x: at.x, y: at.y + 4 });
    const shown = shorten(text, (width - 8) / 0.85, this.measure);
    if (words.textContent !== shown) words.textContent = shown;
  }
}

export function executedKey(edge: { from: string; to: string }): string {
  return `${edge.from} ${edge.to}`;
}

function nodeKey(node: PlacedNode): string {
  return `${node.open ? 'open' : 'box'} ${node.id}`;
}

function edgeKey(edge: PlacedEdge): string {
  return `edge ${edge.id}`;
}

function drawEdge(edge: PlacedEdge): SVGGElement {
  return svg(
    'g',
    { class: 'edge', 'data-kind': edge.kind },
    svg('path', { class: 'line' }),
    svg('path', { class: 'arrow' }),
  );
}

function drawMark(mark: PlacedMark): SVGGElement {
  return svg('g', { class: `mark ${mark.kind}` }, svg('circle', { cx: 6, cy: 6, r: mark.kind === 'start' ? 6 : 5 }));
}

function moveTo(group: SVGGElement, { x, y }: { x: number; y: number }): void {
  group.style.transform = `translate(${x}px, ${y}px)`;
}

function boundsOf(edge: PlacedEdge): Box {
  const xs = edge.points.map((point) => point.x);
  const ys = edge.points.map((point) => point.y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

function middleOf(edge: PlacedEdge): { x: number; y: number } {
  const middle = Math.floor((edge.points.length - 1) / 2);
  const [a, b] = [edge.points[middle]!, edge.points[middle + 1] ?? edge.points[middle]!];
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

function beside({ x, y }: { x: number; y: number }, width: number): { x: number; y: number } {
  return { x: x + width / 2 + 2, y };
}

function touches(a: Box, b: Box): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}
