import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DocumentOptions, parseDocument } from '../../runtime/src/source/document.ts';
import { nodeAtPointer } from '../../runtime/src/source/locate.ts';
import { drawRanges } from '../support/drawRanges.ts';

function problems(text: string, options: DocumentOptions = { format: 'json' }): string {
  const document = parseDocument(text, options);
  return drawRanges(
    text,
    document.problems.map(({ start, end, code }) => ({ start, end, label: code })),
  );
}

describe('problems in JSON', () => {
  test.each([
    ['a missing comma', '{\n  "A": 1\n  "B": 2\n}', '  "B": 2\n  ^^^ missing-comma'],
    [
      'a trailing comma',
      '{ "A": [1, 2,], }',
      '{ "A": [1, 2,], }\n            ^ trailing-comma\n              ^ trailing-comma',
    ],
    [
      'a comment',
      '{ // why\n  "A": /* x */ 1 }',
      '{ // why\n  ^^^^^^ comment\n  "A": /* x */ 1 }\n       ^^^^^^^ comment',
    ],
    ['a missing bracket', '{ "A": [1', '{ "A": [1\n         | unclosed'],
    ['a missing value', '{ "A": , "B": 1 }', '{ "A": , "B": 1 }\n     ^^ missing-value'],
    ['a missing colon', '{ "A" }', '{ "A" }\n     ^ missing-colon'],
    ['an unquoted key', '{ Next: "B" }', '{ Next: "B" }\n  ^^^^ unquoted-key'],
    ['an open string', '{ "A": "text\n}', '{ "A": "text\n       ^^^^^ unterminated-string'],
    ['a bad escape', '{ "A": "\\q" }', '{ "A": "\\q" }\n        ^^ invalid-escape'],
    ['a bare word', '{ "A": yes }', '{ "A": yes }\n       ^^^ unexpected-text'],
    ['a bad number', '{ "A": 01 }', '{ "A": 01 }\n       ^^ invalid-number'],
    ['single quotes', "{ 'A': 1 }", "{ 'A': 1 }\n  ^^^ syntax"],
    ['a value without its colon', '{ "A" "B" }', '{ "A" "B" }\n     ^ missing-colon'],
    ['another sign for the colon', '{ "A" = "B" }', '{ "A" = "B" }\n     ^ missing-colon'],
    ['a comment of YAML', '{ # why\n  "A": 1 }', '{ # why\n  ^ unexpected-text'],
    ['a line end in a text', '{ "A": "x\n", "B": 1 }', '{ "A": "x\n       ^^ unterminated-string'],
    ['placeholders without quotes', '{ "A": {{x}} }', '{ "A": {{x}} }\n        ^ unexpected-text'],
    [
      'two mistakes with something whole between them',
      '{ # 1\n  "A": 1, # 2\n  "B": 2 }',
      '{ # 1\n  ^ unexpected-text\n  "A": 1, # 2\n          ^ unexpected-text',
    ],
    ['text after the end', '{} x', '{} x\n   ^ unexpected-text'],
    ['a repeated key', '{ "A": 1, "A": 2 }', '{ "A": 1, "A": 2 }\n          ^^^ duplicate-key'],
    ['a tab inside a string', '{ "A": "a\tb" }', '{ "A": "a\tb" }\n         ^ invalid-character'],
  ])('%s', (_name, text, expected) => {
    expect(problems(text)).toBe(expected);
  });

  test('an empty text is a problem, not an exception', () => {
    expect(parseDocument(' \n').problems).toMatchObject([{ code: 'empty-document' }]);
  });

  test('the first use of a repeated key is told', () => {
    const [problem] = parseDocument('{ "A": 1, "A": 2 }').problems;
    expect(problem?.related).toEqual({ start: 2, end: 5 });
  });

  test('comments and trailing commas are no problems in JSONC, and comments are known', () => {
    const document = parseDocument('{ "A": [1,], /* c */ }', { format: 'json', dialect: 'jsonc' });
    expect(document.problems).toEqual([]);
    expect(document.comments).toEqual([{ start: 13, end: 20 }]);
  });
});

describe('values of JSON', () => {
  test('are those of JSON.parse', () => {
    const text = '{"s":"a\\u00e9\\n\\"\\ud83d\\ude00","n":-1.5e3,"t":true,"x":null,"a":[1,[2,{}]],"__proto__":{"p":1}}';
    expect(JSON.stringify(parseDocument(text).value)).toBe(JSON.stringify(JSON.parse(text)));
  });

  test('the last of repeated keys wins and both stay in the tree', () => {
    const { root, value } = parseDocument('{ "A": 1, "A": 2 }');
    expect(value).toEqual({ A: 2 });
    expect(root?.properties?.map(({ valueNode }) => valueNode?.value)).toEqual([1, 2]);
  });

  test('a substitution outside a string is legal', () => {
    const document = parseDocument('{ "TimeoutSeconds": ${Seconds}, "B": 1 }', { format: 'json' });
    expect(document.problems).toEqual([]);
    expect(document.root?.get('TimeoutSeconds')).toMatchObject({
      kind: 'string',
      substitution: true,
      value: '${Seconds}',
    });
  });

  test('a byte order mark is skipped', () => {
    expect(parseDocument('\uFEFF{"A":1}', { format: 'json' })).toMatchObject({ value: { A: 1 }, problems: [] });
  });
});

