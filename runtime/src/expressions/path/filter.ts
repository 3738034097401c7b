import type { Json } from '../../asl/json.ts';
import { javaText } from '../javaText.ts';
import { PathMiss } from './miss.ts';
import type { Criterion, Operand, PathFilter, PathPlan } from './segments.ts';

/** What a filter looks at: the item, what `$` means, and how paths are evaluated. */
export interface FilterContext {
  readonly item: Json;
  readonly root: Json;
  evaluate(plan: PathPlan, value: Json, root: Json): Json | PathMiss;
  evaluateExistence(plan: PathPlan, value: Json, root: Json): Json | PathMiss;
}

/** Whether the filter accepts an item; conditions are looked at from right to left, as Jayway json-path 2.0.0 does. */
export function acceptsItem(filter: PathFilter, context: FilterContext): boolean | PathMiss {
  for (let at = filter.alternatives.length - 1; at >= 0; at -= 1) {
    const outcome = acceptsAll(filter.alternatives[at]!, context);
    if (outcome !== false) return outcome;
  }
  return false;
}

function acceptsAll(criteria: readonly Criterion[], context: FilterContext): boolean | PathMiss {
  for (let at = criteria.length - 1; at >= 0; at -= 1) {
    const criterion = criteria[at]!;
    const outcome = criterion.kind === 'exists' ? exists(criterion, context) : compares(criterion, context);
    if (outcome !== true) return outcome;
  }
  return true;
}

/** The path of an existence check starts at the item even when it is written with `$` (so it is in Jayway json-path 2.0.0). */
function exists(criterion: Criterion & { kind: 'exists' }, context: FilterContext): boolean | PathMiss {
  const value = context.evaluateExistence(criterion.path.plan, context.item, context.root);
  if (value instanceof PathMiss) return value.isInvalid ? value : !criterion.expected;
  return (value !== null) === criterion.expected;
}

function compares(criterion: Criterion & { kind: 'compare' }, context: FilterContext): boolean | PathMiss {
  const { left, operator, right } = criterion;
  if (operator === '=~') return matches(left, right, context);
  const model = operandValue(left, context);
  if (model instanceof PathMiss) return model.isInvalid ? model : false;
  const expected = operandValue(right, context);
  if (expected instanceof PathMiss) return expected.isInvalid ? expected : false;
  const isOrder = operator !== '==' && operator !== '!=';
  if (isOrder && (expected === null) !== (model === null)) return false;
  const order = compareValues(expected, model);
  if (order instanceof PathMiss) return order;
  if (order === undefined) return false;
  switch (operator) {
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '>':
      return order < 0;
    case '>=':
      return order <= 0;
    case '<':
      return order > 0;
    case '<=':
      return order >= 0;
  }
}

function operandValue(operand: Operand, context: FilterContext): Json | PathMiss {
  if (operand.kind === 'literal') return operand.text;
  if (operand.kind === 'regex') return operand.regex.source;
  return context.evaluate(operand.plan, operand.fromRoot ? context.root : context.item, context.root);
}

function matches(left: Operand, right: Operand, context: FilterContext): boolean | PathMiss {
  const regex = left.kind === 'regex' ? left : right;
  const target = operandValue(left.kind === 'regex' ? right : left, context);
  if (target instanceof PathMiss) return target.isInvalid ? target : false;
  if (regex.kind !== 'regex') {
    const other = operandValue(right, context);
    if (other instanceof PathMiss && !other.isInvalid) return false;
    return PathMiss.invalid('One side of =~ must be a /regular expression/');
  }
  if (target === null) return false;
  const outcome = regex.regex.test(javaText(target));
  return typeof outcome === 'string' ? PathMiss.invalid(outcome) : outcome;
}

/**
 * Order of the expected value against the item's, undefined when they cannot be compared. A literal is converted to the type of
 * the item's value; a literal that is no number compared with a number is an error.
 */
function compareValues(expected: Json, model: Json): number | undefined | PathMiss {
  if (expected === model) return 0;
  const expectedIsNull = expected === null || expected === 'null';
  const modelIsNull = model === null || model === 'null';
  if (expectedIsNull || modelIsNull) return Number(modelIsNull) - Number(expectedIsNull);
  if (typeof expected === 'string' && typeof model === 'string') return order(expected.replaceAll("\\'", "'"), model);
  if (typeof expected === 'number' && typeof model === 'number') return order(expected, model);
  if (typeof expected === 'boolean' && typeof model === 'boolean') return order(expected, model);
  if (typeof expected === 'string' && typeof model === 'boolean')
    return order(expected.toLowerCase() === 'true', model);
  if (typeof expected === 'string' && typeof model === 'number') {
    const isDecimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(expected);
    return isDecimal
      ? order(Number(expected), model)
      : PathMiss.invalid(`'${expected}' can not be compared with a number`);
  }
  return undefined;
}

function order<T extends string | number | boolean>(left: T, right: T): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
