import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../runtime/src/asl/json.ts';
import type { ExpressionFailure } from '../../runtime/src/expressions/failure.ts';
import { EvaluationInstant, INSTANT } from '../../runtime/src/expressions/jsonata/instant.ts';
import { parseWithPackage } from '../../runtime/src/expressions/jsonata/package.ts';
import { plainResult } from '../../runtime/src/expressions/jsonata/result.ts';
import { compileJsonata } from '../../runtime/src/expressions/jsonata.ts';
import { isSyntaxProblem } from '../../runtime/src/expressions/problem.ts';
import { document, expression, variables } from './jsonataGenerator.ts';
import { scopeOf } from './scope.ts';

describe('functions that call themselves', () => {
  const nested = (call: string) => `($f := function($n) { $n = 0 ? 0 : 1 + $f($n - 1) }; ${call})`;

  test('may be nested a hundred calls deep', async () => {
    expect(await evaluated(nested('$f(99)'))).toBe(99);
    const failure = (await evaluated(nested('$f(100)'))) as unknown as ExpressionFailure;
    expect(failure.cause).toContain('threw an error during evaluation: Stack overflow error: ');
  });

  test('count no tail calls, and none that were over before', async () => {
    expect(await evaluated('($f := function($n) { $n = 0 ? 0 : $f($n - 1) }; $f(1000))')).toBe(0);
    expect(await evaluated(nested('$f(60) + $f(70) + $f(80)'))).toBe(210);
    expect(await evaluated(nested('$sum($map([1..60], $f))'))).toBe(1830);
  });

  test('are found where a function gets itself as an argument, or two call each other', async () => {
    const rows = [
      '($f := function($g, $n) { 1 + $g($g, $n) }; $f($f, 1))',
      '(function($g) { $g($g) })(function($g) { 1 + $g($g) })',
      '($f := function($n) { 1 + $g($n) }; $g := function($n) { 1 + $f($n) }; $f(1))',
      '($f := function($n) { $map([$n], $f) ~> $sum }; $f(1))',
    ];
    for (const row of rows) {
      const failure = (await evaluated(row)) as unknown as ExpressionFailure;
      expect(failure.cause).toContain('Stack overflow error');
    }
  });

  test('are found whatever stands around the call', async () => {
    const bodies = [
      '[$f($n + 1), $f($n + 1)]',
      "{'a': $f($n + 1), 'b': $f($n + 1)}",
      "[1]{'k': $f($n + 1)}",
      '$string($f($n + 1))',
      '($x := $f($n + 1); $x)',
      '$n < 0 ? 1 : $f($n + 1) & "x"',
      '$map([1, 2], function($v) { $f($n + 1) })',
      '[1, 2].($f($n + 1))',
    ];
    for (const body of bodies) {
      const failure = (await evaluated(`($f := function($n) { ${body} }; $f(0))`)) as unknown as ExpressionFailure;
      expect(failure.cause, body).toContain('Stack overflow error');
    }
  });

  test('are found where nothing names them', async () => {
    const rows = [
      "($o := {'f': function($o) { [$o.f($o)] }}; $o.f($o))",
      '($w := function($g) { $map([$g], $g) }; $w($w))',
      '($y := function($f) { (function($x) { $x($x) })(function($g) { $f((function($a) { $g($g)($a) })) }) }; $y(function($s) { function($n) { [$s($n + 1), $s($n + 1)] } })(0))',
    ];
    for (const row of rows) {
      const failure = (await evaluated(row)) as unknown as ExpressionFailure;
      expect(failure.cause, row).toContain('Stack overflow error');
    }
  });

  test('are no limit to calls side by side', async () => {
    expect(await evaluated(nested('[$f(60), $f(70), $f(80)]'))).toEqual([60, 70, 80]);
    const tree =
      '($f := function($n) { $n = 0 ? 0 : {"l": $f($n - 1), "r": $f($n - 1)} }; $length($string($f(7))) > 0)';
    expect(await evaluated(tree)).toBe(true);
    const wide = `($f := function($n) { $n = 0 ? 0 : [${'$f($n - 1), '.repeat(40)}0] }; $count($f(2)))`;
    expect(await evaluated(wide)).toBe(40 * 41 + 1);
  });

  test('do not make a group of many members a nesting of calls', async () => {
    const items = '[1..3000].{"k": "k" & $, "v": {"x": $}}';
    expect(await evaluated(`$count($keys(${items}{k: $formatBase(v.x, 2)}))`)).toBe(3000);
    expect(await evaluated(`($g := function($o) { $o.x + 1 }; $count($keys(${items}{k: $g(v)})))`)).toBe(3000);
  });
});

