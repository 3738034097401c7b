import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDocument } from '../../../runtime/src/source/document.ts';
import { analyze } from '../../../server/src/service/analysis.ts';
import { complete } from '../../../server/src/service/completion/index.ts';
import { hoverAt } from '../../../server/src/service/hover.ts';
import { signatureHelpAt } from '../../../server/src/service/signatureHelp.ts';
import { chosen, completionsAt, workspaceOf } from './support.ts';

const EXAMPLES = path.join(import.meta.dirname, '../../../examples');
const files = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' })
  .filter((name) => /(?:\.asl\.(?:json|ya?ml)|template\.ya?ml)$/.test(name))
  .map((name) => ({ name, text: readFileSync(path.join(EXAMPLES, name), 'utf8') }));

function askEverything(text: string, offset: number, format: 'json' | 'yaml'): void {
  const analysis = analyze(parseDocument(text, { format }));
  const workspace = workspaceOf({ sampleInputs: [{ a: [{ b: 1 }] }] });
  const { items } = complete(analysis, offset, workspace, { snippets: true });
  const { lines } = analysis.document;
  for (const { textEdit } of items) {
    if (!textEdit || !('range' in textEdit)) throw new Error('Every item says what it replaces.');
    const { start, end } = textEdit.range;
    const [from, to] = [lines.offsetAt(start), lines.offsetAt(end)];
    // A client drops an edit that does not hold the cursor or reaches over several lines.
    expect(from).toBeLessThanOrEqual(offset);
    expect(to).toBeGreaterThanOrEqual(offset);
    expect(start.line).toBe(end.line);
  }
  hoverAt(analysis, offset, workspace);
  signatureHelpAt(analysis, offset);
}

describe('real files while they are typed', () => {
  test('there are files to try', () => {
    expect(files.length).toBeGreaterThan(2);
  });

  test.each(files)('$name', ({ name, text }) => {
    const format = name.endsWith('json') ? 'json' : 'yaml';
    const offsets = fc.integer({ min: 0, max: text.length });
    const check = (kept: number, offset: number, inserted: string) => {
      const whole = text.slice(0, offset) + inserted + text.slice(offset);
      askEverything(whole, offset + inserted.length, format);
      askEverything(text.slice(0, kept), kept, format);
    };
    const typed = fc.constantFrom('', '"', "'", '{', '[', '"a', '{% $', '$.', 'N', '- ', ': ', '\n', ',');
    fc.assert(fc.property(offsets, offsets, typed, check), { numRuns: 60, seed: 7 });
  });

  test('any text', () => {
    const text = fc.string({ unit: fc.constantFrom(...'{}[]",:\'\n -#|>&*!%$.()aStates\\'.split('')), maxLength: 60 });
    fc.assert(
      fc.property(text, fc.nat(60), fc.constantFrom('json' as const, 'yaml' as const), (content, at, format) => {
        askEverything(content, Math.min(at, content.length), format);
      }),
      { numRuns: 800, seed: 7 },
    );
  });
});

describe('an example stays readable whatever is chosen', () => {
  test.each(files.filter(({ name }) => name.endsWith('.json')))('$name', ({ text }) => {
    fc.assert(
      fc.property(fc.nat({ max: text.length }), (offset) => {
        const marked = `${text.slice(0, offset)}<|>${text.slice(offset)}`;
        for (const { label } of completionsAt(marked).items.slice(0, 8)) {
          expect(parseDocument(chosen(marked, label), { format: 'json' }).problems, label).toEqual([]);
        }
      }),
      { numRuns: 40 },
    );
  });
});
