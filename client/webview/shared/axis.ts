/** Between times of a run and places on its axis. */
import type { TimePiece } from '../executionMessages.ts';

/** Share of the axis, 0 to 1. */
export function shareOf(axis: readonly TimePiece[], time: number): number {
  const piece = axis.find((candidate) => time <= candidate.to) ?? axis.at(-1);
  if (!piece) return 0;
  const length = piece.to - piece.from;
  const within = length === 0 ? 0 : Math.min(1, Math.max(0, (time - piece.from) / length));
  return piece.left + within * (piece.right - piece.left);
}

export function timeOf(axis: readonly TimePiece[], share: number): number {
  const piece = axis.find((candidate) => share <= candidate.right) ?? axis.at(-1);
  if (!piece) return 0;
  const width = piece.right - piece.left;
  return width === 0 ? piece.from : piece.from + ((share - piece.left) / width) * (piece.to - piece.from);
}
