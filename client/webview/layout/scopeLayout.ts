/**
 * Lays out one scope on its own: rows from the ranking, heights from what stands in a row and how many lines run
 * between two rows, loops in a rail at the left, error handlers in a rail at the right.
 */
import type { Box, Direction, PlacedEdge, PlacedMark, Point, Size } from './drawing.ts';
import { classifyEdges, type EdgeRoles } from './edgeRoles.ts';
import { edgeOf, type Line, type RoutedEdge, type Rows, railIn, railOut, type Tracks } from './lines.ts';
import { routeRails } from './rails.ts';
import { type RankedEdge, type RankedItem, type Ranking, rankCold, rankWarm } from './ranking.ts';
import type { Scope } from './scopes.ts';
import { assignLanes, type Interval } from './tracks.ts';

export interface ScopeDrawing extends Size {
  boxes: Map<string, Box>;
  marks: PlacedMark[];
  edges: PlacedEdge[];
  unreachable: ReadonlySet<string>;
  /** Horizontal place of every item in its ranking: what the next layout of this scope keeps. */
  places: Map<string, number>;
}

export interface ScopeOptions {
  direction: Direction;
  sizeOf(nodeId: string): Size;
  labelSize(label: string): Size;
  /** Places of the last drawing of this scope; absent for a first or a tidy layout. */
  previous?: ReadonlyMap<string, number>;
}

const markSize = 12;
const trackGap = 8;
const rowGap = 40;
/** Rows that only labels and passing lines use stand closer. */
const passGap = 14;
const emptyScope: Size = { width: 80, height: 24 };

export function layoutScope(scope: Scope, options: ScopeOptions): ScopeDrawing {
  if (scope.nodes.length === 0)
    return { ...emptyScope, boxes: new Map(), marks: [], edges: [], unreachable: new Set(), places: new Map() };
  const roles = classifyEdges(scope);
  const turned = options.direction === 'LR';
  const items = scopeItems(scope, options, turned);
  const lines = scopeLines(scope, roles, options, turned);
  const ranked = rankedEdges(lines, roles);
  const ranking = options.previous ? rankWarm(items, ranked, options.previous) : rankCold(items, ranked);

  const rows = placeRows(items, lines, ranking);
  const boxes = new Map<string, Box>();
  for (const { id, width, height } of items) {
    const { x, row } = ranking.places.get(id)!;
    boxes.set(id, { x: x - width / 2, y: rows.top[row]!, width, height });
  }
  const spine = lines
    .filter((line) => line.role === 'spine')
    .map((line) => routeSpine(line, ranking, rows, boxes, rows.tracks));
  const drawn = routeRails(lines, ranking, boxes, rows.tracks);
  return finish(scope, [...spine, ...drawn], boxes, roles, ranking, turned);
}

function scopeItems(scope: Scope, options: ScopeOptions, turned: boolean): RankedItem[] {
  const items: RankedItem[] = [{ id: `${scope.id}#start`, width: markSize, height: markSize }];
  for (const node of scope.nodes) {
    const size = options.sizeOf(node.id);
    items.push({ id: node.id, ...(turned ? turn(size) : size) });
  }
  if (scope.nodes.some((node) => node.end)) items.push({ id: `${scope.id}#end`, width: markSize, height: markSize });
  return items;
}

function scopeLines(scope: Scope, roles: EdgeRoles, options: ScopeOptions, turned: boolean): Line[] {
  const lines: Line[] = [];
  const start = scope.nodes.find((node) => node.start);
  if (start) {
    const from = `${scope.id}#start`;
    lines.push({ id: from, from, to: start.id, kind: 'start', role: 'spine' });
  }
  for (const edge of scope.edges) {
    const labelSize = edge.label === undefined ? undefined : options.labelSize(edge.label);
    lines.push({
      id: `${scope.id}#${edge.index}`,
      from: edge.from,
      to: edge.to,
      kind: edge.kind,
      role: roles.roleOf.get(edge) ?? 'spine',
      label: edge.label,
      labelSize: labelSize && turned ? turn(labelSize) : labelSize,
      index: edge.index,
    });
  }
  const end = `${scope.id}#end`;
  for (const node of scope.nodes)
    if (node.end) lines.push({ id: `${node.id}#end`, from: node.id, to: end, kind: 'end', role: 'spine' });
  return lines;
}

