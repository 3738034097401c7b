import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { INTRINSICS } from '../../runtime/src/asl/intrinsics.ts';
import type { Json } from '../../runtime/src/asl/json.ts';
import { ExpressionFailure } from '../../runtime/src/expressions/failure.ts';
import { compileIntrinsic, intrinsicPaths } from '../../runtime/src/expressions/intrinsic/evaluate.ts';
import { INTRINSIC_FUNCTIONS } from '../../runtime/src/expressions/intrinsic/functions.ts';
import { tokenizeIntrinsic } from '../../runtime/src/expressions/intrinsic/lexer.ts';
import { isSyntaxProblem } from '../../runtime/src/expressions/problem.ts';
import { deepFreeze, scopeOf } from './scope.ts';

const INPUT = deepFreeze({
  list: [1, 2, 3, 3, { a: 1 }, { a: 1 }, [1], [1], null, '1'],
  numbers: [1, 2, 3, 4, 5, 6, 7, 8, 9],
  empty: [],
  one: { a: 1, b: 2 },
  two: { b: 3, c: { d: [] } },
  text: 'Ida',
  template: 'Dear {}, \\{\\} {}',
  long: 'x'.repeat(10_001),
  'a,b)': 'odd',
} satisfies Json);

describe('values of intrinsic functions', () => {
  const rows: [call: string, value: Json][] = [
    ['States.Array()', []],
    [
      "States.Array('a', 2, -1.5e2, true, null, $.text, $$.State.Name, $var)",
      ['a', 2, -150, true, null, 'Ida', 'S', 'v'],
    ],
    ['States.ArrayPartition($.numbers, 4)', [[1, 2, 3, 4], [5, 6, 7, 8], [9]]],
    ['States.ArrayPartition($.numbers, 8.5)', [[1, 2, 3, 4, 5, 6, 7, 8, 9]]],
    ['States.ArrayPartition($.empty, 4)', []],
    ['States.ArrayContains($.numbers, 5)', true],
    ['States.ArrayContains($.list, $.list[4])', true],
    ["States.ArrayContains($.numbers, '5')", false],
    ['States.ArrayContains($.empty, null)', false],
    ['States.ArrayRange(1, 9, 2)', [1, 3, 5, 7, 9]],
    ['States.ArrayRange(1, 9, 9)', [1]],
    ['States.ArrayRange(3, 1, -1)', [3, 2, 1]],
    ['States.ArrayRange(3, 1, 1)', []],
    ['States.ArrayRange(0.4, 2.5, 1)', [0, 1, 2, 3]],
    ['States.ArrayGetItem($.numbers, 5)', 6],
    ['States.ArrayLength($.numbers)', 9],
    ['States.ArrayUnique($.list)', [1, 2, 3, { a: 1 }, [1], null, '1']],
    ["States.Base64Encode('Data to encode')", 'RGF0YSB0byBlbmNvZGU='],
    ["States.Base64Decode('RGF0YSB0byBlbmNvZGU=')", 'Data to encode'],
    ["States.Base64Decode(States.Base64Encode('ü😀'))", 'ü😀'],
    ["States.Base64Encode('')", ''],
    ["States.Base64Decode('')", ''],
    ["States.Base64Decode('YWI')", 'ab'],
    ["States.Hash('input data', 'MD5')", '812f45842bc6d66ee14572ce20db8e86'],
    ["States.Hash('input data', 'SHA-1')", 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
    ["States.Hash($.one, 'SHA-256')", '43258cff783fe7036d8a43033f830adfc60ec037382473548ac742b888292777'],
    ['States.JsonMerge($.one, $.two, false)', { a: 1, b: 3, c: { d: [] } }],
    ['States.StringToJson(\'{"a": [1, null]}\')', { a: [1, null] }],
    ["States.StringToJson('')", null],
    ["States.StringToJson(' ')", null],
    ["States.StringToJson('-0')", 0],
    ['States.JsonToString($.two)', '{"b":3,"c":{"d":[]}}'],
    ['States.JsonToString($.text)', '"Ida"'],
    ['States.MathAdd(111, -1)', 110],
    ['States.MathAdd(1.49, 1.5)', 3],
    ['States.MathAdd(-1.5, 0)', -1],
    ['States.MathAdd(-1.51, 0)', -2],
    ['States.MathAdd(-0.5, 0.5)', 1],
    ['States.MathAdd(-0.2, 0)', 0],
    ['States.MathRandom(1, 9)', 3],
    ['States.MathRandom(12.5, 44.51)', 21],
    ["States.StringSplit('1,2,3', ',')", ['1', '2', '3']],
    ["States.StringSplit('This.is+a,test=string', '.+,=')", ['This', 'is', 'a', 'test', 'string']],
    ["States.StringSplit(', , ,', ',')", [' ', ' ']],
    ["States.StringSplit(',,,,', ',')", []],
    ['States.UUID()', '00000000-0000-4000-8000-000000000000'],
    ["States.Format('Hi {}, {}', $.text, 1.5)", 'Hi Ida, 1.5'],
    ["States.Format('{} {} {}', null, true, $.two)", 'null true {b=3, c={d=[]}}'],
    ["States.Format('{}', $.list[4:8])", '[{a=1}, {a=1}, [1], [1]]'],
    ["States.Format('it\\'s \\{\\} \\\\ {}', 1)", "it's {} \\ 1"],
    ['States.Format($.template, 1, 2)', 'Dear 1, {} 2'],
    ["States.Format('no values')", 'no values'],
    ["States.Array($['a,b)'], $.numbers[(@.length-1)], $.numbers[?(@ > 8)])", ['odd', 9, [9]]],
    ['  States.MathAdd( 1 ,\n States.ArrayLength( $.numbers ) ) ', 10],
  ];
  test.each(rows)('%s', (call, value) => {
    expect(evaluated(call)).toEqual(value);
  });

  test('the same seed gives the same number, in range', () => {
    const numbers = Array.from({ length: 50 }, (_, seed) => evaluated(`States.MathRandom(-5, 5, ${seed})`) as number);
    expect(numbers.every((number) => Number.isInteger(number) && number >= -5 && number < 5)).toBe(true);
    expect(new Set(numbers).size).toBeGreaterThan(5);
    expect(evaluated('States.MathRandom(-5, 5, 7)')).toBe(evaluated('States.MathRandom(-5, 5, 7)'));
  });

  test('every function of the language is there', () => {
    expect(Object.keys(INTRINSIC_FUNCTIONS).sort()).toEqual(INTRINSICS.map(({ name }) => name).sort());
  });
});

describe('arguments that do not fit', () => {
  const rows: [call: string, problem: string][] = [
    ['States.ArrayPartition($.text, 1)', 'The first argument must be an array'],
    ['States.ArrayPartition($.numbers, 0)', 'The chunk size must be a positive integer'],
    ['States.ArrayRange(1, 9, 0)', 'The step must not be 0'],
    ['States.ArrayRange(1, 1001, 1)', 'The range must have at most 1000 items, but has 1001'],
    ['States.ArrayGetItem($.numbers, 9)', 'The index 9 is outside the array, which has 9 items'],
    ['States.ArrayGetItem($.numbers, -1)', 'The index -1 is outside the array, which has 9 items'],
    ["States.Base64Decode('a')", 'The argument is not valid Base64'],
    ["States.Base64Decode('YWI==')", 'The argument is not valid Base64'],
    ["States.Base64Decode('YWJj=')", 'The argument is not valid Base64'],
    ['States.Base64Encode($.long)', 'The data must have at most 10000 characters, but has 10001'],
    ["States.Hash('x', 'md5')", 'The algorithm must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512'],
    ['States.JsonMerge($.one, $.two, true)', 'The third argument must be false: deep merging is not supported'],
    ['States.JsonMerge($.one, $.list, false)', 'The first two arguments must be objects'],
    ["States.MathAdd('1', 2)", 'The arguments must be numbers, but one is "1"'],
    [
      'States.MathAdd(2147483648, 2)',
      'The arguments must be between -2147483648 and 2147483647, but one is 2147483648',
    ],
    ['States.MathRandom(2, 2)', 'The end must be greater than the start'],
    ["States.StringToJson('{')", 'The argument is not valid JSON'],
    ['States.StringSplit($.text, 1)', 'Both arguments must be strings'],
    ['States.Format($.template, 1)', 'The template has 2 placeholders {} for 1 values'],
  ];
  test.each(rows)('%s', (call, problem) => {
    const failure = evaluated(call);
    expect(failure).toBeInstanceOf(ExpressionFailure);
    expect(failure).toMatchObject({
      error: 'States.IntrinsicFailure',
      cause: `The function '${call}' had the following error: ${problem}`,
    });
  });
});

describe('texts that are no calls', () => {
  // The carets stand under the part that the problem names.
  const rows: [call: string, place: string, message: string][] = [
    ['States.Formatt()', '^^^^^^^^^^^^^^', "There is no intrinsic function 'States.Formatt'"],
    ['states.UUID()', '^^^^^^^^^^^', "There is no intrinsic function 'states.UUID'"],
    ['States.UUID(1)', '^^^^^^^^^^^^^^', 'States.UUID takes 0 arguments, not 1'],
    ['States.MathAdd(1)', '^^^^^^^^^^^^^^^^^', 'States.MathAdd takes 2 arguments, not 1'],
    ['States.MathRandom(1)', '^^^^^^^^^^^^^^^^^^^^', 'States.MathRandom takes 2 to 3 arguments, not 1'],
    ["States.Format('{} {}', 1)", '              ^^^^^^^', 'The template has 2 placeholders {} for 1 values'],
    ["States.Format('a\\nb')", '                ^^', "The backslash must be followed by one of ' { } \\"],
    ["States.Format('abc)", '              ^^^^^', 'The text has no closing quote'],
    ['States.Array($.a[)', '                ^^', 'Could not analyze path component: [)'],
    ['States.Array(1 2)', '               ^', "Expected ',' or ')', but found '2'"],
    ['States.Array(1,)', '               ^', "')' is no argument"],
    ['States.Array(1', '             ^', "Expected ',' or ')', but the expression ends here"],
    ['States.UUID', '          ^', "Expected '(', but the expression ends here"],
    ['States.UUID() x', '              ^', "Nothing may follow the call, but 'x' does"],
    ['States.Array(yes)', '             ^^^', "There is no intrinsic function 'yes'"],
    ['$.a', '^^^', "Expected the name of an intrinsic function, but found '$.a'"],
    ['', '^', 'Expected the name of an intrinsic function, but the expression ends here'],
  ];
  test.each(rows)('%s', (call, place, message) => {
    const problem = compileIntrinsic(call);
    if (!isSyntaxProblem(problem)) throw new Error(`${call} was accepted`);
    expect(problem.message).toBe(message);
    expect(' '.repeat(problem.offset) + '^'.repeat(problem.length)).toBe(place);
  });

  test('calls are nested up to ten levels', () => {
    const nested = (levels: number) => `${'States.Array('.repeat(levels)}1${')'.repeat(levels)}`;
    expect(isSyntaxProblem(compileIntrinsic(nested(10)))).toBe(false);
    expect(compileIntrinsic(nested(11))).toMatchObject({
      message: 'Intrinsic functions can be nested up to 10 levels',
      offset: 130,
    });
  });
});

test('paths in a call are found with their places', () => {
  const compiled = compileIntrinsic("States.Format('{}', States.MathAdd($x.y, $.b))");
  if (isSyntaxProblem(compiled)) throw new Error(compiled.message);
  expect(intrinsicPaths(compiled.call).map(({ path, offset }) => `${path.text}@${offset}`)).toEqual([
    '$x.y@35',
    '$.b@41',
  ]);
});

test('no text makes the compiler or a call throw', () => {
  const piece = fc.constantFrom(
    'States.',
    'Format',
    'Array',
    'MathAdd',
    'UUID',
    '(',
    ')',
    ',',
    "'",
    '\\',
    '{}',
    '$.list',
    '$$',
    '1',
    '-',
    '[',
    ']',
    ' ',
    'null',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join('')),
      ),
      (text) => {
        const compiled = compileIntrinsic(text);
        if (!isSyntaxProblem(compiled)) evaluated(text);
        else expect(compiled.offset).toBeLessThanOrEqual(text.length);
        let end = 0;
        for (const token of tokenizeIntrinsic(text)) {
          expect(text.slice(end, token.offset).trim()).toBe('');
          expect(text.startsWith(token.text, token.offset)).toBe(true);
          end = token.offset + token.text.length;
        }
        expect(text.slice(end).trim()).toBe('');
      },
    ),
    { numRuns: 2_000 },
  );
});

function evaluated(call: string): Json | ExpressionFailure {
  const compiled = compileIntrinsic(call);
  if (isSyntaxProblem(compiled)) throw new Error(`${compiled.message} at ${compiled.offset}`);
  return compiled.evaluate(scopeOf({ input: INPUT, variables: { var: 'v' }, contextObject: { State: { Name: 'S' } } }));
}
