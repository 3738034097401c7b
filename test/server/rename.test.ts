import { describe, expect, test } from 'vitest';
import { renameAt, renameRangeAt } from '../../server/src/service/rename.ts';
import { applyEdits, inBothFormats, sample } from '../support/languageService.ts';

function rename(marked: string, newName: string, format?: 'json' | 'yaml'): string {
  const { analysis, document, offset } = sample(marked, format);
  const outcome = renameAt(analysis, offset, newName);
  return 'refusal' in outcome ? outcome.refusal : applyEdits(document, outcome.edits);
}

const MACHINE = {
  QueryLanguage: 'JSONata',
  StartAt: 'First',
  States: {
    First: { Type: 'Pass', Assign: { total: 1 }, Next: 'Second' },
    Second: { Type: 'Pass', Output: "{% $total & 'total' & $sum([$total]) %}", Next: 'Third' },
    Third: { Type: 'Choice', Choices: [{ Condition: '{% $total > 1 %}', Next: 'First' }], Default: 'Second' },
  },
};

describe('states', () => {
  test.each(inBothFormats(MACHINE, 'Fir'))('are renamed where they are named (%s)', (format, marked) => {
    const renamed = rename(marked, 'Entry "1"', format);
    const original = sample(marked, format).document.value as typeof MACHINE;
    const { First, ...others } = original.States;
    expect(sample(renamed, format).document.value).toEqual({
      ...original,
      StartAt: 'Entry "1"',
      States: {
        ...others,
        'Entry "1"': First,
        Third: { ...others.Third, Choices: [{ ...others.Third.Choices[0], Next: 'Entry "1"' }] },
      },
    });
  });

  test('keep their quotes in YAML and get some when they need them', () => {
    const text =
      "StartAt: A<|>\nStates:\n  A: { Type: Pass, Next: 'B' }\n  'B': { Type: Choice, Choices: [], Default: \"A\" }\n";
    expect(rename(text, "it's: no", 'yaml')).toBe(
      "StartAt: \"it's: no\"\nStates:\n  \"it's: no\": { Type: Pass, Next: 'B' }\n  'B': { Type: Choice, Choices: [], Default: \"it's: no\" }\n",
    );
  });

  test('inside a string of a template are written as the string wants it', () => {
    const inner = '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}';
    const template = JSON.stringify({
      Resources: { M: { Type: 'AWS::StepFunctions::StateMachine', Properties: { DefinitionString: inner } } },
    });
    const at = template.indexOf('A\\"');
    const renamed = rename(`${template.slice(0, at)}<|>${template.slice(at)}`, 'B"', 'json');
    const value = JSON.parse(renamed).Resources.M.Properties.DefinitionString;
    expect(JSON.parse(value)).toEqual({ StartAt: 'B"', States: { 'B"': { Type: 'Succeed' } } });
  });

  test.each([
    ['a name that exists', 'Second', 'The definition already has a state "Second".'],
    ['an empty name', ' ', 'A state needs a name.'],
    ['a long name', 'x'.repeat(81), 'A state name has at most 80 characters.'],
  ])('cannot have %s', (_name, newName, refusal) => {
    expect(rename(inBothFormats(MACHINE, 'Fir')[0]![1], newName)).toBe(refusal);
  });

  test('that do not exist cannot be renamed', () => {
    const { analysis, offset } = sample('{"StartAt":"Gho<|>st","States":{"A":{"Type":"Succeed"}}}');
    expect(renameRangeAt(analysis, offset)).toBeUndefined();
  });
});

describe('variables', () => {
  test.each(inBothFormats(MACHINE, '$tot'))(
    'are renamed in Assign and in expressions, not in texts (%s)',
    (format, marked) => {
      const renamed = sample(rename(marked, 'sum_1', format), format).document.value as typeof MACHINE;
      expect(renamed.States.First.Assign).toEqual({ sum_1: 1 });
      expect(renamed.States.Second.Output).toBe("{% $sum_1 & 'total' & $sum([$sum_1]) %}");
      expect(renamed.States.Third.Choices[0]?.Condition).toBe('{% $sum_1 > 1 %}');
    },
  );

  test('in JSONPath keep the suffix of their key', () => {
    const text =
      '{"StartAt":"A","States":{"A":{"Type":"Pass","Assign":{"v.$":"$.x"},"Next":"B"},"B":{"Type":"Pass","InputPath":"$v<|>.a","End":true}}}';
    expect(rename(text, 'w')).toBe(text.replace('<|>', '').replace('"v.$"', '"w.$"').replace('$v.a', '$w.a'));
  });

  test.each([
    ['what is no name', 'a-b', '"a-b" is not a variable name: a letter or _, then letters, digits and _.'],
    ['a reserved name', 'states', '"states" is reserved for $states.'],
    ['the name of a function', 'count', '$count is a JSONata function.'],
  ])('cannot have %s', (_name, newName, refusal) => {
    expect(rename(inBothFormats(MACHINE, '$tot')[0]![1], newName)).toBe(refusal);
  });

  test('cannot take the name of another one, or of a local one where they are used', () => {
    const text = (output: string) =>
      `{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass","Assign":{"v<|>":1,"w":2},"Next":"B"},"B":{"Type":"Pass","Output":"${output}","End":true}}}`;
    expect(rename(text('{% $v + $w %}'), 'w')).toContain('already a variable "w"');
    expect(rename(text('{% ($x := 1; $x + $v) %}'), 'x')).toContain('a local variable $x');
  });
});
