import type { Branch } from '../interpreter/branch.ts';
import type { Failure } from '../interpreter/failure.ts';
import type { RecordKeeper } from './historyLimit.ts';
import { Step, type StepPhase, Strand, type StrandOutcome, Visit } from './step.ts';

/** A record as it was at some moment. */
export interface TimelineState {
  readonly steps: readonly Step[];
  readonly strands: readonly Pick<Strand, 'end' | 'outcome' | 'last' | 'branch'>[];
  readonly started: readonly Strand[];
}

/**
 * Everything that happened, in order. Stepping back and forth inside the record moves a position over it; nothing is computed again.
 */
export class Timeline {
  readonly steps: Step[] = [];
  readonly strands: Strand[] = [];
  /** Keeps the record within a limit, where it has one. */
  keeper: RecordKeeper | undefined;
  private visits = 0;
  private readonly failures = new WeakSet<Failure>();

  get length(): number {
    return this.steps.length;
  }

  /** A strand begins: what it does stands after the steps recorded so far. */
  begin(branch: Branch, parent: Strand | undefined): Strand {
    const strand = new Strand(
      this.strands.length,
      branch.kind,
      branch.execution.parent?.index !== undefined && branch.kind === 'execution'
        ? branch.execution.parent.index
        : branch.index,
      parent,
      parent?.last?.visit,
      this.steps.length,
      branch.mapContext,
      branch,
    );
    this.strands.push(strand);
    return strand;
  }

  /** Records a checkpoint with the values that the branch holds now. */
  record(strand: Strand, phase: StepPhase, time: number): Step {
    const { branch, last } = strand;
    let visit: Visit;
    if (phase === 'input' || !last) {
      this.visits += 1;
      visit = new Visit(this.visits, strand, branch.state, branch.enteredTime, branch.enteredEventId);
    } else {
      visit = last.visit;
    }
    const step = new Step(
      this.steps.length,
      visit,
      phase,
      time,
      last,
      branch.attempt,
      branch.input,
      branch.effective,
      branch.result,
      branch.output,
      branch.variables,
      branch.assigned,
      branch.failure,
      phase === 'failure' ? branch.handling : undefined,
      branch.next,
      branch.chosenRule,
      phase === 'failure' && this.isKnown(branch),
    );
    visit.first ??= step;
    strand.last = step;
    this.steps.push(step);
    this.keeper?.added(step);
    return step;
  }

  /** A strand has ended: its last step is the newest. */
  end(strand: Strand, outcome: StrandOutcome): void {
    strand.end = this.steps.length;
    strand.outcome = outcome;
    this.keeper?.ended(strand);
  }

  /** Puts the values that a held branch has now in place of those of its last step: the user has edited them. */
  amend(strand: Strand): Step {
    const { branch } = strand;
    const old = strand.last!;
    const step = new Step(
      old.index,
      old.visit,
      old.phase,
      old.time,
      old.previous,
      branch.attempt,
      branch.input,
      branch.effective,
      branch.result,
      branch.output,
      branch.variables,
      branch.assigned,
      old.failure,
      old.handling,
      branch.next,
      branch.chosenRule,
      old.fromBelow,
    );
    if (old.visit.first === old) old.visit.first = step;
    strand.last = step;
    this.steps[old.index] = step;
    return step;
  }

  /** Whether the branch's failure has been seen before, in a strand that the branch started. */
  private isKnown({ failure, state }: Branch): boolean {
    if (!failure) return false;
    const known = state.children.length > 0 && this.failures.has(failure);
    this.failures.add(failure);
    return known;
  }

  /** The newest step of a strand at a position, if it has taken one by then. */
  stepOf(strand: Strand, position: number): Step | undefined {
    let step = strand.last;
    while (step && step.index > position) step = step.previous;
    return step;
  }

  /** The strands that are alive at a position, in the order in which they started. */
  aliveAt(position: number): Strand[] {
    return this.strands.filter((strand) => strand.aliveAt(position));
  }

  /** The record as it is, to come back to it later. */
  capture(): TimelineState {
    const strands = this.strands.map(({ end, outcome, last, branch }) => ({ end, outcome, last, branch }));
    return { steps: [...this.steps], strands, started: [...this.strands] };
  }

  /** Makes the record what it was; visits and strands of another line keep their numbers. */
  restore({ steps, strands, started }: TimelineState): void {
    this.steps.length = 0;
    this.strands.length = 0;
    for (const step of steps) {
      this.steps.push(step);
      if (step.phase === 'input') step.visit.first = step;
    }
    for (const [i, strand] of started.entries()) this.strands.push(Object.assign(strand, strands[i]));
    this.keeper?.reset(this.steps, this.strands);
  }

  /** Forgets everything after a position. Answers the steps that were cut off. */
  truncate(position: number): Step[] {
    const cut = this.steps.splice(position + 1);
    while ((this.strands.at(-1)?.start ?? 0) > position) this.strands.pop();
    for (const strand of this.strands) {
      if (strand.end !== undefined && strand.end > position) {
        strand.end = undefined;
        strand.outcome = undefined;
      }
      strand.last = this.stepOf(strand, position);
    }
    this.keeper?.reset(this.steps, this.strands);
    return cut;
  }
}
