import { describe, expect, test } from 'vitest';
import type { Json } from '../../runtime/src/asl/json.ts';
import { compileStringExpression, compileTemplate } from '../../runtime/src/expressions/payloadTemplate.ts';
import { isSyntaxProblem } from '../../runtime/src/expressions/problem.ts';
import { deepFreeze, scopeOf } from './scope.ts';

const INPUT = deepFreeze({
  a: 1,
  list: [{ v: 1 }, { v: 2 }],
  name: 'Ida',
  nul: null,
  deep: { x: { y: true } },
} satisfies Json);
const SCOPE = scopeOf({ input: INPUT, variables: { n: 2 }, contextObject: { State: { Name: 'S' } } });

describe('payload templates', () => {
  const rows: [template: Json, value: Json][] = [
    [{ 'x.$': '$.a' }, { x: 1 }],
    [{ x: '$.a' }, { x: '$.a' }],
    [{ 'x.$': '$.nul' }, { x: null }],
    [
      { 'x.$': '$$.State.Name', 'y.$': '$n' },
      { x: 'S', y: 2 },
    ],
    [
      { 'x.$': '$.list[*].v', 'y.$': '$.list[?(@.v > 9)]' },
      { x: [1, 2], y: [] },
    ],
    [{ 'x.$': "States.Format('Hi {}', $.name)" }, { x: 'Hi Ida' }],
    [{ list: [{ 'x.$': '$.a' }, '$.a', ['$.a']] }, { list: [{ x: 1 }, '$.a', ['$.a']] }],
    [{ deep: { er: { 'x.$': '$' } } }, { deep: { er: { x: INPUT } } }],
    [{ '.$': '$.a' }, { '': 1 }],
    [{}, {}],
  ];
  test.each(rows)('%j', (template, value) => {
    expect(compileTemplate(deepFreeze(template)).evaluate(SCOPE)).toEqual(value);
  });

  test('share with the definition and the input', () => {
    const definition = deepFreeze({ fixed: { a: [1] }, 'x.$': '$.deep', list: [{ 'y.$': '$.a' }, { z: 1 }] as Json[] });
    const value = compileTemplate(definition).evaluate(SCOPE) as Record<string, Json>;
    expect(value.fixed).toBe(definition.fixed);
    expect(value.x).toBe(INPUT.deep);
    expect((value.list as Json[])[1]).toBe(definition.list[1]);
    expect(compileTemplate(definition.fixed).evaluate(SCOPE)).toBe(definition.fixed);
    expect(compileTemplate(definition.fixed).constant).toBe(true);
    expect(compileTemplate(definition).constant).toBe(false);
  });

  const input = JSON.stringify(INPUT);
  const failures: [template: Json, error: string, cause: string][] = [
    [
      { deep: [{ 'value.$': '$.no' }] },
      'States.Runtime',
      `The JSONPath '$.no' specified for the field 'value.$' could not be found in the input '${input}'`,
    ],
    [
      { 'value.$': '$$.Execution.Input.no' },
      'States.Runtime',
      `The JSONPath '$$.Execution.Input.no' specified for the field 'value.$' could not be found in the input '${input}'`,
    ],
    [
      { 'value.$': 'States.ArrayGetItem($.list, 7)' },
      'States.IntrinsicFailure',
      "The function 'States.ArrayGetItem($.list, 7)' had the following error: The index 7 is outside the array, which has 2 items",
    ],
    [
      { 'value.$': 'States.Format($.no)' },
      'States.Runtime',
      `The function 'States.Format($.no)' had the following error: The JsonPath argument for the field '$.no' could not be found in the input '${input}'`,
    ],
    [
      { 'value.$': 'hello' },
      'States.Runtime',
      "The value for the field 'value.$' must be a valid JSONPath or a valid intrinsic function call: There is no intrinsic function 'hello'",
    ],
    [
      { 'value.$': 1 },
      'States.Runtime',
      "The value for the field 'value.$' must be a valid JSONPath or a valid intrinsic function call: it is not a string",
    ],
  ];
  test.each(failures)('%j', (template, error, cause) => {
    expect(compileTemplate(template).evaluate(SCOPE)).toMatchObject({ error, cause });
  });

  test('a field that takes a path or a call', () => {
    const call = compileStringExpression("States.Format('{}!', $.name)", 'CausePath');
    expect(isSyntaxProblem(call) || call.evaluate(SCOPE)).toBe('Ida!');
    const path = compileStringExpression('$.no', 'ErrorPath');
    expect(isSyntaxProblem(path) || path.evaluate(SCOPE)).toMatchObject({
      cause: `The JSONPath '$.no' specified for the field 'ErrorPath' could not be found in the input '${input}'`,
    });
    expect(isSyntaxProblem(compileStringExpression('text', 'CausePath'))).toBe(true);
  });
});
