import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDocument } from '../../server/src/service/formatting.ts';
import { applyEdits, sample } from '../support/languageService.ts';

const OPTIONS = { tabSize: 2, insertSpaces: true };

function format(text: string, syntax: 'json' | 'yaml', range?: { start: number; end: number }): string {
  const { document } = sample(text, syntax);
  return applyEdits(document, formatDocument(document, OPTIONS, range));
}

describe('JSON', () => {
  test('is indented, comments stay', () => {
    expect(format('{"A":1, // one\n"B":{ "C" : [1,2] }}', 'json')).toBe(
      '{\n  "A": 1, // one\n  "B": {\n    "C": [\n      1,\n      2\n    ]\n  }\n}',
    );
  });

  test('a substitution outside a string stays in one piece', () => {
    expect(format('{"Seconds":${S},"A":1}', 'json')).toBe('{\n  "Seconds": ${S},\n  "A": 1\n}');
  });

  test('a range leaves the other lines alone', () => {
    const text = '{\n  "A":   1,\n  "B":   2\n}';
    expect(format(text, 'json', { start: text.indexOf('"B"'), end: text.indexOf('2') + 1 })).toBe(
      '{\n  "A":   1,\n  "B": 2\n}',
    );
  });

  test('line ends are kept', () => {
    expect(format('{"A":1,\r\n"B":2}', 'json')).toBe('{\r\n  "A": 1,\r\n  "B": 2\r\n}');
  });

  test('broken text loses nothing but blanks', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('{', '}', '"', ':', ',', '[', 'a', ' ', '\n', '/', '*', '$'),
          maxLength: 40,
        }),
        (text) => {
          expect(format(text, 'json').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        },
      ),
    );
  });
});

describe('YAML', () => {
  test('is indented, comments, quotes and blocks stay', () => {
    const text =
      "StartAt:   A # first\nStates:\n    A:\n        Type: Pass\n        Comment: 'it''s'\n        # why\n        Output: |\n            {% 1\n             + 2 %}\n        End: true\n";
    expect(format(text, 'yaml')).toBe(
      "StartAt: A # first\nStates:\n  A:\n    Type: Pass\n    Comment: 'it''s'\n    # why\n    Output: |\n      {% 1\n       + 2 %}\n    End: true\n",
    );
  });

  test('long lines are not folded', () => {
    const text = `A: ${'word '.repeat(60)}end\n`;
    expect(format(text, 'yaml')).toBe(text);
  });

  test('with an error stays as it is', () => {
    const text = 'A:   "x\nB: 1\n';
    expect(format(text, 'yaml')).toBe(text);
  });
});
