import type { Json } from '../../runtime/src/asl/json.ts';
import type { EvaluationScope } from '../../runtime/src/expressions/scope.ts';

/** A scope with fixed chance and time; what is not given is empty. */
export function scopeOf(
  given: Partial<Omit<EvaluationScope, 'context'>> & { contextObject?: Json } = {},
): EvaluationScope {
  let draws = 0;
  return {
    input: null,
    variables: {},
    random: () => 0.25,
    uuid: () => `00000000-0000-4000-8000-00000000000${draws++}`,
    now: () => Date.parse('2024-02-29T12:34:56.789Z'),
    ...given,
    context: () => (given.contextObject === undefined ? {} : given.contextObject),
  };
}

/** Freezes a value with everything in it: whoever writes into it fails. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
