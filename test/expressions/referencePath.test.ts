import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../runtime/src/asl/json.ts';
import { ExpressionFailure } from '../../runtime/src/expressions/failure.ts';
import { isSyntaxProblem } from '../../runtime/src/expressions/problem.ts';
import { compileReferencePath, type ReferencePath } from '../../runtime/src/expressions/referencePath.ts';
import { document } from './jsonataGenerator.ts';
import { deepFreeze, scopeOf } from './scope.ts';

const TARGET = deepFreeze({
  a: { b: 1, keep: [1] },
  list: [{ x: 1 }, 2],
  other: { o: true },
  text: 'x',
  nul: null,
} satisfies Json);

describe('writing at a reference path', () => {
  const rows: [path: string, value: Json, result: Json][] = [
    ['$', 7, 7],
    ['$.new', 7, { ...TARGET, new: 7 }],
    ['$.a.b', 7, { ...TARGET, a: { b: 7, keep: [1] } }],
    ['$.a.c.d', 7, { ...TARGET, a: { b: 1, keep: [1], c: { d: 7 } } }],
    ["$['a b'].c", null, { ...TARGET, 'a b': { c: null } }],
    ['$.list[0]', 7, { ...TARGET, list: [7, 2] }],
    ['$.list[0].y', 7, { ...TARGET, list: [{ x: 1, y: 7 }, 2] }],
    ['$.text', { n: 1 }, { ...TARGET, text: { n: 1 } }],
  ];
  test.each(rows)('%s', (path, value, result) => {
    expect(compiled(path).write(TARGET, value)).toEqual(result);
  });

  test('keeps the order of members and shares what is not on the path', () => {
    const result = compiled('$.a.b').write(TARGET, 7) as typeof TARGET;
    expect(Object.keys(result)).toEqual(Object.keys(TARGET));
    expect(result.other).toBe(TARGET.other);
    expect(result.list).toBe(TARGET.list);
    expect(result.a.keep).toBe(TARGET.a.keep);
    const value = deepFreeze({ v: 1 });
    expect((compiled('$.x').write(TARGET, value) as { x: Json }).x).toBe(value);
  });

  test('a member called __proto__ is a member', () => {
    const result = compiled('$.__proto__.polluted').write({}, true);
    expect(JSON.stringify(result)).toBe('{"__proto__":{"polluted":true}}');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  const misfits: [path: string, target: Json][] = [
    ['$.text.x', TARGET],
    ['$.nul.x', TARGET],
    ['$.list.x', TARGET],
    ['$.list[2]', TARGET],
    ['$.list[-1]', TARGET],
    ['$.a[0]', TARGET],
    ['$.new[0]', TARGET],
    ['$.x', 'text'],
    ['$.x', [1]],
    ['$.x', null],
  ];
  test.each(misfits)('%s does not fit %j', (path, target) => {
    const failure = compiled(path).write(target, 7);
    expect(failure).toBeInstanceOf(ExpressionFailure);
    expect(failure).toMatchObject({ error: 'States.ResultPathMatchFailure' });
  });

  test('what was written is read', () => {
    const step = fc.oneof(
      fc.constantFrom('.a', '.b', '.items', "['a b']", '.__proto__', '.constructor').map((text) => text),
      fc.constantFrom('[0]', '[1]'),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 4 }), document, document, (steps, target, value) => {
        const path = compiled(`$${steps.join('')}`);
        const written = path.write(deepFreeze(target), deepFreeze(value));
        if (written instanceof ExpressionFailure) return;
        expect(path.read(scopeOf({ input: written }))).toBe(value);
      }),
      { numRuns: 500 },
    );
  });
});

describe('reading', () => {
  test('input, context and variables', () => {
    const scope = scopeOf({
      input: TARGET,
      contextObject: { Map: { Item: { Index: 3 } } },
      variables: { v: [1, { w: 2 }] },
    });
    expect(compiled('$.list[0].x').read(scope)).toBe(1);
    expect(compiled('$$.Map.Item.Index').read(scope)).toBe(3);
    expect(compiled('$v[1].w').read(scope)).toBe(2);
    expect(compiled('$.nothing').read(scope)).toBeUndefined();
    expect(compiled('$.nothing').explain(scope)).toBe("No results for path: $['nothing']");
  });
});

test.each(['$.a[*]', '$..a', '$.a[1:]', '$.a[0,1]', "$['a','b']", '$.a[?(@.b)]', '$.*', '$.a[(@.length-1)]', 'a', ''])(
  '%s is no reference path',
  (path) => {
    expect(isSyntaxProblem(compileReferencePath(path))).toBe(true);
  },
);

function compiled(path: string): ReferencePath {
  const outcome = compileReferencePath(path);
  if (isSyntaxProblem(outcome)) throw new Error(outcome.message);
  return outcome;
}
