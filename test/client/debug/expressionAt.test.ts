import { describe, expect, test } from 'vitest';
import { expressionAt, expressionsOf } from '../../../client/src/debug/expressionAt.ts';

const texts = (line: string) => expressionsOf(line).map((range) => range.expression);

/** The hover at `<|>`. */
function hover(marked: string): string | undefined {
  const column = marked.indexOf('<|>');
  return expressionAt(marked.replace('<|>', ''), column)?.expression;
}

describe('expressions of a line', () => {
  test.each<[string, string[]]>([
    ['"total": "{% $sum($states.input.items.price) %}",', ['$sum($states.input.items.price)']],
    ['"a": "{%$a%}", "b": "{% $b %}"', ['$a', '$b']],
    ['"InputPath": "$.order.items[0]",', ['$.order.items[0]']],
    ['"id.$": "$$.Execution.Id"', ['$$.Execution.Id']],
    ['"x.$": "$order.id"', ['$order.id']],
    ['"Whole": "$"', ['$']],
    ['InputPath: $.order', ['$.order']],
    ["Output: '{% $x %}'", ['$x']],
    ['"text": "costs $5"', []],
    ['"Type": "Task"', []],
    ['"{% %}"', []],
    ['"a": "{% $x = \\"y\\" %}"', ['$x = "y"']],
  ])('%s', (line, expected) => expect(texts(line)).toEqual(expected));

  test('a range covers exactly its text', () => {
    const line = '  "a": "{%  $x.y  %}"';
    const [range] = expressionsOf(line);
    expect(line.slice(range!.start, range!.end)).toBe('$x.y');
  });
});

describe('a hover', () => {
  test.each<[string, string | undefined]>([
    ['"{% $states.in<|>put.order %}"', '$states.input'],
    ['"{% $states.input.or<|>der %}"', '$states.input.order'],
    ['"{% $st<|>ates.input.order %}"', '$states'],
    ['"{% $sum($a.b<|>) %}"', '$sum($a.b)'],
    ['"{% $sum($a<|>.b) %}"', '$a.b'],
    ['"{% 1 <|>+ 2 %}"', '1 + 2'],
    ['"InputPath": "$.a.b<|>"', undefined],
    ['"InputPath": "$.a.<|>b"', '$.a.b'],
    ['"Ty<|>pe": "Task"', undefined],
  ])('%s', (marked, expected) => expect(hover(marked)).toBe(expected));
});
