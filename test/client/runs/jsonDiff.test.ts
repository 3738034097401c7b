import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffJson, equal, type Json } from '../../../client/src/runs/jsonDiff.ts';

const lines = (before: Json, after: Json) =>
  diffJson(before, after).map(({ sign, path, before: b, after: a }) =>
    [sign, path, JSON.stringify(b ?? null), JSON.stringify(a ?? null)].join(' '),
  );

describe('differences', () => {
  test.each<[Json, Json, string[]]>([
    [{ a: 1 }, { a: 1 }, []],
    [{ a: 1, b: 2 }, { a: 3, c: 4 }, ['- $.b 2 null', '~ $.a 1 3', '+ $.c null 4']],
    [{ 'odd key': { x: 1 } }, { 'odd key': { x: 2 } }, ['~ $["odd key"].x 1 2']],
    [[1, 2, 3, 4], [1, 3, 4], ['- $[1] 2 null']],
    [[1, 2], [1, 9, 2], ['+ $[1] null 9']],
    [{ a: [] }, { a: {} }, ['~ $.a [] {}']],
    ['x', 'y', ['~ $ "x" "y"']],
  ])('of %j and %j', (before, after, expected) => expect(lines(before, after)).toEqual(expected));

  test('there are none exactly when the values are equal', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (a, b) => {
        expect(diffJson(a as Json, b as Json).length === 0).toBe(equal(a as Json, b as Json));
        expect(diffJson(a as Json, a as Json)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('a report has an end', () => {
    const before = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`k${index}`, index]));
    expect(diffJson(before, {})).toHaveLength(500);
  });
});
