import type { Branch } from './branch.ts';
import type { FailureHandling } from './environment.ts';
import { matchesError } from './errorEquals.ts';
import type { Failure } from './failure.ts';
import type { CompiledRetrier } from './machine.ts';

/**
 * The retry that a failure gets, or undefined. The first retrier that names the error decides; an exhausted one hands over to Catch, later
 * retriers are not tried (Amazon States Language, "Retrying after error").
 */
export function retryFor(branch: Branch, failure: Failure): FailureHandling | undefined {
  const index = branch.state.retry.findIndex((retrier) => matchesError(retrier.errorEquals, failure));
  if (index < 0) return undefined;
  const retrier = branch.state.retry[index]!;
  const used = branch.retryCounts?.[index] ?? 0;
  if (used >= retrier.maxAttempts) return undefined;
  const delay = retryDelay(retrier, used);
  const delaySeconds = retrier.fullJitter ? delay * branch.execution.environment.random.next() : delay;
  return { kind: 'retry', index, attempt: used + 1, delaySeconds };
}

/** Seconds before the retry that follows `used` earlier ones, without jitter. */
export function retryDelay(retrier: CompiledRetrier, used: number): number {
  const delay = retrier.intervalSeconds * retrier.backoffRate ** used;
  return retrier.maxDelaySeconds === undefined ? delay : Math.min(delay, retrier.maxDelaySeconds);
}
