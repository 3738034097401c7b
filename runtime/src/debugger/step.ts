import type { Json, JsonObject } from '../asl/json.ts';
import type { PhaseName } from '../asl/phaseFields.ts';
import type { Branch, BranchKind } from '../interpreter/branch.ts';
import type { FailureHandling } from '../interpreter/environment.ts';
import type { Failure } from '../interpreter/failure.ts';
import type { CompiledState } from '../interpreter/machine.ts';

/** What a recorded step is the end of: a phase of a state, or the moment at which the state failed. */
export type StepPhase = PhaseName | 'failure';

/** How a strand ended. */
export type StrandOutcome = 'succeeded' | 'failed' | 'aborted';

/**
 * One line of control as the recording knows it: the execution, a branch of a Parallel, an iteration of a Map, a child execution.
 * Positions are indexes of the timeline; a strand is alive from `start` up to, not including, `end`.
 */
export class Strand {
  end: number | undefined = undefined;
  outcome: StrandOutcome | undefined = undefined;
  last: Step | undefined = undefined;

  constructor(
    /** Counts from 0 in the order in which strands start; the same in every run with the same seed. */
    readonly order: number,
    readonly kind: BranchKind,
    readonly index: number,
    readonly parent: Strand | undefined,
    /** Visit of the Map or Parallel state that started it. */
    readonly owner: Visit | undefined,
    readonly start: number,
    /** `$$.Map` as the strand began with it. */
    readonly mapContext: JsonObject | undefined,
    /** The live branch behind it; after a fork the one of the newest run. */
    public branch: Branch,
  ) {}

  /** `Outer[3] ▸ Inner[7]`; empty for the execution itself. */
  get path(): string {
    if (!this.parent) return '';
    const name = `${this.owner?.state.name ?? '?'}[${this.index}]`;
    return this.parent.parent ? `${this.parent.path} ▸ ${name}` : name;
  }

  /** Whether the strand has begun and not ended at a position of the timeline. */
  aliveAt(position: number): boolean {
    return this.start <= position && (this.end === undefined || position < this.end);
  }

  /** Whether this strand is `other` or was started by it, at any depth. */
  isWithin(other: Strand): boolean {
    for (let strand: Strand | undefined = this; strand; strand = strand.parent) if (strand === other) return true;
    return false;
  }
}

/** One stay in a state, retries included. */
export class Visit {
  constructor(
    /** Counts from 1, unique in a session. */
    readonly number: number,
    readonly strand: Strand,
    readonly state: CompiledState,
    /** Milliseconds since the epoch. */
    readonly enteredTime: number,
    readonly enteredEventId: number,
  ) {}

  first!: Step;
}

/**
 * A recorded checkpoint. It holds references to the values that flowed, never copies: 25,000 steps of one large payload cost the payload once.
 */
export class Step {
  constructor(
    /** Position in the timeline. */
    readonly index: number,
    readonly visit: Visit,
    readonly phase: StepPhase,
    /** Milliseconds since the epoch, on the execution's clock. */
    readonly time: number,
    /** The step of the same strand before this one. */
    readonly previous: Step | undefined,
    /** Retries of the visit so far. */
    readonly attempt: number,
    // Only `drop` writes these.
    public input: Json,
    public effective: Json,
    public result: Json | undefined,
    public output: Json,
    public variables: Readonly<Record<string, Json>>,
    public assigned: JsonObject | undefined,
    readonly failure: Failure | undefined,
    readonly handling: FailureHandling | undefined,
    /** Target that the work has decided. */
    readonly next: CompiledState | undefined,
    /** Index of the Choice rule taken; undefined for Default and other states. */
    readonly rule: number | undefined,
    /** The failure is one that a strand started by this state has already had. */
    readonly fromBelow: boolean,
  ) {}

  get state(): CompiledState {
    return this.visit.state;
  }

  get strand(): Strand {
    return this.visit.strand;
  }

  /** Lets go of the values: the record has become too large. */
  drop(): void {
    this.input = null;
    this.effective = null;
    this.result = undefined;
    this.output = null;
    this.variables = DROPPED;
    this.assigned = undefined;
  }

  /** Whether the step is known only to have happened. */
  get isDropped(): boolean {
    return this.variables === DROPPED;
  }
}

/** The variables of steps whose values were dropped. */
const DROPPED: Readonly<Record<string, Json>> = Object.freeze({});

/** The first step of the strand of a step. */
export function firstStep(step: Step): Step {
  let first = step;
  while (first.previous) first = first.previous;
  return first;
}

/** The newest step of a visit, looked for from a step of its strand back; the strand may have gone on since. */
export function lastStepOf(visit: Visit, newest = visit.strand.last): Step {
  let step = newest;
  while (step && step.visit !== visit) step = step.previous;
  return step ?? visit.first;
}

/** The phases of the present attempt that have ended, this step's own included, in order. */
export function passedSteps(step: Step): Step[] {
  const passed: Step[] = [];
  for (let at: Step | undefined = step; at && at.visit === step.visit; at = at.previous) {
    if (at.attempt === step.attempt || at.phase === 'input') passed.push(at);
  }
  return passed.reverse();
}
