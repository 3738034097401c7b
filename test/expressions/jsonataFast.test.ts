import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../runtime/src/asl/json.ts';
import { EvaluationInstant, INSTANT } from '../../runtime/src/expressions/jsonata/instant.ts';
import { parseWithPackage } from '../../runtime/src/expressions/jsonata/package.ts';
import { plainResult } from '../../runtime/src/expressions/jsonata/result.ts';
import { BAIL, compileFast, evaluateFast } from '../../runtime/src/expressions/jsonataFast.ts';
import { isSyntaxProblem } from '../../runtime/src/expressions/problem.ts';
import { document, expression, variables } from './jsonataGenerator.ts';
import { deepFreeze, scopeOf } from './scope.ts';

const RUNS = Number(process.env.JSONATA_RUNS ?? 4_000);

describe('synchronous JSONata equals the package', () => {
  test('for random expressions and documents', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(expression, document, document, variables, async (text, input, contextObject, bound) => {
        const difference = await differs(text, input, contextObject, bound);
        if (difference === undefined) return;
        compared += 1;
        expect(difference.fast).toEqual(difference.expected);
      }),
      { numRuns: RUNS },
    );
    // Most random expressions fail or are left to the package; enough must not be.
    expect(compared).toBeGreaterThan(RUNS / 10);
  });
});

/** Both answers, or undefined when the synchronous evaluation leaves the expression to the package. */
async function differs(text: string, input: Json, contextObject: Json, bound: Record<string, Json>) {
  const parsed = parseWithPackage(text);
  if (isSyntaxProblem(parsed)) return undefined;
  const compiled = compileFast(parsed.root);
  if (compiled === undefined) return undefined;
  const scope = scopeOf({
    input: deepFreeze(input),
    contextObject: deepFreeze(contextObject),
    variables: deepFreeze(bound),
  });
  const fast = evaluateFast(compiled, scope);
  if (fast === BAIL) return undefined;
  // The package writes marks into arrays that it is given, so it gets copies.
  const copies = structuredClone({ ...bound, states: { input, context: contextObject } });
  const before = JSON.stringify(copies);
  const result = await parsed.evaluate({ ...copies, [INSTANT]: new EvaluationInstant(scope) });
  // An object constructor on an empty array puts an item into it, which the rest of the expression then sees.
  if (JSON.stringify(copies) !== before) return undefined;
  return { fast, expected: result === undefined ? undefined : plainResult(result) };
}
