import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDocument } from '../../runtime/src/source/document.ts';
import { LineStarts } from '../../runtime/src/source/lines.ts';
import { TextUnits } from '../../runtime/src/source/units.ts';
import { endOfWellFormedObject } from '../../runtime/src/source/wellFormed.ts';

function endOf(text: string): number {
  return endOfWellFormedObject(new TextUnits(text).get(), 0, new LineStarts(text));
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

describe('a well-formed object', () => {
  test('ends where its bracket closes, whatever follows', () => {
    const text = '{\r\n  "a\\u0041\\"": [1, -2.5e3, true, null, {}, [], ""],\n\t"b" : {"c": 0}\n} , "d": {';
    expect(text.slice(0, endOf(text))).toBe(text.slice(0, text.lastIndexOf('}') + 1));
  });

  test('is what JSON.parse takes, after any edit', () => {
    const pieces = [
      '"',
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '\\',
      '\\u00',
      '0',
      '1',
      '-',
      '.',
      'e',
      'true',
      ' ',
      '\n',
      '\t',
      'é',
    ];
    const edits = fc.array(
      fc.record({ at: fc.nat(), remove: fc.nat({ max: 2 }), insert: fc.constantFrom('', ...pieces) }),
      {
        maxLength: 3,
      },
    );
    const value = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }));
    fc.assert(
      fc.property(value, fc.constantFrom(0, 1), edits, (object, indent, changes) => {
        let text = JSON.stringify(object, null, indent);
        for (const { at, remove, insert } of changes) {
          const start = 1 + (at % text.length);
          text = text.slice(0, start) + insert + text.slice(start + remove);
        }
        const end = endOf(text);
        expect(end === -1 || isObject(text.slice(0, end))).toBe(true);
        // What is unusual may be left to others, but not what everybody writes.
        if (changes.length === 0) expect(end).toBe(text.length);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('reading on demand', () => {
  const text = '{"States": {"A": {"x": 1, "x": 2}, "B": {"y": [{"z": "é"}]}, "C": {"w": }}, "Comment": "c"}';

  test('gives members when they are asked for, in any order', () => {
    const { root } = parseDocument(text, { reading: 'onDemand' });
    const states = root!.get('States')!;
    expect(states.get('B')!.value).toEqual({ y: [{ z: 'é' }] });
    expect(states.get('A')!.get('x')!.value).toBe(2);
    expect(states.get('B')!.get('y')!.items![0]!.get('z')!.pointer).toBe('/States/B/y/0/z');
    expect(root!.value).toEqual(parseDocument(text).value);
  });

  test('finds the problems of what nobody looked at, and each once', () => {
    const document = parseDocument(text, { reading: 'onDemand' });
    document.root!.get('States')!.get('A')!.get('x');
    expect(document.problems.map(({ code }) => code)).toEqual(['duplicate-key', 'missing-value']);
    expect(document.problems).toEqual(document.problems);
  });

  test('goes on after another text was read', () => {
    const { root } = parseDocument(text, { reading: 'onDemand' });
    parseDocument(`[${'"something else",'.repeat(20)} 1]`);
    expect(root!.get('States')!.get('A')!.value).toEqual({ x: 2 });
  });
});
