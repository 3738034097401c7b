import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../runtime/src/asl/json.ts';
import { ExpressionFailure } from '../../runtime/src/expressions/failure.ts';
import {
  type CompiledJsonata,
  compileJsonata,
  isJsonataString,
  jsonataText,
  references,
  staticProblems,
  unexpectedType,
} from '../../runtime/src/expressions/jsonata.ts';
import { isSyntaxProblem } from '../../runtime/src/expressions/problem.ts';
import { document } from './jsonataGenerator.ts';
import { deepFreeze, scopeOf } from './scope.ts';

const INPUT = deepFreeze({
  name: 'Ida',
  items: [{ v: 1, tags: ['a'] }, { v: 2, tags: [] }, { v: 3 }],
  one: [{ v: 7 }],
  empty: [],
  nested: [[1, 2], [3]],
  big: 1e21,
  'odd name': { x: 1 },
} satisfies Json);

describe('values of JSONata expressions', () => {
  const rows: [expression: string, value: Json][] = [
    ["'a' & 1 & true & null", 'a1truenull'],
    ['$states.input.name', 'Ida'],
    ['$states.input.items.v', [1, 2, 3]],
    ['$states.input.one.v', 7],
    ['[$states.input.one.v]', [7]],
    ['$states.input.one.v[]', [7]],
    ['$states.input.items[v > 1].v', [2, 3]],
    ['$states.input.items[-1].v', 3],
    ['$states.input.items.tags', 'a'],
    ['$states.input.nested', [[1, 2], [3]]],
    ['$states.input.`odd name`.x', 1],
    ['$states.context.Execution.Name', 'run-1'],
    ['$counter + 1', 6],
    ['$sum($states.input.items.v)', 6],
    ["{'a': $states.input.nothing, 'b': 1}", { b: 1 }],
    ['[$states.input.nothing, 1]', [1]],
    ['[1..3]', [1, 2, 3]],
    ['$states.input.items{$string(v): $count(tags)}', { '1': 1, '2': 0, '3': 0 }],
    ['($x := 2; $y := $x * 3; [$x, $y])', [2, 6]],
    ['$map($states.input.items, function($item, $at) { $item.v * $at })', [0, 2, 6]],
    ['$states.input.items^(>v).v', [3, 2, 1]],
    ['$sort([3, 1, 2])', [1, 2, 3]],
    ['$sort($states.input.items, function($l, $r) { $l.v < $r.v }).v', [3, 2, 1]],
    ['$reduce([1, 2, 3], function($sum, $item) { $sum + $item })', 6],
    ["$replace('a1b2', /[0-9]/, '-')", 'a-b-'],
    ["$match('a1b22', /[0-9]+/).match", ['1', '22']],
    ["$contains('abc', /B/i)", true],
    ["$states.input ~> | items | {'w': v * 2}, 'v' | ~> $lookup('items') ~> $count()", 3],
    ['$uppercase($states.input.name) ~> $length()', 3],
    ['($double := function($n) { $n * 2 }; $double(4))', 8],
    ['$map([1, 2], $string)', ['1', '2']],
    ['($head := $substring(?, 0, 1); $head($states.input.name))', 'I'],
    ['[1/0, -1/0]', ['Infinity', '-Infinity']],
    ['1/0', 'Infinity'],
    ['$partition([1, 2, 3], 2)', [[1, 2], [3]]],
    ['$range(1, 9, 9)', 1],
    ['$range(0, 9, 3)', [0, 3, 6, 9]],
    ["$hash('input data', 'SHA-1')", 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
    ["$hash('')", 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ["$parse('-0')", 0],
    ['$parse(\'{"a": [1]}\')', { a: [1] }],
    ['$random()', 0.25],
    ['$random(7) = $random(7)', true],
    ['$uuid()', '00000000-0000-4000-8000-000000000000'],
    ['$now()', '2024-02-29T12:34:56.789Z'],
    ["$now('[Y]/[M]/[D]')", '2024/2/29'],
    ['$millis()', 1709210096789],
    ['$millis() = $millis()', true],
    ["$fromMillis($millis(), '[Y0001]')", '2024'],
    ['$pad("x", 3, "ab") & $pad("x", -3)', 'xab  x'],
    ['$distinct([1, "1", 1, {"a": 1}, {"a": 1}])', [1, '1', { a: 1 }]],
    ['$type($states.input.empty) & $type(null) & $type(1)', 'arraynullnumber'],
    ['null', null],
    ['[]', []],
    ['$states.input.empty', []],
    ['{}', {}],
  ];
  test.each(rows)('%s', async (expression, value) => {
    expect(await evaluated(expression)).toEqual(value);
  });

  test('shares structure with the input', async () => {
    expect(await evaluated('$states.input.items')).toBe(INPUT.items);
    expect(await evaluated('$states.input.items[1]')).toBe(INPUT.items[1]);
    expect(((await evaluated("{'kept': $states.input.nested}")) as { kept: Json }).kept).toBe(INPUT.nested);
    expect(await evaluated('($id := function($x) { $x }; $id($states.input.items))')).toBe(INPUT.items);
  });

  test('writes into nothing that it is given', async () => {
    // The package itself marks such arrays, and puts an item into empty ones; the values here are frozen.
    expect(await evaluated('$map($states.input.items, function($item) { $item.tags[] })')).toEqual([['a'], []]);
    expect(await evaluated("$map([1], function($n) { $states.input.empty{'n': $n} })")).toEqual({ n: 1 });
    expect(await evaluated("$map([1], function($n) { $states.input.nested.{'n': $n} })")).toEqual([{ n: 1 }, { n: 1 }]);
    expect(INPUT.empty).toEqual([]);
  });

  test('leaves no trace of sequences', async () => {
    const values = (await evaluated("{'v': $states.input.items.v, 'w': [$states.input.items.[v, 1]]}")) as Record<
      string,
      Json[]
    >;
    expect(Object.keys(values.v!)).toEqual(['0', '1', '2']);
    expect(Object.keys(values.w![0] as Json[])).toEqual(['0', '1']);
    expect(Object.keys((await evaluated('$map([1, 2], $abs)')) as Json[])).toEqual(['0', '1']);
  });
});

describe('failures of JSONata expressions', () => {
  const rows: [expression: string, cause: string][] = [
    ['$states.input.nothing', 'returned nothing (undefined).'],
    ['$missing', 'returned nothing (undefined).'],
    ['$fn := function($x){$x}', 'returned an unsupported result type.'],
    ['$sum', 'returned an unsupported result type.'],
    ['/ab/', 'returned an unsupported result type.'],
    ["{'f': $sum}", 'returned an unsupported result type.'],
    [
      "1 + 'a'",
      'threw an error during evaluation. T2002: The right side of the "+" operator must evaluate to a number',
    ],
    ["$eval('1')", 'threw an error during evaluation. T1006: Attempted to invoke a non-function'],
    ['$randomSeeded(1)', 'threw an error during evaluation. T1006: Attempted to invoke a non-function'],
    [
      "$sum('a')",
      'threw an error during evaluation. T0412: Argument 1 of function "sum" must be an array of "numbers"',
    ],
    ["$error('no')", 'threw an error during evaluation. D3137: no'],
    [
      '1 > null',
      'threw an error during evaluation. T2010: The expressions either side of operator ">" must evaluate to numeric or string values',
    ],
    [
      '[1..873783]',
      'threw an error during evaluation: Expression evaluation memory limit exceeded: Check for excessive memory usage',
    ],
    [
      '($f := function($n) { 1 + $f($n) }; $f(1))',
      'threw an error during evaluation: Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive.',
    ],
    [
      "$pad('x', 100000000)",
      'threw an error during evaluation: $pad would make a text of more than 4194304 characters',
    ],
    ["$parse('{')", 'threw an error during evaluation: The argument of $parse is not valid JSON'],
  ];
  test.each(rows)('%s', async (expression, cause) => {
    const failure = (await evaluated(expression)) as unknown as ExpressionFailure;
    expect(failure).toBeInstanceOf(ExpressionFailure);
    expect(failure.error).toBe('States.QueryEvaluationError');
    expect(failure.cause).toBe(`The JSONata expression '${expression}' specified for the field 'Output/x' ${cause}`);
    expect(failure.location).toBe('Output/x');
  });

  test('a value of another type than the field takes', () => {
    const expression = compiled('1');
    const failure = unexpectedType(expression.text, 'Items', 'array', 1);
    expect(failure.cause).toBe(
      "The JSONata expression '1' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was 'number' for value: 1",
    );
  });
});

test('no text and no document make it throw', async () => {
  const piece = fc.constantFrom(
    '$states.input',
    '.a',
    '.items',
    '[0]',
    '[]',
    '[v > 1]',
    '{"k": v}',
    '^(v)',
    '.*',
    '.**',
    '%',
    '@$x',
    '#$i',
    '~>',
    '$sum',
    '$map',
    '$keys',
    '(',
    ')',
    ',',
    'function($x){',
    '}',
    '$x',
    ':=',
    ';',
    '+',
    '&',
    '..',
    '?',
    ':',
    "'t'",
    '1',
    '/a/',
    '|',
    '$match',
    '$uuid()',
    'null',
    ' in ',
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
  );
  await fc.assert(
    fc.asyncProperty(text, document, async (expression, input) => {
      const outcome = compileJsonata(expression);
      if (isSyntaxProblem(outcome)) {
        expect(outcome.offset).toBeLessThanOrEqual(expression.length);
        return;
      }
      staticProblems(outcome, new Set());
      const value = await outcome.evaluate(scopeOf({ input: deepFreeze(input) }), 'Output');
      expect(value).not.toBeUndefined();
    }),
    { numRuns: 1_500 },
  );
});

describe('texts', () => {
  test('an expression starts with exactly {% and ends with exactly %}', () => {
    expect(['{% a %}', '{%%}', ' {% a %}', '{% a %} ', '{%}', '$a', 1].map(isJsonataString)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
    expect(jsonataText('{%  $a + 1 %}')).toBe('$a + 1');
  });

  const problems: [expression: string, message: string, offset: number][] = [
    ['$a +', 'Unexpected end of expression', 3],
    ['[1, 2', 'Expected "]" before end of expression', 4],
    ["'abc", 'String literal must be terminated by a matching quote', 3],
    ['$a ?: 1', 'The symbol ":" cannot be used as a unary operator', 4],
    ['$a ?? 1', 'The symbol "?" cannot be used as a unary operator', 4],
    ['$a ~> /ab', 'No terminating / in regular expression', 8],
    ['', 'Unexpected end of expression', 0],
  ];
  test('an expression nested without end is refused', () => {
    expect(compileJsonata(`1${' + 1'.repeat(100_000)}`)).toMatchObject({
      message: 'The expression is nested too deeply',
    });
    expect(isSyntaxProblem(compileJsonata(`${'('.repeat(50_000)}1`))).toBe(true);
    expect(compiled(`1${' + 1'.repeat(1_000)}`).evaluate(scopeOf(), 'Output')).toBe(1_001);
  });

  test.each(problems)('%s is not JSONata 2.0.6', (expression, message, offset) => {
    const problem = compileJsonata(expression);
    expect(problem).toMatchObject({ message, offset });
    expect(isSyntaxProblem(problem)).toBe(true);
  });
});

describe('static problems', () => {
  const rows: [expression: string, problems: string[]][] = [
    ['phone', ["Reference to 'phone' at the top level is not supported. 0+5"]],
    ['$x.phone', []],
    ['$order[total > 10]', []],
    ['$states.input.items.(price * qty)', []],
    ['$states.input.items^(price){name: $sum(price)}', []],
    ['1 + `a b`.c', ["Reference to 'a b' at the top level is not supported. 4+5"]],
    ['$map($x, function($v) { name })', ["Reference to 'name' at the top level is not supported. 24+4"]],
    ['$$.a & $x[$$.b = 1]', ["Reference to '$$' is not supported. 0+2", "Reference to '$$' is not supported. 10+2"]],
    ['$states.result', ["Field '$states.result' does not exist. 8+6"]],
    ['$states.errorOutput.Error & $states.input.x', ["Field '$states.errorOutput' does not exist. 8+11"]],
    ['$', []],
  ];
  test.each(rows)('%s', (expression, problems) => {
    const found = staticProblems(compiled(expression), new Set(['input', 'context']));
    expect(found.map(({ message, offset, length }) => `${message} ${offset}+${length}`)).toEqual(problems);
  });
});

describe('references', () => {
  const rows: [expression: string, variables: string[], states: string[], calls: string[]][] = [
    ['$a + $b.c[$d = 1]', ['a@0', 'b@5', 'd@10'], [], []],
    ['$states.input.a & $states.context.b', [], ['input@8', 'context@26'], []],
    ['$lookup($states, $key)', ['key@17'], ['undefined@8'], ['lookup/2@0']],
    ['($x := $a; $x + $y)', ['a@7', 'y@16'], [], []],
    ['(($x := 1); $x)', ['x@12'], [], []],
    ['function($p) { $p + $q }', ['q@20'], [], []],
    ['($f := function($n) { $f($n - $step) }; $f(1))', ['step@30'], [], []],
    ['$list#$i.{"at": $i, "of": $n}', ['list@0', 'n@26'], [], []],
    ['$list@$l.$l.x', ['list@0'], [], []],
    ['$map($list, $string)', ['list@5', 'string@12'], [], ['map/2@0']],
    ['$list ~> $join("-")', ['list@0'], [], ['join/1@9']],
    ['$unknown($a)', ['a@9'], [], ['unknown/1@0']],
    ['$x{$k: $v}', ['x@0', 'k@3', 'v@7'], [], []],
    ['$substring(?, $n)', ['n@14'], [], ['substring/2@0']],
  ];
  test.each(rows)('%s', (expression, variables, states, calls) => {
    const found = references(compiled(expression));
    expect(found.variables.map(({ name, offset }) => `${name}@${offset}`)).toEqual(variables);
    expect(found.states.map(({ member, offset }) => `${member}@${offset}`)).toEqual(states);
    expect(found.calls.map(({ name, argumentCount, offset }) => `${name}/${argumentCount}@${offset}`)).toEqual(calls);
  });
});

function compiled(expression: string): CompiledJsonata {
  const outcome = compileJsonata(expression);
  if (isSyntaxProblem(outcome)) throw new Error(outcome.message);
  return outcome;
}

async function evaluated(expression: string): Promise<Json> {
  const scope = scopeOf({
    input: INPUT as Json,
    variables: deepFreeze({ counter: 5, list: [1, 2] }),
    contextObject: deepFreeze({ Execution: { Name: 'run-1' } }),
    states: { input: INPUT as Json },
  });
  return (await compiled(expression).evaluate(scope, 'Output/x')) as Json;
}
