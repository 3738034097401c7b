import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../runtime/src/asl/json.ts';
import { formatOfFileName, parseDocument } from '../../runtime/src/source/document.ts';
import { formatDocument } from '../../server/src/service/formatting.ts';
import { renameAt } from '../../server/src/service/rename.ts';
import { applyEdits, codeActions, sample } from '../support/languageService.ts';

const FOLDER = 'examples';
const FILES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.asl\.(json|yaml)$|template\.ya?ml$/.test(name),
);
const OPTIONS = { tabSize: 2, insertSpaces: true };

/** Members in one order, to compare values whose members only moved. */
function ordered(value: Json | undefined): unknown {
  return JSON.parse(JSON.stringify(value), (_key, member) =>
    member && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort())
      : member,
  );
}

describe.each(FILES)('%s', (name) => {
  const format = formatOfFileName(name);
  const text = readFileSync(`${FOLDER}/${name}`, 'utf8');
  const { document, analysis } = sample(text, format);
  const read = (changed: string) => parseDocument(changed, { format });
  const states = analysis.definitions.flatMap((definition) => definition.states);

  test('every code action at every state leaves a text that can be read', () => {
    for (const state of states) {
      const offset = state.property.keyNode.start + 1;
      for (const [title, changed] of codeActions({ text, document, analysis, offset })) {
        const result = read(changed);
        expect([title, state.name, result.problems]).toEqual([title, state.name, []]);
        if (title.startsWith('Sort')) expect(ordered(result.value)).toEqual(ordered(document.value));
      }
    }
  });

  test('every state can get any name', () => {
    for (const state of states) {
      const outcome = renameAt(analysis, state.property.keyNode.start + 1, 'a: "b" #c');
      if ('refusal' in outcome) throw new Error(outcome.refusal);
      const value = JSON.stringify(read(applyEdits(document, outcome.edits)).value);
      expect(
        value.includes(JSON.stringify('a: "b" #c')) ||
          value.includes(JSON.stringify(JSON.stringify('a: "b" #c')).slice(1, -1)),
      ).toBe(true);
    }
  });

  test('formatting keeps the value and has nothing to do a second time', () => {
    const formatted = read(applyEdits(document, formatDocument(document, OPTIONS)));
    expect(formatted.value).toEqual(document.value);
    expect(formatDocument(formatted, OPTIONS)).toEqual([]);
  });
});
