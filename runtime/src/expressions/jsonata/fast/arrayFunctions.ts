import type { Json } from '../../../asl/json.ts';
import { distinctItems, sortItems } from '../boundedFunctions.ts';
import { SEQUENCE_LIMIT } from '../limits.ts';
import { partition, rangeItems } from '../serviceFunctions.ts';
import type { FastFunction } from './fastFunction.ts';
import { append, bail, isSequence, sequenceOf, type Value } from './values.ts';

export const ARRAY_FUNCTIONS: Readonly<Record<string, FastFunction>> = {
  count: { minimum: 1, maximum: 1, call: (list) => (Array.isArray(list) ? list.length : Number(list !== undefined)) },
  sum: onNumbers((numbers) => total(numbers)),
  max: onNumbers((numbers) => (numbers.length === 0 ? undefined : extreme(numbers, Math.max))),
  min: onNumbers((numbers) => (numbers.length === 0 ? undefined : extreme(numbers, Math.min))),
  average: onNumbers((numbers) => (numbers.length === 0 ? undefined : total(numbers) / numbers.length)),
  append: { minimum: 2, maximum: 2, call: append },
  reverse: onList((items) => (items.length <= 1 ? items : items.toReversed())),
  sort: onList((items) => (isSortable(items) ? (sortItems(items, undefined) as Json) : bail())),
  distinct: { minimum: 1, maximum: 1, call: distinct },
  partition: {
    minimum: 2,
    maximum: 2,
    call: (list, size) => {
      if (typeof size !== 'number') return bail();
      if (list === undefined) return undefined;
      return Math.round(size) >= 1 ? partition(Array.isArray(list) ? list : [list], size) : bail();
    },
  },
  range: {
    minimum: 3,
    maximum: 3,
    call: (first, last, delta) => {
      if (typeof first !== 'number' || typeof last !== 'number' || typeof delta !== 'number' || delta === 0)
        return bail();
      if (!((last - first) / delta + 1 <= SEQUENCE_LIMIT)) return bail();
      return sequenceOf(rangeItems(first, last, delta)) as unknown as Json;
    },
  },
};

function onNumbers(answer: (numbers: readonly number[]) => Value): FastFunction {
  return {
    minimum: 1,
    maximum: 1,
    call: (list, _second, _third, run) => {
      if (list === undefined) return undefined;
      const numbers = Array.isArray(list) ? list : [list];
      for (let at = 0; at < numbers.length; at += 1) if (typeof numbers[at] !== 'number') return bail();
      const result = answer(numbers as readonly number[]);
      if (typeof result === 'number' && !Number.isFinite(result)) run.needsCheck = true;
      return result;
    },
  };
}

function onList(answer: (items: readonly Json[]) => Value): FastFunction {
  return {
    minimum: 1,
    maximum: 1,
    call: (list) => (list === undefined ? undefined : answer(Array.isArray(list) ? list : [list])),
  };
}

function total(numbers: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < numbers.length; at += 1) sum += numbers[at]!;
  return sum;
}

/** As the reference implementation computes it, which cannot take arrays longer than an argument list. */
function extreme(numbers: readonly number[], of: (...values: number[]) => number): number {
  return numbers.length > 10_000 ? bail() : of(...numbers);
}

function distinct(list: Value): Value {
  if (!Array.isArray(list) || list.length <= 1) return list;
  const kept = distinctItems(list);
  return (isSequence(list) ? sequenceOf(kept) : kept) as unknown as Json;
}

function isSortable(items: readonly Json[]): boolean {
  return (
    items.every((item) => typeof item === 'number' && Number.isFinite(item)) ||
    items.every((item) => typeof item === 'string')
  );
}
