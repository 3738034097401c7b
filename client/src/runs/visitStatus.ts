/** What a visit and a map's items look like at one moment of the run. */
import type { NodeStatus } from '../../webview/graphMessages.ts';
import type { Run, Visit } from './run.ts';
import type { IterationStatus } from './timelineEntry.ts';

/** Undefined when the state was not entered yet at that step. */
export function statusAt(run: Run, visit: Visit, step: number): NodeStatus | undefined {
  if (visit.enteredStep > step) return undefined;
  if (visit.end !== undefined && visit.exitedStep !== undefined && visit.exitedStep <= step) return visit.end;
  const failures = visit.failures.filter((failure) => failure.step <= step);
  const last = failures.at(-1);
  if (run.end && step >= run.end.step) return run.end.status === 'ABORTED' ? 'aborted' : last ? 'failed' : 'aborted';
  if (last?.retryAt !== undefined) return 'retrying';
  if (visit.waiting?.token !== undefined) return 'callback';
  if (visit.waiting) return 'waiting';
  return 'running';
}

export interface ItemState {
  status: IterationStatus;
  startedAt?: number;
  endedAt?: number;
  /** Step of the last change. */
  step?: number;
  error?: string;
}

/** State of every item of a map at a step, by index. */
export function itemsAt(visit: Visit, step: number): ItemState[] {
  const items: ItemState[] = Array.from({ length: visit.items?.count ?? 0 }, () => ({ status: 'pending' }));
  for (const change of visit.items?.changes ?? []) {
    const item = items[change.index];
    if (!item || change.step > step) continue;
    item.status = change.status;
    item.step = change.step;
    item.error = change.error;
    if (change.status === 'running') item.startedAt = change.at;
    else item.endedAt = change.at;
  }
  return items;
}

export type ItemCounts = Record<IterationStatus, number>;

export function countItems(items: readonly ItemState[]): ItemCounts {
  const counts: ItemCounts = { pending: 0, running: 0, succeeded: 0, failed: 0, aborted: 0 };
  for (const item of items) counts[item.status]++;
  return counts;
}
