/** The time axis of a run: long pieces in which nothing happens are drawn short, with their length written on them. */
import type { TimePiece } from '../../webview/executionMessages.ts';
import { duration } from '../../webview/shared/status.ts';
import type { Run } from './run.ts';

/** A gap is drawn short when it is longer than this and than five times the usual distance of two events. */
const shortestGap = 2000;
const usualTimes = 5;
/** Share of the axis that one short piece takes, as long as there are few. */
const gapShare = 0.06;
const manyEvents = 20_000;

export function timesOf(run: Run): number[] {
  const times = new Set<number>([0, run.lastTime]);
  for (const visit of run.visits.values()) {
    times.add(visit.enteredAt);
    if (visit.exitedAt !== undefined) times.add(visit.exitedAt);
    for (const failure of visit.failures) {
      times.add(failure.at);
      if (failure.retryAt !== undefined) times.add(failure.retryAt);
    }
    if (times.size > manyEvents) break;
  }
  return [...times].sort((a, b) => a - b);
}

export function timeAxis(times: readonly number[], compress: 'compress' | 'keep'): TimePiece[] {
  const end = times.at(-1) ?? 0;
  if (end === 0) return [{ from: 0, to: 1, left: 0, right: 1 }];
  const steps = times.slice(1).map((time, index) => time - times[index]!);
  const sorted = steps.filter((step) => step > 0).sort((a, b) => a - b);
  const usual = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const isGap = (length: number) => compress === 'compress' && length > shortestGap && length > usualTimes * usual;
  if (sorted.length < 2 || !sorted.some(isGap)) return [{ from: 0, to: end, left: 0, right: 1 }];

  const raw: { from: number; to: number; gap: boolean }[] = [];
  let from = 0;
  for (let i = 1; i < times.length; i++) {
    if (!isGap(times[i]! - times[i - 1]!)) continue;
    if (times[i - 1]! > from) raw.push({ from, to: times[i - 1]!, gap: false });
    raw.push({ from: times[i - 1]!, to: times[i]!, gap: true });
    from = times[i]!;
  }
  if (end > from) raw.push({ from, to: end, gap: false });
  return withShares(raw);
}

function withShares(raw: readonly { from: number; to: number; gap: boolean }[]): TimePiece[] {
  const gaps = raw.filter((piece) => piece.gap).length;
  const busy = raw.filter((piece) => !piece.gap).reduce((sum, piece) => sum + piece.to - piece.from, 0);
  const share = busy === 0 ? 1 / gaps : Math.min(gapShare, 0.5 / gaps);
  const rest = 1 - share * gaps;
  let left = 0;
  return raw.map(({ from, to, gap }) => {
    const right = left + (gap ? share : (rest * (to - from)) / busy);
    const piece: TimePiece = { from, to, left, right, ...(gap ? { gap: duration(to - from) } : {}) };
    left = right;
    return piece;
  });
}
