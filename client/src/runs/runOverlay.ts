/** A run as the graph shows it: status and number of visits per state, number of uses per transition. */
import type { NodeOverlay, RunOverlay } from '../../webview/graphMessages.ts';
import { duration } from '../../webview/shared/status.ts';
import type { Run } from './run.ts';
import { countItems, itemsAt, statusAt } from './visitStatus.ts';

export function overlayOf(run: Run, follow: boolean): RunOverlay {
  const step = run.playhead;
  const states: Record<string, NodeOverlay> = {};
  const edges: Record<string, number> = {};
  for (const visit of run.visits.values()) {
    const status = statusAt(run, visit, step);
    if (!status || visit.run !== 0) continue;
    const before = states[visit.pointer];
    const failures = visit.failures.filter((failure) => failure.step <= step);
    const ended = visit.exitedStep !== undefined && visit.exitedStep <= step;
    const counts = visit.items && countItems(itemsAt(visit, step));
    states[visit.pointer] = {
      status: worse(before?.status, status),
      count: (before?.count ?? 0) + 1,
      retries: failures.filter((failure) => failure.retryAt !== undefined).length || undefined,
      took: ended ? visit.exitedAt! - visit.enteredAt : undefined,
      mocked: visit.mocked || undefined,
      items: counts && {
        total: visit.items!.count,
        succeeded: counts.succeeded,
        failed: counts.failed,
        running: counts.running,
      },
    };
    if (!ended || visit.next === undefined) continue;
    const key = `${visit.pointer} ${visit.next}`;
    edges[key] = (edges[key] ?? 0) + 1;
  }
  const current = run.isPaused || run.inPast ? (run.position.pointer ?? run.currentVisit?.pointer) : undefined;
  return { strip: stripText(run), mode: modeOf(run), states, edges, current, follow };
}

export function modeOf(run: Run): RunOverlay['mode'] {
  if (run.inPast) return 'past';
  if (run.isPaused) return 'paused';
  return run.isLive && !run.end ? 'running' : 'ended';
}

/** 'Paused before Charge · event 42 of 118 · 3.25 s', or how the run ended. */
export function stripText(run: Run): string {
  const mode = modeOf(run);
  const events = run.position.steps ?? run.lastStep;
  const name = run.position.state ?? run.currentVisit?.name;
  const place = `event ${run.playhead} of ${events}`;
  const fork = run.fork > 0 ? `Fork ${run.fork} · ` : '';
  if (mode === 'past')
    return `${fork}Past · ${[name, place, duration(run.position.time ?? 0)].filter(Boolean).join(' · ')}`;
  if (mode === 'paused')
    return `${fork}${[name ? `Paused before ${name}` : 'Paused', place, duration(run.position.time ?? run.lastTime)].join(' · ')}`;
  if (mode === 'running') return `${fork}Running · ${duration(run.lastTime)}`;
  return `${fork}${endText(run)}`;
}

export function endText(run: Run): string {
  if (!run.end) return 'Stopped';
  const { status, error, at } = run.end;
  const words = { SUCCEEDED: 'Succeeded', FAILED: 'Failed', ABORTED: 'Aborted', TIMED_OUT: 'Timed out' }[status];
  return error ? `${words} after ${duration(at)}: ${error}` : `${words} in ${duration(at)}`;
}

/** A state that was visited more than once shows its worst visit that still matters: a running one wins over a past one. */
function worse(before: NodeOverlay['status'] | undefined, after: NodeOverlay['status']): NodeOverlay['status'] {
  if (before === undefined) return after;
  const order = [
    'succeeded',
    'aborted',
    'caught',
    'failed',
    'waiting',
    'callback',
    'retrying',
    'running',
    'paused',
  ] as const;
  return order.indexOf(before) > order.indexOf(after) ? before : after;
}
