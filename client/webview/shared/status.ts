/** Words and marks of the states of a run. Colour is never alone: each status has a mark and a word. */
import type { NodeStatus } from '../graphMessages.ts';

export const statusWord: Record<NodeStatus, string> = {
  running: 'running',
  waiting: 'waiting',
  callback: 'waiting for callback',
  retrying: 'retrying',
  succeeded: 'succeeded',
  caught: 'failed, caught',
  failed: 'failed',
  aborted: 'aborted',
  paused: 'paused',
};

/** Paths of 16 by 16 pixels, drawn with a line of 1.5 pixels in the colour of the status. */
export const statusMark: Record<NodeStatus, string> = {
  running: 'M13 8a5 5 0 1 1-2-4M11 1v3H8',
  waiting: 'M8 3a5 5 0 1 0 .01 0M8 5v3l2 1.5',
  callback: 'M2 4h12v8H2zM2 4l6 5 6-5',
  retrying: 'M3 8a5 5 0 1 1 2 4M5 15v-3h3',
  succeeded: 'M3 8.5l3.5 3.5L13 4.5',
  caught: 'M8 2a6 6 0 1 0 .01 0M6 6l4 4M10 6l-4 4',
  failed: 'M4 4l8 8M12 4l-8 8',
  aborted: 'M8 2a6 6 0 1 0 .01 0M4 4l8 8',
  paused: 'M2 4h7l5 4-5 4H2z',
};

/** Icon of a state type, same size and line. */
export const typeIcon: Record<string, string> = {
  Task: 'M9 1.5L3.5 9H8l-1 5.5L12.5 7H8z',
  Choice: 'M5.5 5.5a2.5 2.5 0 1 1 3.7 2.2c-.9.5-1.2 1-1.2 2M8 12.3v.4',
  Wait: 'M8 2a6 6 0 1 0 .01 0M8 4.5V8l2.5 2',
  Pass: 'M2 8h11M9 4l4 4-4 4',
  Succeed: 'M8 2a6 6 0 1 0 .01 0M5 8l2.2 2.2L11 6',
  Fail: 'M8 2a6 6 0 1 0 .01 0M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4',
  Parallel: 'M2 3h12v10H2zM6 3v10M10 3v10',
  Map: 'M3 6h8v8H3zM5 4h8v8M7 2h8v8',
};

/** '0.21 s', '3 min 5 s', '24 h', '2 d 3 h': at most two units. */
export function duration(milliseconds: number): string {
  const units: [string, number][] = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
  ];
  if (milliseconds < 60_000) return `${trim(milliseconds / 1000)} s`;
  const parts: string[] = [];
  let rest = milliseconds;
  for (const [unit, length] of units) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  const seconds = Math.floor(rest / 1000);
  if (seconds > 0) parts.push(`${seconds} s`);
  return parts.slice(0, 2).join(' ');
}

function trim(seconds: number): string {
  if (seconds >= 10) return String(Math.round(seconds * 10) / 10);
  return String(Math.round(seconds * 1000) / 1000);
}