describe('texts that are written again and again', () => {
  test('mean the same wherever they stand, and others do not', () => {
    // Texts whose hashes are equal, and one that is written with an escape the second time.
    const text = '{"Aa":{"BB":"Aa","Aa":"BB"},"BB":{"\\u0042B":"x","Aa":"BB"},"C#":["Aa","BB","C#","Aa","Aa"]}';
    expect(parseDocument(text).value).toEqual(JSON.parse(text));
  });

  test('may be many', () => {
    const long = (i: number) => 'long '.repeat(i % 40) + i;
    const value = Object.fromEntries(
      Array.from({ length: 9_000 }, (_, i) => [`name ${i}`, { [`field${i % 7}`]: long(i), again: long(i % 50) }]),
    );
    expect(parseDocument(JSON.stringify(value)).value).toEqual(value);
  });

  test('any JSON means what JSON.parse says', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'grapheme' }), fc.nat(4), (compact, indent) => {
        const text = JSON.stringify(JSON.parse(compact), undefined, indent);
        const { value, problems } = parseDocument(text, { format: 'json' });
        expect(problems).toEqual([]);
        expect(JSON.stringify(value)).toBe(JSON.stringify(JSON.parse(text)));
      }),
      { numRuns: 300 },
    );
  });
});

describe('the lines of a JSON text', () => {
  test('are those of any text, also where it is broken', () => {
    const pieces = [
      '"',
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '\n',
      '\r',
      '\r\n',
      '${X',
      '\\',
      '/*',
      '*/',
      '//',
      "'",
      'x',
      ' ',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom('{"a": [1,\n2],\n "b": "c"}\n', ...pieces), { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        const { lines } = parseDocument(text, { format: 'json' });
        const starts = Array.from({ length: lines.lineCount }, (_, line) => lines.lineStart(line));
        expect(starts).toEqual([0, ...[...text.matchAll(/\r\n|\r|\n/g)].map((end) => end.index + end[0].length)]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('unfinished JSON', () => {
  test('gives the tree of what is there: the key of the next line is not the value', () => {
    const { root } = parseDocument('{ "States": { "A": { "Next":\n  "End": true } } ', { format: 'json' });
    const state = root?.get('States')?.get('A');
    expect(state?.properties?.map(({ key, valueNode }) => [key, valueNode?.value])).toEqual([
      ['Next', undefined],
      ['End', true],
    ]);
  });

  test('closes what the enclosing value closes', () => {
    const { value } = parseDocument('{ "A": { "B": [1, 2 }, "C": 3 }', { format: 'json' });
    expect(value).toEqual({ A: { B: [1, 2] }, C: 3 });
  });

  test.each(['"Pa', '"Pa\\'])('an open string ends with its line: %s', (open) => {
    const { value } = parseDocument(`{ "Next": ${open}\n, "End": true }`, { format: 'json' });
    expect(value).toEqual({ Next: 'Pa', End: true });
  });
});

describe('limits', () => {
  test.each(['[', '{"a":'])('%s nested 10,000 times is a problem and no stack overflow', (open) => {
    const close = open === '[' ? ']' : '}';
    const { problems: found } = parseDocument(open.repeat(10_000) + (open === '[' ? '' : '1') + close.repeat(10_000), {
      format: 'json',
    });
    expect(found.map(({ code }) => code)).toContain('too-deep');
  });

  test('problems are counted to a hundred', () => {
    expect(parseDocument(`[${'x '.repeat(1_000)}]`).problems.length).toBeLessThanOrEqual(100);
  });
});

describe('places of string values', () => {
  test('an escape is wider in the text than in the value', () => {
    const text = '{"A":"x\\n\\u0041$v"}';
    const node = parseDocument(text).root!.get('A')!;
    const at = (node.value as string).indexOf('$v');
    const { start, end } = node.rangeOf(at, at + 2);
    expect(text.slice(start, end)).toBe('$v');
    expect(node.valueOffsetAt(start)).toBe(at);
  });

  test('pointers are escaped as RFC 6901 says and lead back', () => {
    const document = parseDocument('{"a/b":{"m~n":[10,20]}}');
    const node = document.root!.get('a/b')!.get('m~n')!.items![1]!;
    expect(node.pointer).toBe('/a~1b/m~0n/1');
    expect(nodeAtPointer(document, node.pointer)).toBe(node);
  });
});
