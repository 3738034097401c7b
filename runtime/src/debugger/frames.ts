import type { Step, Strand } from './step.ts';
import type { Timeline } from './timeline.ts';

/** One line of a call stack, from the phase at the top down to the state machine. */
export interface Frame {
  readonly kind: 'phase' | 'state' | 'iteration' | 'machine';
  readonly name: string;
  /** The strand that the frame belongs to, and its newest step at the position. */
  readonly strand: Strand;
  readonly step: Step | undefined;
}

/** The call stack of a strand at a position: phase, state, iteration, the Map around it, ... , state machine. */
export function framesOf(strand: Strand, timeline: Timeline, position: number, machineName: string): Frame[] {
  const frames: Frame[] = [];
  for (let at: Strand | undefined = strand; at; at = at.parent) {
    const step = timeline.stepOf(at, position);
    if (step) {
      if (at === strand && step.phase !== 'input') {
        frames.push({ kind: 'phase', name: `phase: ${step.phase}`, strand: at, step });
      }
      frames.push({ kind: 'state', name: `${step.state.name} (${step.state.type})`, strand: at, step });
    }
    if (at.owner) frames.push({ kind: 'iteration', name: iterationName(at), strand: at, step });
    else frames.push({ kind: 'machine', name: `${machineName} (state machine)`, strand: at, step });
  }
  return frames;
}

function iterationName(strand: Strand): string {
  const owner = `${strand.owner!.state.name}[${strand.index}]`;
  if (strand.kind === 'branch') return `${owner} (branch)`;
  return strand.kind === 'execution' ? `${owner} (child execution)` : `${owner} (iteration)`;
}
