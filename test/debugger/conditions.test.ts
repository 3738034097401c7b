import { describe, expect, test } from 'vitest';
import type { Json } from '../../runtime/src/asl/json.ts';
import { compileComparison } from '../../runtime/src/debugger/comparison.ts';
import { parseHitCondition } from '../../runtime/src/debugger/hitCondition.ts';
import { compileLogMessage } from '../../runtime/src/debugger/logMessage.ts';
import { ExpressionFailure } from '../../runtime/src/expressions/failure.ts';
import { isSyntaxProblem } from '../../runtime/src/expressions/problem.ts';
import type { EvaluationScope } from '../../runtime/src/expressions/scope.ts';

const input: Json = { n: 5, text: 'new', list: [1, 2], empty: [], nested: { a: null, 'odd name': 1 } };
const scope: EvaluationScope = {
  input,
  variables: { total: 7 },
  states: { input },
  context: () => ({ State: { Name: 'S' } }),
  random: () => 0.5,
  uuid: () => 'u',
  now: () => 0,
};

function evaluate(text: string): Json | string {
  const compiled = compileComparison(text);
  if (isSyntaxProblem(compiled)) return `problem at ${compiled.offset}: ${compiled.message}`;
  const value = compiled(scope);
  return value instanceof ExpressionFailure ? `failure: ${value.error}` : value;
}

describe('conditions in JSONPath', () => {
  test.each<[string, Json]>([
    ['$.n > 4', true],
    ['$.n>=5&&$.n<=5', true],
    ['$.n != 5', false],
    ["$.text == 'new'", true],
    ['$.text == "new"', true],
    ["$.text < 'old' && !($.n == 6)", true],
    ['$total == 7 || $.nothing > 1', true],
    ["$$.State.Name == 'S'", true],
    ['$.list == $.list[*]', true],
    ["$.nested['odd name'] == 1", true],
    ['$.nested.a == null', true],
    ['States.ArrayLength($.list) == 2', true],
    ["States.Format('{}>{}', $.n, 1) == '5>1'", true],
    ['$.text > 4', false],
    ['!$.empty', true],
    ['($.n == 1 || $.n == 5) && true', true],
    ['-1.5e1 < 0', true],
    ['$.list[?(@ > 1)] == $.list[1:]', true],
  ])('%s is %s', (text, expected) => expect(evaluate(text)).toEqual(expected));

  test.each([
    ['$.n >', 'problem at 5'],
    ['$.n > 4 )', 'problem at 8'],
    ['($.n', 'problem at 4'],
    ['', 'problem at 0'],
    ['n > 4', 'problem at 0'],
    [`${'('.repeat(500)}1${')'.repeat(500)}`, 'problem'],
  ])('%s is refused with its offset', (text, expected) => expect(evaluate(text)).toContain(expected));

  test('a path that finds nothing is a failure, not false', () => {
    expect(evaluate('$.nothing == 1')).toBe('failure: States.Runtime');
  });
});

describe('hit conditions', () => {
  test.each([
    ['5', [5]],
    ['=5', [5]],
    ['== 5', [5]],
    ['>=5', [5, 6, 7]],
    ['> 5', [6, 7]],
    ['<=2', [1, 2]],
    ['<2', [1]],
    ['%3', [3, 6]],
    ['2 / thread', [2]],
  ])('%s', (text, expected) => {
    const condition = parseHitCondition(text)!;
    expect([1, 2, 3, 4, 5, 6, 7].filter((count) => condition.isMet(count))).toEqual(expected);
  });

  test.each(['', 'often', '%0', '-1', '5 times', '1.5'])('%s is none', (text) => {
    expect(parseHitCondition(text)).toBeUndefined();
  });
});

describe('log messages', () => {
  test.each([
    ['n is {$.n}', 'n is 5'],
    ['{$.list} {$.text}', '[1,2] new'],
    ['{{$.n}} {$.n}}}', '{$.n} 5}'],
    ['open { brace', 'open { brace'],
    ["{States.Format('{}', $.n)}", '5'],
    ['{%$states.input.n + 1%}', '6'],
  ])('%s', async (text, expected) => {
    const message = compileLogMessage(text, 'JSONPath');
    expect(isSyntaxProblem(message) ? message : await message.render(scope)).toBe(expected);
  });
});
