import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AslDocument, parseDocument } from '../../runtime/src/source/document.ts';
import type { SourceNode } from '../../runtime/src/source/node.ts';
import { definitionsIn } from '../../runtime/src/source/template.ts';
import { functionsIn } from '../../runtime/src/source/templateFunctions.ts';

const EXAMPLES = 'examples';
const PIECES = [
  '"',
  '{',
  '}',
  '[',
  ']',
  ':',
  ',',
  '\n',
  '  ',
  '- ',
  '${X}',
  '\\',
  '/*',
  '*/',
  '//',
  '#',
  '|',
  '>',
  '&a',
  '*a',
  '<<: ',
  '!Sub ',
  "'",
  '\u{1F600}',
  '\r\n',
  '%}',
];

function samples(): { text: string; format: 'json' | 'yaml' }[] {
  const built = [
    {
      format: 'json' as const,
      text: '{\n  "StartAt": "A",\n  "States": { "A": { "Type": "Pass", "Result": [1, 2.5, null, true, "\\u0041"], "End": true } }\n}',
    },
    {
      format: 'yaml' as const,
      text: 'StartAt: A\nStates:\n  A: &a\n    Type: Pass # why\n    Comment: >-\n      folded\n      text\n    Next: "B"\n  B:\n    <<: *a\n    End: true\n',
    },
    {
      format: 'yaml' as const,
      text: 'Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: !Sub |\n        {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}\n',
    },
  ];
  if (!existsSync(EXAMPLES)) return built;
  const files = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(asl\.json|ya?ml)$/.test(name),
  );
  const read = files.slice(0, 6).map((name) => ({
    text: readFileSync(`${EXAMPLES}/${name}`, 'utf8'),
    format: name.endsWith('json') ? ('json' as const) : ('yaml' as const),
  }));
  return [...built, ...read];
}

/** Walks everything a reader may touch. */
function checkDocument(document: AslDocument): void {
  for (const { start, end } of [...document.problems, ...document.comments]) {
    expect(start).toBeGreaterThanOrEqual(0);
    expect(end).toBeGreaterThanOrEqual(start);
    expect(end).toBeLessThanOrEqual(document.text.length);
  }
  JSON.stringify(document.value);
  if (document.root) checkNode(document.root, document.text.length);
}

function checkNode(node: SourceNode, length: number): void {
  if (node.start < 0 || node.end < node.start || node.end > length)
    throw new Error(`bad range ${node.start}..${node.end} at ${node.pointer}`);
  if (node.kind === 'string') {
    const units = (node.value as string).length;
    for (const offset of [0, units >> 1, units]) {
      const at = node.offsetAt(offset);
      if (at < 0 || at > length) throw new Error(`bad offset ${at} of ${offset} at ${node.pointer}`);
      node.valueOffsetAt(at);
    }
  }
  for (const { keyNode, valueNode } of node.properties ?? []) {
    checkNode(keyNode, length);
    if (valueNode) checkNode(valueNode, length);
  }
  for (const item of node.items ?? []) checkNode(item, length);
}

/** Everything a document says, as plain values; problems in the order of the text. */
function told(document: AslDocument): unknown {
  const { root, comments, lines } = document;
  const tree = root && toldOf(root);
  const problems = [...document.problems].sort(
    (a, b) => a.start - b.start || a.end - b.end || (a.code < b.code ? -1 : 1),
  );
  return { tree, problems, comments, lineCount: lines.lineCount, end: lines.positionAt(document.text.length) };
}

function toldOf({ kind, start, end, properties, items, value, isMalformed }: SourceNode): unknown[] {
  const members = properties?.map(({ key, keyNode, valueNode }) => [
    key,
    toldOf(keyNode),
    valueNode && toldOf(valueNode),
  ]);
  return [kind, start, end, members ?? items?.map(toldOf) ?? value, isMalformed];
}

function checkText(text: string, format: 'json' | 'yaml'): void {
  const document = parseDocument(text, { format });
  checkDocument(document);
  expect(told(parseDocument(text, { format, reading: 'onDemand' }))).toEqual(told(document));
  functionsIn(document);
  for (const definition of definitionsIn(document)) if (definition.document) checkDocument(definition.document);
}

describe.each(samples())('sample %#', ({ text, format }) => {
  test('every beginning of the text is read', () => {
    const step = Math.max(1, Math.floor(text.length / 150));
    for (let end = 0; end <= text.length; end += step) checkText(text.slice(0, end), format);
  });

  test('random edits are read', () => {
    const edit = fc.record({
      at: fc.nat(),
      remove: fc.nat({ max: 12 }),
      insert: fc.array(fc.constantFrom(...PIECES), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 5 }), (edits) => {
        let edited = text;
        for (const { at, remove, insert } of edits) {
          const start = at % (edited.length + 1);
          edited = edited.slice(0, start) + insert.join('') + edited.slice(start + remove);
        }
        checkText(edited, format);
      }),
      { numRuns: 60 },
    );
  });
});
