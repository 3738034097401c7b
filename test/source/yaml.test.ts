import { describe, expect, test } from 'vitest';
import { parseDocument } from '../../runtime/src/source/document.ts';
import { drawRanges } from '../support/drawRanges.ts';

const yaml = (text: string) => parseDocument(text, { format: 'yaml' });

/** Draws where every unit of a string value in key `A` that matches is written. */
function written(text: string, part: string): string {
  const node = yaml(text).root!.get('A')!;
  const at = (node.value as string).indexOf(part);
  expect(at, `${JSON.stringify(node.value)} holds ${part}`).toBeGreaterThanOrEqual(0);
  const { start, end } = node.rangeOf(at, at + part.length);
  return text.slice(start, end);
}

describe('values of YAML', () => {
  test('Yes and No are texts, as in YAML 1.2', () => {
    expect(yaml('Yes: No\non: true\n').value).toEqual({ Yes: 'No', on: true });
  });

  test('aliases and merge keys are read; keys of the map itself win', () => {
    const text = 'base: &b { Type: Pass, Comment: c }\nA:\n  <<: *b\n  Comment: own\nB: *b\n';
    const { value, problems } = yaml(text);
    expect(problems).toEqual([]);
    expect(value).toMatchObject({ A: { Type: 'Pass', Comment: 'own' }, B: { Type: 'Pass', Comment: 'c' } });
  });

  test('short tags of CloudFormation become their long forms', () => {
    expect(yaml('a: !Sub "${X}"\nb: !GetAtt Fn.Arn\nc: !Ref R\nd: !Join ["", [x, !Ref Y]]\n').value).toEqual({
      a: { 'Fn::Sub': '${X}' },
      b: { 'Fn::GetAtt': ['Fn', 'Arn'] },
      c: { Ref: 'R' },
      d: { 'Fn::Join': ['', ['x', { Ref: 'Y' }]] },
    });
  });

  test('an unquoted placeholder has no known type', () => {
    expect(yaml('Seconds: ${S}\n').root?.get('Seconds')).toMatchObject({ substitution: true, value: '${S}' });
  });

  test('nested aliases do not explode', () => {
    const levels = Array.from({ length: 30 }, (_, i) => `l${i + 1}: &l${i + 1} [*l${i}, *l${i}, *l${i}, *l${i}]`);
    const { problems } = yaml(`l0: &l0 [x]\n${levels.join('\n')}\n`);
    expect(problems.map(({ code }) => code)).toContain('too-large');
  });
});

describe('problems in YAML', () => {
  test.each([
    ['a repeated key', 'A: 1\nA: 2\n', 'A: 2\n^ duplicate-key'],
    ['an unknown alias', 'A: *x\n', 'A: *x\n   ^^ unknown-alias'],
    ['an alias inside its anchor', 'A: &x [*x]\n', 'A: &x [*x]\n       ^^ unknown-alias'],
    ['an open quote', 'A: "x\n', '\n| syntax'],
    ['a key that is no text', '? [a]\n: 1\n', '? [a]\n  ^^^ invalid-key'],
  ])('%s', (_name, text, expected) => {
    const ranges = yaml(text).problems.map(({ start, end, code }) => ({ start, end, label: code }));
    expect(drawRanges(text, ranges)).toBe(expected);
  });

  test.each(['['.repeat(10_000), '{a: '.repeat(5_000), `${'- '.repeat(5_000)}x`])(
    'deep nesting is a problem: %#',
    (text) => {
      expect(yaml(text).problems.map(({ code }) => code)).toContain('too-deep');
    },
  );

  test('brackets over lines may be indented less than the block around them, as in other parsers', () => {
    const text = 'A:\n    B: {\n  "x": [ # one ]\n1, "}"],\n"$two": 2\n}\nC: $three\n';
    const { root, value, problems, comments } = yaml(text);
    expect(problems).toEqual([]);
    expect(value).toEqual({ A: { B: { x: [1, '}'], $two: 2 } }, C: '$three' });
    const key = root!.get('A')!.get('B')!.property('$two')!.keyNode;
    expect(text.slice(key.start, key.end)).toBe('"$two"');
    expect(comments.map(({ start, end }) => text.slice(start, end))).toEqual(['# one ]']);
    expect(root!.get('C')!.start).toBe(text.indexOf('$three'));
  });

  test('an empty document is a problem', () => {
    expect(yaml('# only a comment\n')).toMatchObject({
      problems: [{ code: 'empty-document' }],
      comments: [{ start: 0, end: 16 }],
    });
  });
});

describe('places of string values in YAML', () => {
  test.each([
    ['plain', 'A: one $two three\n', '$two', '$two'],
    ['plain over lines', 'A: one\n  $two three\n', '$two', '$two'],
    ['single-quoted', "A: 'it''s $two'\n", '$two', '$two'],
    ['double-quoted', 'A: "a\\tb \\u0041 $two"\n', '$two', '$two'],
    ['double-quoted over lines', 'A: "a\n   b\n\n   $two"\n', '$two', '$two'],
    ['literal block', 'A: |\n  {% a\n    $two %}\nB: 1\n', '$two', '$two'],
    ['literal block with kept indentation', 'A: |2\n    x\n   $two\n', '$two', '$two'],
    ['literal block in CRLF', 'A: |\r\n  a\r\n  $two\r\n', '$two', '$two'],
    ['folded block', 'A: >-\n  {% a\n  $two\n\n  b %}\n', '$two', '$two'],
    ['folded block behind an empty line', 'A: >-\n  a\n\n  $two\n', '$two', '$two'],
    ['an alias is written at the alias', 'x: &x $two\nA: *x\n', '$two', '*x'],
    ['inside a short tag', 'A: one\nB: !Sub "$two"\n', 'one', 'one'],
  ])('%s', (_name, text, part, expected) => {
    expect(written(text, part)).toBe(expected);
  });
});

test('many brackets that nobody closes do not make reading hang', () => {
  expect(yaml('- [a\n'.repeat(20_000)).problems).not.toEqual([]);
});

test('no node ends behind the text', () => {
  const text = 'A: >\r\n{-\n      folded\n 😀]|   ue\n';
  expect(yaml(text).root!.end).toBeLessThanOrEqual(text.length);
});
