import type { FailureHandling } from './environment.ts';
import { matchesError } from './errorEquals.ts';
import type { Failure } from './failure.ts';
import type { CompiledState } from './machine.ts';

/** The first catcher that names the failure (Amazon States Language, "Fallback states"). */
export function catcherFor(state: CompiledState, failure: Failure): FailureHandling | undefined {
  const index = state.catch.findIndex((catcher) => matchesError(catcher.errorEquals, failure));
  return index < 0 ? undefined : { kind: 'catch', index };
}
