import type { Step, StepPhase, Strand } from './step.ts';

/** What one user step covers: a whole state, or a phase of it. */
export type Granularity = 'state' | 'phase';

/** Where a step into a state ends. */
export type StepInTarget =
  | { readonly kind: 'phase'; readonly phase: StepPhase }
  | { readonly kind: 'child'; readonly index: number }
  | { readonly kind: 'firstFailure' };

/** A step under way: it has arrived at the first later step for which `arrives` is true. */
export interface StepPlan {
  /** The strand that moves. */
  readonly strand: Strand;
  /** Where it started. */
  readonly origin: Step;
  arrives(step: Step): boolean;
}

/** Over: the next state of the same strand (or its next phase); a Map or Parallel runs whole. */
export function planNext(origin: Step, granularity: Granularity): StepPlan {
  const { strand } = origin;
  return plan(origin, (step) => {
    if (step.strand === strand) return granularity === 'phase' || step.phase === 'input';
    return followsEnd(step, strand);
  });
}

/** Into: the first state inside a Map or Parallel; in any other state its next phase. */
export function planStepIn(origin: Step, target?: StepInTarget): StepPlan {
  const { strand, visit } = origin;
  if (target?.kind === 'phase') {
    return plan(origin, (step) => {
      if (step.visit === visit) return step.phase === target.phase || step.phase === 'failure';
      return step.strand === strand || followsEnd(step, strand);
    });
  }
  if (target) {
    return plan(origin, (step) => {
      if (step.strand.owner === visit && target.kind === 'child') return step.strand.index === target.index;
      if (step.strand !== strand && step.strand.isWithin(strand))
        return target.kind === 'firstFailure' && step.phase === 'failure';
      return step.strand === strand ? step.phase === 'input' || step.phase === 'result' : followsEnd(step, strand);
    });
  }
  if (origin.state.children.length === 0 || origin.result !== undefined) return planNext(origin, 'phase');
  return plan(origin, (step) => {
    if (step.strand.owner === visit) return true;
    return step.strand === strand ? step.visit !== visit || step.phase === 'failure' : followsEnd(step, strand);
  });
}

/** Out: from the phases of a state to its end; from a state to what follows the iteration, branch or execution it is in. */
export function planStepOut(origin: Step): StepPlan {
  const { strand, visit } = origin;
  const insideState = origin.phase !== 'input' && origin.phase !== 'output' && origin.phase !== 'failure';
  return plan(origin, (step) => {
    if (insideState)
      return step.strand === strand ? step.visit !== visit || step.phase === 'output' : followsEnd(step, strand);
    return (
      strand.parent !== undefined && hasEnded(strand, step) && step.strand !== strand && strand.isWithin(step.strand)
    );
  });
}

/** Back over: the entry of the previous state of the strand, or its previous phase; from the first one to what started the strand. */
export function stepBefore(origin: Step, granularity: Granularity): Step | undefined {
  if (granularity === 'phase') return origin.previous ?? starterOf(origin);
  if (origin.phase !== 'input') return origin.visit.first;
  return origin.previous?.visit.first ?? starterOf(origin);
}

/** The entry of the Map or Parallel that started the strand. */
function starterOf(origin: Step): Step | undefined {
  return origin.strand.owner?.first;
}

/** Whether a step is what comes after the end of a strand: its next sibling to start, or the state around it. */
function followsEnd(step: Step, strand: Strand): boolean {
  if (!strand.parent || !hasEnded(strand, step)) return false;
  if (strand.isWithin(step.strand)) return true;
  return step.strand.owner === strand.owner && step.previous === undefined && step.strand.start >= strand.end!;
}

function hasEnded(strand: Strand, step: Step): boolean {
  return strand.end !== undefined && strand.end <= step.index;
}

function plan(origin: Step, arrives: (step: Step) => boolean): StepPlan {
  return { strand: origin.strand, origin, arrives: (step) => step.index > origin.index && arrives(step) };
}