const weights: Partial<Record<PlacedEdge['kind'], number>> = { next: 8, start: 8, choice: 2 };

function rankedEdges(lines: readonly Line[], roles: EdgeRoles): RankedEdge[] {
  const edges: RankedEdge[] = [];
  for (const line of lines)
    if (line.role === 'spine')
      edges.push({
        id: line.id,
        from: line.from,
        to: line.to,
        weight: weights[line.kind] ?? 1,
        label: line.labelSize,
      });
  // A state that only an error handler reaches stands below the state whose handler it is.
  for (const [to, from] of roles.caughtFrom) edges.push({ id: `${to}#caught`, from, to, weight: 0 });
  return edges;
}

interface PlacedRows extends Rows {
  tracks: Tracks;
}

/** Heights of rows follow their items, heights of gaps follow the number of lines that run along them. */
function placeRows(items: readonly RankedItem[], lines: readonly Line[], ranking: Ranking): PlacedRows {
  const height = new Array<number>(ranking.rows).fill(0);
  const filled = new Array<boolean>(ranking.rows).fill(false);
  for (const item of items) {
    const { row } = ranking.places.get(item.id)!;
    height[row] = Math.max(height[row]!, item.height);
    filled[row] = true;
  }
  for (const line of lines) {
    const label = ranking.labels.get(line.id);
    if (label && line.labelSize) height[label.row] = Math.max(height[label.row]!, line.labelSize.height);
  }
  const gaps = gapIntervals(lines, ranking);
  const lanes = Array.from({ length: ranking.rows + 1 }, (_, gap) => assignLanes(gaps.get(gap) ?? []));
  const rows: PlacedRows = { top: [], height, gapTop: [], gapHeight: [], tracks: trackPlace };
  let y = 0;
  for (let row = 0; row <= ranking.rows; row++) {
    const outer = row === 0 || row === ranking.rows;
    const base = outer ? 0 : filled[row - 1] && filled[row] ? rowGap : passGap;
    const needed = lanes[row]!.lanes === 0 ? base : Math.max(base, (lanes[row]!.lanes + 1) * trackGap);
    rows.gapTop.push(y);
    rows.gapHeight.push(needed);
    y += needed;
    if (row < ranking.rows) {
      rows.top.push(y);
      y += height[row]!;
    }
  }
  return rows;

  function trackPlace(gap: number, group: string): number {
    const { laneOf, lanes: count } = lanes[gap]!;
    const lane = laneOf.get(group) ?? 0;
    return rows.gapTop[gap]! + rows.gapHeight[gap]! / 2 + (lane - (count - 1) / 2) * trackGap;
  }
}

/** What runs along each gap: the sideways parts of spine lines, and rail lines on their way out and in. */
function gapIntervals(lines: readonly Line[], ranking: Ranking): Map<number, Interval[]> {
  const gaps = new Map<number, Interval[]>();
  const add = (gap: number, interval: Interval) => {
    const list = gaps.get(gap);
    if (list) list.push(interval);
    else gaps.set(gap, [interval]);
  };
  for (const line of lines) {
    const from = ranking.places.get(line.from)!;
    const to = ranking.places.get(line.to)!;
    if (line.role !== 'spine') {
      const far = line.role === 'loop' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
      add(from.row + 1, { from: from.x, to: far, group: railOut(line) });
      add(to.row, { from: to.x, to: far, group: railIn(line) });
      continue;
    }
    const path = [from, ...ranking.passes.get(line.id)!, to];
    for (let i = 1; i < path.length; i++) {
      const [a, b] = [path[i - 1]!, path[i]!];
      if (Math.abs(a.x - b.x) >= 1) add(b.row, { from: a.x, to: b.x, group: spineGroup(line, i, path.length) });
    }
  }
  return gaps;
}

