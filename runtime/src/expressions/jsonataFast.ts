import type { Json } from '../asl/json.ts';
import { compileNode } from './jsonata/fast/compile.ts';
import { type Evaluate, Run } from './jsonata/fast/run.ts';
import { BAIL, isSequence, type Sequence, type Value } from './jsonata/fast/values.ts';
import { plainResult } from './jsonata/result.ts';
import type { JsonataNode } from './jsonata/syntax.ts';
import type { EvaluationScope } from './scope.ts';

export { BAIL } from './jsonata/fast/values.ts';

/** An expression that can be evaluated synchronously, without the `jsonata` package. */
export type FastExpression = Evaluate;

/**
 * Compiles a tree of the `jsonata` package for synchronous evaluation, or undefined when part of it is left to the package.
 * What is compiled answers exactly as the package does, or not at all (see `evaluateFast`).
 */
export function compileFast(root: JsonataNode): FastExpression | undefined {
  return compileNode(root);
}

/** The value; undefined when there is none; BAIL when only the package can tell: errors, functions as values, limits. */
export function evaluateFast(expression: FastExpression, scope: EvaluationScope): Json | undefined | typeof BAIL {
  const run = new Run(scope);
  let value: Value;
  try {
    value = expression(undefined, run);
  } catch (error) {
    if (error === BAIL || error instanceof RangeError) return BAIL;
    throw error;
  }
  if (isSequence(value)) withoutMarks(value);
  if (run.marked.length > 0) run.marked.forEach(withoutMarks);
  if (value === undefined || !run.needsCheck) return value;
  const plain = plainResult(value);
  return typeof plain === 'symbol' ? BAIL : plain;
}

/** Makes a plain array of a marked one, in place: nobody outside the evaluation has seen it. */
function withoutMarks(array: Sequence): void {
  delete array.keepSingleton;
  delete array.cons;
  delete array.sequence;
}
