import type { Json } from '../../asl/json.ts';
import { isObject } from '../../asl/json.ts';
import { deepEqual } from '../../expressions/deepEqual.ts';
import { isFailure } from '../../expressions/failure.ts';
import { compileJsonata, isJsonataString, jsonataText } from '../../expressions/jsonata.ts';
import { isSyntaxProblem } from '../../expressions/problem.ts';
import type { EvaluationScope } from '../../expressions/scope.ts';

/** Where an actual value differs from the expected one. */
export interface Difference {
  /** Keys and indexes from the root of the expected value. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly expected?: Json;
  readonly actual?: Json;
}

/** What JSONata conditions may look at besides the value itself. */
export interface ConditionData {
  readonly input: Json;
  readonly variables: Readonly<Record<string, Json>>;
}

/**
 * Compares a value with what is expected of it: objects may have more keys, lists must have the same length, a text `{% ... %}` is a JSONata
 * condition in which `$states.result` is the value at that place.
 */
export async function differences(
  expected: Json,
  actual: Json | undefined,
  data: ConditionData,
): Promise<Difference[]> {
  const found: Difference[] = [];
  await compare(expected, actual, [], data, found);
  return found;
}

async function compare(
  expected: Json,
  actual: Json | undefined,
  path: readonly (string | number)[],
  data: ConditionData,
  found: Difference[],
): Promise<void> {
  if (actual === undefined) {
    found.push({ path, message: 'is missing', expected });
  } else if (isJsonataString(expected)) {
    const reason = await conditionProblem(jsonataText(expected), actual, data);
    if (reason) found.push({ path, message: reason, expected, actual });
  } else if (isObject(expected) && isObject(actual)) {
    for (const [key, value] of Object.entries(expected)) {
      await compare(value, Object.hasOwn(actual, key) ? actual[key] : undefined, [...path, key], data, found);
    }
  } else if (Array.isArray(expected) && Array.isArray(actual)) {
    if (expected.length !== actual.length) {
      found.push({ path, message: `has ${actual.length} items instead of ${expected.length}`, expected, actual });
      return;
    }
    for (const [i, value] of expected.entries()) await compare(value, actual[i], [...path, i], data, found);
  } else if (!deepEqual(expected, actual)) {
    found.push({ path, message: 'differs', expected, actual });
  }
}

/** Why a condition does not hold. */
async function conditionProblem(text: string, value: Json, data: ConditionData): Promise<string | undefined> {
  const compiled = compileJsonata(text);
  if (isSyntaxProblem(compiled)) return `has a condition that is not JSONata: ${compiled.message}`;
  const outcome = await compiled.evaluate(conditionScope(value, data), 'expect');
  if (isFailure(outcome)) return `has a condition that failed: ${outcome.cause}`;
  if (outcome === true) return undefined;
  return outcome === false
    ? 'does not meet the condition'
    : `has a condition that gave ${JSON.stringify(outcome)} instead of true`;
}

function conditionScope(value: Json, data: ConditionData): EvaluationScope {
  return {
    input: data.input,
    context: () => ({}),
    variables: data.variables,
    states: { input: data.input, result: value },
    random: () => 0,
    uuid: () => '00000000-0000-4000-8000-000000000000',
    now: () => 0,
  };
}
