import type { CompiledState } from '../../interpreter/machine.ts';
import type { Debuggee } from './debuggee.ts';
import { pointerOf } from './program.ts';
import type { PathBody, StateStatus } from './protocol.ts';

interface Tally {
  count: number;
  succeeded: number;
  failed: number;
  running: number;
  retried: number;
  status: StateStatus;
}

/** What was executed up to the position: how often each state was visited and how it ended, and the transitions taken. */
export function executedPath({ session, launch }: Debuggee): PathBody {
  const tallies = new Map<CompiledState, Tally>();
  const edges = new Map<string, { from: string; to: string; count: number }>();
  const { steps } = session.timeline;
  for (let at = 0; at <= session.position; at++) {
    const step = steps[at]!;
    if (step.phase === 'failure' && step.handling?.kind === 'retry') tallyOf(tallies, step.state).retried += 1;
    if (step.phase !== 'input') continue;
    tallyOf(tallies, step.state).count += 1;
    const { previous } = step;
    if (!previous) continue;
    end(tallyOf(tallies, previous.state), previous.failure ? 'caught' : 'succeeded');
    const from = pointerOf(launch.program, previous.state);
    const to = pointerOf(launch.program, step.state);
    const edge = edges.get(`${from} ${to}`) ?? { from, to, count: 0 };
    edge.count += 1;
    edges.set(`${from} ${to}`, edge);
  }
  for (const strand of session.timeline.strands) {
    const last = strand.start <= session.position ? session.stepOf(strand) : undefined;
    if (!last) continue;
    const tally = tallyOf(tallies, last.state);
    if (strand.aliveAt(session.position)) {
      tally.running += 1;
      tally.status = strand.branch.status === 'waiting' && !session.inPast ? 'waiting' : 'running';
    } else end(tally, strand.outcome ?? 'aborted');
  }
  const states = [...tallies].map(([state, tally]) => ({ pointer: pointerOf(launch.program, state), ...tally }));
  return { states, edges: [...edges.values()] };
}

function tallyOf(tallies: Map<CompiledState, Tally>, state: CompiledState): Tally {
  let tally = tallies.get(state);
  if (!tally) {
    tally = { count: 0, succeeded: 0, failed: 0, running: 0, retried: 0, status: 'running' };
    tallies.set(state, tally);
  }
  return tally;
}

function end(tally: Tally, status: 'succeeded' | 'caught' | 'failed' | 'aborted'): void {
  if (status === 'succeeded' || status === 'caught') tally.succeeded += 1;
  if (status === 'failed') tally.failed += 1;
  tally.status = status;
}
