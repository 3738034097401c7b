import { type Settled, whenSettled } from './settled.ts';
import type { Step } from './step.ts';
import type { Stop, StopRules } from './stopRules.ts';

/** A recorded step at which execution would have stopped. */
export interface FoundStop {
  readonly stop: Stop;
  readonly at: number;
}

/** Looks through the record, from a step on up to another (not included), for the first one that stops. Answers at once where the rules do. */
export function findStop(
  rules: StopRules,
  steps: readonly Step[],
  from: number,
  end: number,
): Settled<FoundStop | undefined> {
  const direction = from <= end ? 1 : -1;
  for (let at = from; at !== end; at += direction) {
    const step = steps[at]!;
    if (!rules.mayStop(step)) continue;
    const judgement = rules.judge(step);
    if (judgement instanceof Promise) {
      return whenSettled(judgement, ({ stop }) => (stop ? { stop, at } : findStop(rules, steps, at + direction, end)));
    }
    if (judgement.stop) return { stop: judgement.stop, at };
  }
  return undefined;
}

/** The failure that ended an execution, where it happened first. */
export function lastFailure(steps: readonly Step[]): Step | undefined {
  return steps.findLast(
    ({ phase, fromBelow, handling }) => phase === 'failure' && !fromBelow && handling?.kind === 'uncaught',
  );
}
