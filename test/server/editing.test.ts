import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDocument } from '../../runtime/src/source/document.ts';
import { LanguageClient } from '../support/languageClient.ts';
import { type edited, longMachine, placeOf, SOME_EDITS } from '../support/longMachine.ts';

test('after any edits diagnostics and completions are those of a document that was just opened', async () => {
  const client = await LanguageClient.start();
  const other = await LanguageClient.start();
  const original = longMachine(90);
  let number = 0;
  const check = async (edits: Parameters<typeof edited>[1][]) => {
    const uri = `file:///work/edited${++number}.asl.json`;
    let text = original;
    await client.open(uri, text);
    await client.diagnostics(uri);
    for (const [index, edit] of edits.entries()) {
      const { lines } = parseDocument(text, { format: 'json' });
      const { at, length } = placeOf(text, edit);
      const range = { start: lines.positionAt(at), end: lines.positionAt(at + length) };
      text = text.slice(0, lines.offsetAt(range.start)) + edit.text + text.slice(lines.offsetAt(range.end));
      await client.change(uri, index + 2, [{ range, text: edit.text }]);
      await other.open(uri, text);
      expect(await client.diagnostics(uri)).toEqual(await other.diagnostics(uri));
      const cursor = { position: parseDocument(text, { format: 'json' }).lines.positionAt(at + edit.text.length) };
      expect(await client.ask('completion', uri, cursor)).toEqual(await other.ask('completion', uri, cursor));
      await other.close(uri);
    }
    await client.close(uri);
  };
  await fc.assert(
    fc.asyncProperty(SOME_EDITS, (edits) => check([...edits])),
    { numRuns: 25 },
  );
  expect(client.logged).toEqual([]);
});
