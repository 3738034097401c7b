import { describe, expect, test } from 'vitest';
import { backtrackingExponent, compileBoundedRegex } from '../../runtime/src/expressions/boundedRegex.ts';

describe('how matching time can grow with the text', () => {
  const rows: [source: string, exponent: number][] = [
    ['abc', 1],
    ['a*', 2],
    ['^[a-z]+@[a-z]+$', 3],
    ['a{2,3}b?c', 3],
    ['\\d+\\.\\d+', 3],
    ['[+*?]', 1],
    ['\\+\\*', 1],
    ['(?:ab)c', 1],
    ['(?<year>\\d{4})', 2],
    ['(a+)+', Number.POSITIVE_INFINITY],
    ['(a|b)*', Number.POSITIVE_INFINITY],
    ['((a)b?)*', Number.POSITIVE_INFINITY],
    ['(a)\\1', Number.POSITIVE_INFINITY],
  ];
  test.each(rows)('%s', (source, exponent) => {
    expect(backtrackingExponent(source)).toBe(exponent);
  });
});

test('harmless and suspicious patterns answer the same', () => {
  for (const source of ['^a+b$', '^(a|c)+b$']) {
    const regex = compileBoundedRegex(source, '');
    if (typeof regex === 'string') throw new Error(regex);
    expect([regex.test('aaab'), regex.test('aaa')]).toEqual([true, false]);
  }
});

test('what is no regular expression is told', () => {
  expect(compileBoundedRegex('(', '')).toBe('/(/ is not a regular expression that can be used here');
});
