import { describe, expect, test } from 'vitest';
import type { Json } from '../../runtime/src/asl/json.ts';
import { ExpressionFailure } from '../../runtime/src/expressions/failure.ts';
import { compileJsonataTemplate } from '../../runtime/src/expressions/jsonataTemplate.ts';
import { deepFreeze, scopeOf } from './scope.ts';

const INPUT = deepFreeze({ name: 'Ida', list: [1, 2], keep: { deep: [true] } } satisfies Json);
const SCOPE = scopeOf({ input: INPUT, states: { input: INPUT, result: 'done' }, variables: { n: 2 } });

describe('JSONata templates', () => {
  const rows: [template: Json, value: Json][] = [
    ['{% $states.input.name %}', 'Ida'],
    ['text', 'text'],
    [' {% $n %}', ' {% $n %}'],
    ['$states.input', '$states.input'],
    [7, 7],
    [
      { 'a.$': '$.x', '{% $n %}': '{% $n %}' },
      { 'a.$': '$.x', '{% $n %}': 2 },
    ],
    [
      ['{% $n %}', 'x', ['{% $states.result %}']],
      [2, 'x', ['done']],
    ],
    [{ a: { b: [{ c: '{% $map([1], function($i) { $i + 1 }) %}' }] } }, { a: { b: [{ c: 2 }] } }],
    [JSON.parse('{"__proto__": "{% $n %}"}') as Json, JSON.parse('{"__proto__": 2}') as Json],
  ];
  test.each(rows)('%j', async (template, value) => {
    const outcome = await compileJsonataTemplate(deepFreeze(template), 'Output').evaluate(SCOPE);
    expect(JSON.stringify(outcome)).toBe(JSON.stringify(value));
  });

  test('answer at once when every expression does', () => {
    const template = compileJsonataTemplate({ a: '{% $n + 1 %}', b: ['{% $sum($states.input.list) %}'] }, 'Output');
    expect(template.evaluate(SCOPE)).toEqual({ a: 3, b: [3] });
    expect(template.constant).toBe(false);
  });

  test('share what is not dynamic with the definition, and values with the input', () => {
    const definition = deepFreeze({
      fixed: { a: [1] },
      list: '{% $states.input.list %}',
      both: [{ x: 1 }, '{% $n %}'],
    });
    const value = compileJsonataTemplate(definition, 'Output').evaluate(SCOPE) as Record<string, Json>;
    expect(value.fixed).toBe(definition.fixed);
    expect(value.list).toBe(INPUT.list);
    expect((value.both as Json[])[0]).toBe(definition.both[0]);
    const constant = compileJsonataTemplate(definition.fixed, 'Output');
    expect(constant.evaluate(SCOPE)).toBe(definition.fixed);
    expect(constant.constant).toBe(true);
  });

  const failures: [template: Json, location: string][] = [
    ['{% $no %}', 'Output'],
    [{ a: { b: [[1, '{% $no %}']] } }, 'Output/a/b[0][1]'],
    [['{% $n %}', { v: '{% $no %}' }], 'Output[1]/v'],
    [{ slow: '{% $map([1], $no) %}', fast: '{% $no %}' }, 'Output/slow'],
    [{ fast: '{% $no %}', slow: '{% $map([1], $no) %}' }, 'Output/fast'],
    [{ broken: '{% 1 + %}' }, 'Output/broken'],
  ];
  test.each(failures)('%j fails at %s', async (template, location) => {
    const failure = await compileJsonataTemplate(template, 'Output').evaluate(SCOPE);
    expect(failure).toBeInstanceOf(ExpressionFailure);
    expect(failure).toMatchObject({ error: 'States.QueryEvaluationError', location });
  });
});
