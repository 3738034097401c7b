import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDocument } from '../../runtime/src/source/document.ts';
import { LineIndex, nodeAtOffset } from '../../runtime/src/source/locate.ts';

describe('lines', () => {
  test('end with \\n, \\r\\n or \\r', () => {
    const lines = new LineIndex('a\nbb\r\nc\rd');
    expect([0, 1, 2, 4, 6, 8].map((offset) => lines.positionAt(offset))).toEqual([
      { line: 0, character: 0 },
      { line: 0, character: 1 },
      { line: 1, character: 0 },
      { line: 1, character: 2 },
      { line: 2, character: 0 },
      { line: 3, character: 0 },
    ]);
  });

  test('positions beyond the text are clamped', () => {
    const lines = new LineIndex('ab\ncd');
    expect(lines.offsetAt({ line: 0, character: 99 })).toBe(2);
    expect(lines.offsetAt({ line: 9, character: 0 })).toBe(5);
    expect(lines.positionAt(99)).toEqual({ line: 1, character: 2 });
  });

  test('every offset comes back from its position', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\n', '\r\n', '\u{1F600}') });
    fc.assert(
      fc.property(text, fc.nat(), (sample, seed) => {
        const offset = sample.length === 0 ? 0 : seed % (sample.length + 1);
        // Between \r and \n there is no position.
        fc.pre(!(sample[offset - 1] === '\r' && sample[offset] === '\n'));
        const lines = new LineIndex(sample);
        expect(lines.offsetAt(lines.positionAt(offset))).toBe(offset);
      }),
    );
  });
});

test('the deepest node around an offset is found, keys included', () => {
  const text = '{ "A": { "B": [1, "x"] } }';
  const document = parseDocument(text);
  const at = (part: string) => nodeAtOffset(document, text.indexOf(part) + 1);
  expect(at('"B"')).toMatchObject({ isKey: true, value: 'B' });
  expect(at('"x"')?.pointer).toBe('/A/B/1');
  expect(nodeAtOffset(document, 0)?.pointer).toBe('');
});
