import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../runtime/src/asl/json.ts';
import { type CompiledPath, compilePath, isSyntaxProblem } from '../../runtime/src/expressions/jsonPath.ts';
import { document } from './jsonataGenerator.ts';
import { deepFreeze, scopeOf } from './scope.ts';

const INPUT = deepFreeze({
  a: { b: [1, { c: 2 }] },
  list: [{ n: 1 }, { n: 5 }],
  limit: 3,
  word: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!',
} satisfies Json);
const SCOPE = scopeOf({
  input: INPUT,
  contextObject: deepFreeze({ Execution: { Input: INPUT } }),
  variables: deepFreeze({ order: { lines: [{ q: 1 }, { q: 2 }] }, limit: 0, ünï_1: 'u' }),
});

describe('roots', () => {
  const rows: [path: string, value: Json | undefined][] = [
    ['$', INPUT],
    ['$$', { Execution: { Input: INPUT } }],
    ['$$.Execution.Input.a.b[1].c', 2],
    ['$order.lines[0].q', 1],
    ['$order.lines[*].q', [1, 2]],
    ['$order', { lines: [{ q: 1 }, { q: 2 }] }],
    ['$ünï_1', 'u'],
    ['$nothing', undefined],
    ['$toString', undefined],
    ['$order.nothing', undefined],
    [' $.limit ', 3],
    // In a filter `$` is the root that the path itself starts at.
    ['$.list[?(@.n > $.limit)].n', [5]],
    ['$$.Execution.Input.list[?(@.n > $.Execution.Input.limit)].n', [5]],
  ];
  test.each(rows)('%s', (path, value) => {
    expect(compiled(path).evaluate(SCOPE)).toEqual(value);
  });

  test('are told', () => {
    expect(compiled('$.a')).toMatchObject({ root: 'input', variable: undefined, definite: true });
    expect(compiled('$$.a[*]')).toMatchObject({ root: 'context', definite: false });
    expect(compiled('$order.a')).toMatchObject({ root: 'variable', variable: 'order' });
  });
});

test('values are those of the input, not copies', () => {
  expect(compiled('$.a.b').evaluate(SCOPE)).toBe(INPUT.a.b);
  expect((compiled('$..b').evaluate(SCOPE) as Json[])[0]).toBe(INPUT.a.b);
  expect((compiled("$['a','list']").evaluate(SCOPE) as typeof INPUT).a).toBe(INPUT.a);
});

test('members that objects inherit are not there', () => {
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length']) {
    expect(compiled(`$.a.${name}`).evaluate(SCOPE)).toBeUndefined();
    expect(compiled(`$.a.b.${name}`).evaluate(SCOPE)).toBeUndefined();
    expect(compiled(`$..${name}`).evaluate(SCOPE)).toEqual([]);
  }
  expect(compiled('$.__proto__.x').evaluate(scopeOf({ input: JSON.parse('{"__proto__": {"x": 1}}') as Json }))).toBe(1);
});

test('segments know where they stand', () => {
  const text = "$.a['b'][0]..c[?(@.d)][*].*[1:]";
  const places = compiled(text).segments.map(
    ({ kind, offset, length }) => `${kind} ${text.slice(offset, offset + length)}`,
  );
  expect(places).toEqual([
    'property .a',
    "property ['b']",
    'index [0]',
    'scan ..',
    'property c',
    'filter [?(@.d)]',
    'wildcard [*]',
    'wildcard .*',
    'slice [1:]',
  ]);
});

describe('a path that finds nothing is explained', () => {
  const rows: [path: string, message: string][] = [
    ['$.no', "No results for path: $['no']"],
    ['$.no.such.path', "Missing property in path $['no']"],
    ['$.a.b[7]', "Index out of bounds when evaluating path $['a']['b'][7]"],
    ['$.limit.x', "Property ['x'] not found in path $['limit']"],
    ['$.limit[0]', 'Filter: [0] can only be applied to arrays. Current context is: 3'],
    ['$.a[1:]', 'Filter: [1:] can only be applied to arrays. Current context is: {b=[1, {c=2}]}'],
    ['$nothing.a', "The variable '$nothing' has no value"],
    ['$.limit', ''],
  ];
  test.each(rows)('%s', (path, message) => {
    expect(compiled(path).explain(SCOPE)).toBe(message);
  });
});

