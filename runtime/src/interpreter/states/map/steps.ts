import type { Json } from '../../../asl/json.ts';
import { ExpressionFailure } from '../../../expressions/failure.ts';
import type { Branch } from '../../branch.ts';
import type { PhaseOutcome } from '../../machine.ts';
import type { Evaluated } from '../../phases.ts';
import { engineFailure } from '../../runState.ts';
import type { GiveUp } from '../../scheduler.ts';

/** Work that waits for one thing after the other, and goes on at once where nothing has to be waited for. */
export interface Work {
  readonly branch: Branch;
  /** What it waits for now. Whoever takes it away calls `giveUp`: nobody is interested in the answer any more. */
  waiting: { giveUp: GiveUp } | undefined;
  fail(outcome: PhaseOutcome): void;
}

/** Goes on with a value when it is there. */
export function whenSettled<T>(work: Work, value: T | Promise<T>, use: (value: T) => void): void {
  if (!(value instanceof Promise)) {
    use(value);
    return;
  }
  const answered = (go: () => void) => {
    if (work.waiting !== waiting) return;
    work.waiting = undefined;
    go();
  };
  const waiting = {
    giveUp: work.branch.execution.scheduler.await(
      value,
      (settled) => answered(() => use(settled)),
      (reason) => answered(() => work.fail(engineFailure(work.branch, 'States.Runtime', String(reason)))),
    ),
  };
  work.waiting = waiting;
}

/** Goes on with what an evaluation gives, or fails as it does. */
export function whenGiven<T>(
  work: Work,
  value: T | ExpressionFailure | Promise<T | ExpressionFailure>,
  use: (value: T) => void,
): void {
  whenSettled(work, value, (settled) => {
    if (settled instanceof ExpressionFailure) work.fail(settled);
    else use(settled);
  });
}

/** Goes on with an evaluated field, undefined where the definition does not have it. */
export function whenRead(work: Work, value: Evaluated | undefined, use: (value: Json | undefined) => void): void {
  whenGiven(work, value as Json | undefined | ExpressionFailure | Promise<Json | undefined | ExpressionFailure>, use);
}
