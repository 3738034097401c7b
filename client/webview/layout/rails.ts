/** Paths of loops (rail at the left) and error handlers (rail at the right) of one scope. */
import type { Box, Point } from './drawing.ts';
import { edgeOf, type Line, type RoutedEdge, railIn, railOut, type Tracks } from './lines.ts';
import type { Ranking } from './ranking.ts';
import { assignLanes } from './tracks.ts';

const laneGap = 12;
const railGap = 16;

/** The two ends of a rail line: from its state to the rail, and from the rail to its target. */
interface Ends {
  line: Line;
  out: Point[];
  in: Point[];
}

/** Lines with the same target share one lane and merge. Lanes stand outside of everything, so they cross no state. */
export function routeRails(
  lines: readonly Line[],
  ranking: Ranking,
  boxes: ReadonlyMap<string, Box>,
  tracks: Tracks,
): RoutedEdge[] {
  const bounds = contentBounds(ranking, boxes, lines);
  return [...routeSide('loop'), ...routeSide('catch')];

  function routeSide(role: 'loop' | 'catch'): RoutedEdge[] {
    const ends = lines.filter((line) => line.role === role).map((line) => railEnds(line, role, ranking, boxes, tracks));
    const { laneOf, lanes } = assignLanes(
      ends.map((end) => ({ from: end.out.at(-1)!.y, to: end.in[0]!.y, group: end.line.to })),
    );
    return ends.map((end) => {
      const offset = railGap + laneOf.get(end.line.to)! * laneGap;
      const x = role === 'loop' ? bounds.left - offset : bounds.right + offset;
      const points = [...end.out, { x, y: end.out.at(-1)!.y }, { x, y: end.in[0]!.y }, ...end.in];
      return { ...edgeOf(end.line), points, ...railLabel(end, x, bounds.right + railGap + lanes * laneGap) };
    });
  }
}

function railEnds(
  line: Line,
  role: 'loop' | 'catch',
  ranking: Ranking,
  boxes: ReadonlyMap<string, Box>,
  tracks: Tracks,
): Ends {
  const source = boxes.get(line.from)!;
  const target = boxes.get(line.to)!;
  const side = role === 'loop' ? -1 : 1;
  const sourceRow = ranking.places.get(line.from)!.row;
  const targetRow = ranking.places.get(line.to)!.row;
  const edgeX = (box: Box) => (side < 0 ? box.x : box.x + box.width);
  const port = (box: Box) => box.x + box.width / 2 + side * Math.min(24, box.width / 4);
  const middle = (box: Box, share: number) => box.y + Math.min(32, box.height) * share;

  const out: Point[] = isOutermost(line.from, side, ranking, boxes)
    ? [{ x: edgeX(source), y: middle(source, 2 / 3) }]
    : [
        { x: port(source), y: source.y + source.height },
        { x: port(source), y: tracks(sourceRow + 1, railOut(line)) },
      ];
  const inward: Point[] = isOutermost(line.to, side, ranking, boxes)
    ? [{ x: edgeX(target), y: middle(target, 1 / 3) }]
    : [
        { x: port(target), y: tracks(targetRow, railIn(line)) },
        { x: port(target), y: target.y },
      ];
  return { line, out, in: inward };
}

/** True when no other state of its row stands between a state and the rail. */
function isOutermost(id: string, side: number, ranking: Ranking, boxes: ReadonlyMap<string, Box>): boolean {
  const { x, row } = ranking.places.get(id)!;
  for (const other of boxes.keys()) {
    const place = ranking.places.get(other)!;
    if (place.row === row && (place.x - x) * side > 0) return false;
  }
  return true;
}

/** On the way out where there is room, else outside of the rail. */
function railLabel(end: Ends, laneX: number, outside: number): Pick<RoutedEdge, 'labelAt' | 'labelSpan'> {
  const width = end.line.labelSize?.width;
  if (width === undefined || end.line.role !== 'catch') return {};
  const start = end.out.at(-1)!;
  if (laneX - start.x >= width + 8) return { labelAt: { x: (start.x + laneX) / 2, y: start.y }, labelSpan: width };
  return { labelAt: { x: outside + width / 2, y: (start.y + end.in[0]!.y) / 2 }, labelSpan: width };
}

function contentBounds(
  ranking: Ranking,
  boxes: ReadonlyMap<string, Box>,
  lines: readonly Line[],
): { left: number; right: number } {
  let left = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  for (const box of boxes.values()) {
    left = Math.min(left, box.x);
    right = Math.max(right, box.x + box.width);
  }
  for (const line of lines) {
    const half = (line.labelSize?.width ?? 0) / 2;
    const label = ranking.labels.get(line.id);
    for (const { x } of ranking.passes.get(line.id) ?? []) {
      left = Math.min(left, x);
      right = Math.max(right, x);
    }
    if (!label) continue;
    left = Math.min(left, label.x - half);
    right = Math.max(right, label.x + half);
  }
  return { left, right };
}
