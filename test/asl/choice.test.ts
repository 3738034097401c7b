import { describe, expect, test } from 'vitest';
import {
  CHOICE_OPERATORS,
  choiceOperator,
  compare,
  operandType,
  parseTimestamp,
} from '../../runtime/src/asl/choice.ts';

describe('choice operators', () => {
  test('there are 39', () => {
    expect(Object.keys(CHOICE_OPERATORS)).toHaveLength(39);
  });

  test.each([
    ['StringEquals', 'string'],
    ['NumericLessThanPath', 'string'],
    ['NumericLessThan', 'number'],
    ['BooleanEquals', 'boolean'],
    ['IsPresent', 'boolean'],
    ['TimestampGreaterThan', 'string'],
  ])('%s takes a %s', (name, type) => {
    expect(operandType(choiceOperator(name)!)).toBe(type);
  });

  test('other members of a rule are none', () => {
    expect(['Variable', 'Next', 'And', 'toString'].map(choiceOperator)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('strings compare by code unit', () => {
    expect(compare('A', 'LessThan', 'AB')).toBe(true);
    expect(compare('Z', 'GreaterThan', 'a')).toBe(false);
    expect(compare(0, 'GreaterThanEquals', 0)).toBe(true);
  });
});

describe('parseTimestamp', () => {
  test.each([
    ['2016-03-14T01:59:00Z', '2016-03-14T01:59:00.000Z'],
    ['2016-03-14T01:59:00.123456+02:00', '2016-03-13T23:59:00.123Z'],
    ['2024-02-29T00:00:00-18:00', '2024-02-29T18:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ])('%s is an instant', (text, expected) => {
    expect(new Date(Math.floor(parseTimestamp(text)!)).toISOString()).toBe(expected);
  });

  test.each([
    '2016-03-14 01:59:00Z',
    '2016-03-14T01:59:00',
    '2016-13-14T01:59:00Z',
    '2016-03-14T25:59:00Z',
    '14-03-2016T01:59:00Z',
    '2023-02-29T00:00:00Z',
    '2016-04-31T00:00:00Z',
    '2016-03-14T01:59:00z',
    '',
  ])('%j is none', (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });
});
