import type { Json } from '../../../asl/json.ts';
import { SEQUENCE_LIMIT } from '../limits.ts';
import { rangeItems } from '../serviceFunctions.ts';
import type { Evaluate, Run } from './run.ts';
import { areEqual, bail, isNumber, isTrue, sequenceOf, textOf, type Value } from './values.ts';

/** The binary operators; undefined for one that is not known here. Both operands are evaluated first, except for `and` and `or`. */
export function binaryOperator(operator: unknown, left: Evaluate, right: Evaluate): Evaluate | undefined {
  switch (operator) {
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(operator, left, right);
    case '=':
      return (context, run) => equal(left(context, run), right(context, run));
    case '!=':
      return (context, run) => differs(left(context, run), right(context, run));
    case '<':
      return (context, run) => compare(left(context, run), right(context, run), (a, b) => a < b);
    case '<=':
      return (context, run) => compare(left(context, run), right(context, run), (a, b) => a <= b);
    case '>':
      return (context, run) => compare(left(context, run), right(context, run), (a, b) => a > b);
    case '>=':
      return (context, run) => compare(left(context, run), right(context, run), (a, b) => a >= b);
    case '&':
      return (context, run) => textOf(left(context, run)) + textOf(right(context, run));
    case '..':
      return (context, run) => range(left(context, run), right(context, run), run);
    case 'in':
      return (context, run) => isIn(left(context, run), right(context, run));
    case 'and':
      return (context, run) => isTrue(left(context, run)) && isTrue(right(context, run));
    case 'or':
      return (context, run) => isTrue(left(context, run)) || isTrue(right(context, run));
    default:
      return undefined;
  }
}

/** `-x`. */
export function negation(operand: Evaluate): Evaluate {
  return (context, run) => {
    const value = operand(context, run);
    if (value === undefined) return undefined;
    return isNumber(value) ? -value : bail();
  };
}

function arithmetic(operator: '+' | '-' | '*' | '/' | '%', left: Evaluate, right: Evaluate): Evaluate {
  return (context, run) => {
    const a = left(context, run);
    const b = right(context, run);
    if ((a !== undefined && !isNumber(a)) || (b !== undefined && !isNumber(b))) return bail();
    if (a === undefined || b === undefined) return undefined;
    return checked(calculate(operator, a, b), run);
  };
}

function calculate(operator: '+' | '-' | '*' | '/' | '%', a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
  }
}

function checked(result: number, run: Run): number {
  if (!Number.isFinite(result)) run.needsCheck = true;
  return result;
}

function equal(a: Value, b: Value): boolean {
  return a !== undefined && b !== undefined && areEqual(a, b);
}

function differs(a: Value, b: Value): boolean {
  return a !== undefined && b !== undefined && !areEqual(a, b);
}

function compare(
  a: Value,
  b: Value,
  holds: (left: string | number, right: string | number) => boolean,
): boolean | undefined {
  if (!isComparable(a) || !isComparable(b)) return bail();
  if (a === undefined || b === undefined) return undefined;
  return typeof a === typeof b ? holds(a, b) : bail();
}

function isComparable(value: Value): value is string | number | undefined {
  return value === undefined || typeof value === 'string' || typeof value === 'number';
}

function range(first: Value, last: Value, run: Run): Value {
  if ((first !== undefined && !Number.isInteger(first)) || (last !== undefined && !Number.isInteger(last)))
    return bail();
  if (first === undefined || last === undefined || first! > last!) return undefined;
  const size = (last as number) - (first as number) + 1;
  if (size > SEQUENCE_LIMIT) return bail();
  run.spend(size);
  return sequenceOf(rangeItems(first as number, last as number, 1)) as unknown as Json;
}

function isIn(value: Value, list: Value): boolean {
  if (value === undefined || list === undefined) return false;
  return Array.isArray(list) ? list.includes(value) && !Number.isNaN(value) : list === value;
}
