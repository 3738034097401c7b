/** Parallel lines that would lie on each other get lanes of their own. */

export interface Interval {
  from: number;
  to: number;
  /** Intervals of one group share a lane: they are branches of one line. */
  group: string;
}

/** Lane of every group, by greedy colouring from the left; `lanes` is their number. */
export function assignLanes(intervals: readonly Interval[]): { laneOf: Map<string, number>; lanes: number } {
  const spans = new Map<string, { from: number; to: number }>();
  for (const { from, to, group } of intervals) {
    const low = Math.min(from, to);
    const high = Math.max(from, to);
    const span = spans.get(group);
    spans.set(group, span ? { from: Math.min(span.from, low), to: Math.max(span.to, high) } : { from: low, to: high });
  }
  const laneOf = new Map<string, number>();
  const ends: number[] = [];
  for (const [group, span] of [...spans].sort((a, b) => a[1].from - b[1].from || a[1].to - b[1].to)) {
    const free = ends.findIndex((end) => end < span.from - 4);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = span.to;
    laneOf.set(group, lane);
  }
  return { laneOf, lanes: ends.length };
}