describe('texts that are no paths', () => {
  // The carets stand under the part that the problem names.
  const rows: [path: string, place: string, message: string][] = [
    ['a.b', '^^^', "A path must begin with '$'"],
    ['', '^', "A path must begin with '$'"],
    ['$1', ' ^', 'Invalid path $1'],
    ['$.a b', '   ^', 'Space not allowed in path'],
    ['$.a..', '   ^^', 'A path can not end with a scan.'],
    ['$.a.', '   ^', 'A path can not end with a dot.'],
    ["$.a['b", '   ^^^', "The bracket of ['b is not closed"],
    ['$.a["b"]', '   ^^^^^', 'Could not analyze path component: ["b"]'],
    ['$.a[?(@.b == 1]', '   ^^^^^^^^^^^^', 'Filter brackets are not balanced'],
    ['$.a[?(@.b[*])]', '      ^^^^^^', 'the predicate path: @.b[*] is not definite'],
    ['$.a[?(@.b == !@.c)]', '             ^', 'Invalid negation! Can only be used for existence check e.g [?(!@.foo)]'],
    ['$.a[?(@.b =~ /(/)]', '   ^^^^^^^^^^^^^^^', 'Filter brackets are not balanced'],
    ['$.a[?(@.b =~ /*/)]', '             ^^^', '/*/ is not a regular expression that can be used here'],
    ['$.a[?(1)]', '      ^', '1 is neither a path nor a comparison'],
  ];
  test.each(rows)('%s', (path, place, message) => {
    const problem = compilePath(path);
    if (!isSyntaxProblem(problem)) throw new Error(`${path} was accepted`);
    expect(`${' '.repeat(problem.offset)}${'^'.repeat(problem.length)} ${problem.message}`).toBe(`${place} ${message}`);
  });
});

test('a regular expression in a filter cannot run without end', () => {
  const path = compiled('$[?(@.word =~ /(a+)+/)]');
  expect(path.evaluate(SCOPE)).toBeUndefined();
  expect(path.explain(SCOPE)).toBe(
    'The regular expression /(a+)+/ did not finish within 1000 ms on a text of 41 characters',
  );
});

test('values nested without end do not break a scan', () => {
  let nested: Json = {};
  for (let depth = 0; depth < 100_000; depth += 1) nested = [nested];
  const path = compiled('$..x');
  const scope = scopeOf({ input: nested });
  expect(path.evaluate(scope)).toBeUndefined();
  expect(path.explain(scope)).toBe('The value is nested too deeply for this path');
});

test('no path throws, whatever the document', () => {
  const piece = fc.constantFrom(
    '.a',
    '.b',
    '.items',
    '..',
    '..v',
    '[*]',
    '.*',
    '[0]',
    '[-1]',
    '[1:]',
    '[:1]',
    '[0:9]',
    '[0,1]',
    "['a','b']",
    '[(@.length-1)]',
    '[?(@.a)]',
    '[?(!@.v)]',
    "[?(@.name == 'x')]",
    '[?(@ > 1 && @.v < 2 || @.a)]',
    '[?(@.name =~ /x/i)]',
    '[',
    ']',
    "'",
    '(',
    '?',
    ' ',
    '$',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join('')),
      ),
      document,
      (text, input) => {
        const path = compilePath(`$${text}`);
        if (isSyntaxProblem(path)) return;
        const scope = scopeOf({ input: deepFreeze(input) });
        const value = path.evaluate(scope);
        expect(path.explain(scope) === '').toBe(value !== undefined);
        if (!path.definite && value !== undefined) expect(Array.isArray(value)).toBe(true);
      },
    ),
    { numRuns: 3_000 },
  );
});

function compiled(path: string): CompiledPath {
  const outcome = compilePath(path);
  if (isSyntaxProblem(outcome)) throw new Error(`${outcome.message} at ${outcome.offset}`);
  return outcome;
}