/** Lines fan out from one state on one track, and come together on one track before the next. */
function spineGroup(line: Line, segment: number, length: number): string {
  if (segment === 1) return `from ${line.from}`;
  return segment === length - 1 ? `to ${line.to}` : line.id;
}

function routeSpine(line: Line, ranking: Ranking, rows: Rows, boxes: Map<string, Box>, tracks: Tracks): RoutedEdge {
  const source = boxes.get(line.from)!;
  const target = boxes.get(line.to)!;
  const path = [ranking.places.get(line.from)!, ...(ranking.passes.get(line.id) ?? []), ranking.places.get(line.to)!];
  const points: Point[] = [{ x: path[0]!.x, y: source.y + source.height }];
  for (let i = 1; i < path.length; i++) {
    const [a, b] = [path[i - 1]!, path[i]!];
    if (Math.abs(a.x - b.x) < 1) continue;
    const y = tracks(b.row, spineGroup(line, i, path.length));
    points.push({ x: a.x, y }, { x: b.x, y });
  }
  points.push({ x: path[path.length - 1]!.x, y: target.y });
  const label = ranking.labels.get(line.id);
  return {
    ...edgeOf(line),
    points,
    labelAt: label && { x: label.x, y: rows.top[label.row]! + rows.height[label.row]! / 2 },
    labelSpan: line.labelSize?.width,
  };
}

/** Moves everything so that it begins at 0,0, and turns it for a layout from left to right. */
function finish(
  scope: Scope,
  edges: RoutedEdge[],
  boxes: Map<string, Box>,
  roles: EdgeRoles,
  ranking: Ranking,
  turned: boolean,
): ScopeDrawing {
  const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  const include = (x: number, y: number) => {
    bounds.left = Math.min(bounds.left, x);
    bounds.right = Math.max(bounds.right, x);
    bounds.top = Math.min(bounds.top, y);
    bounds.bottom = Math.max(bounds.bottom, y);
  };
  for (const box of boxes.values()) {
    include(box.x, box.y);
    include(box.x + box.width, box.y + box.height);
  }
  for (const edge of edges) {
    for (const point of edge.points) include(point.x, point.y);
    if (edge.labelAt && edge.labelSpan) {
      include(edge.labelAt.x - edge.labelSpan / 2, edge.labelAt.y);
      include(edge.labelAt.x + edge.labelSpan / 2, edge.labelAt.y);
    }
  }
  const move = ({ x, y }: Point): Point => {
    const moved = { x: x - bounds.left, y: y - bounds.top };
    return turned ? { x: moved.y, y: moved.x } : moved;
  };
  const moveBox = (box: Box): Box => ({
    ...move(box),
    ...(turned ? turn(box) : { width: box.width, height: box.height }),
  });
  const size = { width: bounds.right - bounds.left, height: bounds.bottom - bounds.top };
  const moved = new Map<string, Box>();
  const marks: PlacedMark[] = [];
  for (const [id, box] of boxes) {
    if (id === `${scope.id}#start`) marks.push({ id, kind: 'start', ...moveBox(box) });
    else if (id === `${scope.id}#end`) marks.push({ id, kind: 'end', ...moveBox(box) });
    else moved.set(id, moveBox(box));
  }
  return {
    ...(turned ? turn(size) : size),
    boxes: moved,
    marks,
    edges: edges.map(({ labelSpan: _, ...edge }) => ({
      ...edge,
      points: edge.points.map(move),
      labelAt: edge.labelAt && move(edge.labelAt),
    })),
    unreachable: new Set(scope.nodes.filter((node) => !roles.reached.has(node.id)).map((node) => node.id)),
    places: new Map([...ranking.places].map(([id, { x }]) => [id, x] as const)),
  };
}

function turn({ width, height }: Size): Size {
  return { width: height, height: width };
}