describe('work that does not end', () => {
  test('a regular expression that backtracks without end is stopped and named', async () => {
    const failure = (await evaluated(`$contains('${'a'.repeat(40)}!', /^(a+)+$/)`)) as unknown as ExpressionFailure;
    expect(failure.cause).toContain(
      'threw an error during evaluation: The regular expression /^(a+)+$/ did not finish within 1000 ms on a text of 41 characters',
    );
  });

  test('a value that refers to itself over and over is not written out', async () => {
    const doubling = `($a := {'x': 1}; ${"$a := {'x': $a, 'y': $a}; ".repeat(40)}$a)`;
    const failure = (await evaluated(doubling)) as unknown as ExpressionFailure;
    expect(failure.cause).toContain('memory limit exceeded');
  });

  test('nested loops over long ranges end', async () => {
    const failure = (await evaluated(
      '$count([1..800000].($count([1..800000].($ + 1))))',
    )) as unknown as ExpressionFailure;
    expect(failure.cause).toMatch(/Expression evaluation (timeout|memory limit)/);
  }, 20_000);

  test.each([
    '$count([1..500000].[1..500000])',
    '($x := [1..500000]; $count($x.($append($x, $))))',
    '($x := [1..500000]; $map($x, function($v) { $append($x, $v) }))',
  ])(
    '%s ends before the memory does',
    async (expression) => {
      const failure = (await evaluated(expression)) as unknown as ExpressionFailure;
      expect(failure.cause).toMatch(/Expression evaluation (timeout|memory limit)/);
    },
    20_000,
  );

  test('many items of one group take no longer than many groups', async () => {
    expect(await evaluated("$count([1..100000]{'a': $}.a)")).toBe(100_000);
    expect(await evaluated("$count($spread([1..100000].{'a': $}))")).toBe(100_000);
  });
});

test('watching an expression changes no value', async () => {
  const watch = (text: string) => `($recursive := function($n) { $n = 0 ? 0 : 1 + $recursive($n - 1) }; ${text})`;
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(expression, document, variables, async (text, input, bound) => {
      const bare = await byPackage(text, input, bound);
      if (bare === undefined) return;
      compared += 1;
      expect(await byPackage(watch(text), input, bound)).toEqual(bare);
    }),
    { numRuns: 400 },
  );
  expect(compared).toBeGreaterThan(100);
});

/** The value as the package gives it, `failed` where it gives none, undefined where it cannot be asked. */
async function byPackage(text: string, input: Json, bound: Record<string, Json>): Promise<unknown> {
  const parsed = parseWithPackage(text);
  if (isSyntaxProblem(parsed)) return undefined;
  const scope = scopeOf({ input });
  const copies = structuredClone({ ...bound, states: { input } });
  try {
    const value = await parsed.evaluate({ ...copies, [INSTANT]: new EvaluationInstant(scope) });
    return { value: value === undefined ? 'nothing' : plainResult(value) };
  } catch {
    return 'failed';
  }
}

async function evaluated(text: string): Promise<unknown> {
  const expression = compileJsonata(text);
  if (isSyntaxProblem(expression)) throw new Error(expression.message);
  return expression.evaluate(scopeOf({ input: {} }), 'Output/x');
}
