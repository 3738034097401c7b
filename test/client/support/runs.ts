/** Runs for tests, written as the debug adapter tells them. */
import { Run } from '../../../client/src/runs/run.ts';
import type { TimelineEntry } from '../../../client/src/runs/timelineEntry.ts';

export function runOf(entries: TimelineEntry[]): Run {
  const run = new Run({ id: 'r', number: 1, program: 'file:///w/order.asl.json', inputName: 'happy', startedAt: 0 });
  for (const entry of entries) run.apply(entry);
  return run;
}

export function entered(
  visit: number,
  name: string,
  step: number,
  at = step,
  around: { parent?: number; index?: number; type?: string } = {},
): TimelineEntry {
  const { type = 'Task', ...rest } = around;
  return { kind: 'entered', visit, pointer: `/States/${name}`, name, type, at, step, ...rest };
}

export function exited(
  visit: number,
  step: number,
  at = step,
  more: Partial<Extract<TimelineEntry, { kind: 'exited' }>> = {},
): TimelineEntry {
  return { kind: 'exited', visit, at, step, status: 'succeeded', ...more };
}

/** A -> B -> fails and is tried again -> C, which ends the run. */
export const straight: TimelineEntry[] = [
  entered(1, 'A', 0),
  exited(1, 1, 1, { next: '/States/B', input: { n: 1 }, output: { n: 2 } }),
  entered(2, 'B', 2),
  { kind: 'attemptFailed', visit: 2, attempt: 1, at: 3, step: 3, error: 'States.Timeout', retryAt: 8 },
  exited(2, 4, 9, { next: '/States/C', mocked: true }),
  entered(3, 'C', 5, 9),
  exited(3, 6, 10),
  { kind: 'ended', at: 10, step: 6, status: 'SUCCEEDED', output: 'done' },
];

/** A map over `count` items of which every `failing`-th fails. */
export function mapRun(count: number, failing: number): TimelineEntry[] {
  const entries: TimelineEntry[] = [entered(1, 'Each', 0, 0, { type: 'Map' }), { kind: 'items', visit: 1, count }];
  let step = 1;
  for (let index = 0; index < count; index++) {
    const fails = (index + 1) % failing === 0;
    const visit = index + 2;
    entries.push({ kind: 'iteration', visit: 1, index, status: 'running', at: index, step: step++ });
    entries.push(entered(visit, 'Work', step++, index, { parent: 1, index }));
    entries.push(exited(visit, step++, index + 2, fails ? { status: 'failed', error: 'Boom' } : {}));
    entries.push({
      kind: 'iteration',
      visit: 1,
      index,
      status: fails ? 'failed' : 'succeeded',
      at: index + 2,
      step: step++,
      error: fails ? 'Boom' : undefined,
    });
  }
  return entries;
}
