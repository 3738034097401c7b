import assert from 'node:assert/strict';
import type { Context } from 'mocha';
import { commands, Position, type TextDocument, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import { watchBusyTime } from './busyTime.ts';
import { closeAll, edit, fileUri, open, positionOf, problems, until } from './support.ts';

const count = 1000;
/** Milliseconds: longer, and the editor waits for the host noticeably. */
const longestTurn = 50;

export function largeSuite(): void {
  describe('a file of a thousand states', () => {
    const uri = () => fileUri('thousand-states.asl.json');
    before(() => workspace.fs.writeFile(uri(), new TextEncoder().encode(machine())));
    after(async () => {
      await closeAll();
      await workspace.fs.delete(uri());
    });

    it('is followed by problems and graph while typing', async function (this: Context) {
      const document = await open('thousand-states.asl.json');
      await commands.executeCommand('stepwise.openGraph');
      await window.showTextDocument(document, { viewColumn: 1 });
      assert.match(await mermaidOf(document), /"S999"/);
      const busyTime = watchBusyTime();
      await type(document, '"Comment": "', 'Every letter is an edit of its own.');
      await edit(document, '"Next": "S501"', '"Next": "Nowhere"');
      await until('a problem', () => problems(document.uri).some(({ message }) => /Nowhere/.test(message)));
      await edit(document, '"Next": "Nowhere"', '"Next": "S501"');
      await until('no problem', () => problems(document.uri).length === 0);
      await edit(document, '"S999": {', '"Last": {');
      await edit(document, '"Next": "S999"', '"Next": "Last"');
      const longest = busyTime();
      const text = await until('the graph of the new text', async () => {
        const shown = await mermaidOf(document);
        return shown.includes('"Last"') && shown;
      });
      assert.doesNotMatch(text, /"S999"/);
      if (longest === undefined) return;
      this.test!.title += ` (the extension host was busy for ${Math.round(longest)} ms at most)`;
      assert.ok(longest < longestTurn, `busy for ${longest} ms without a pause`);
    });
  });
}

function machine(): string {
  const states = Array.from({ length: count }, (_, index) => {
    const rest = index === count - 1 ? { Type: 'Succeed' } : { Type: 'Pass', Next: `S${index + 1}` };
    return [`S${index}`, rest];
  });
  const definition = { Comment: '', StartAt: 'S0', States: Object.fromEntries(states) };
  return `${JSON.stringify(definition, undefined, 2)}\n`;
}

/** Letter by letter, as fast as the editor takes them. */
async function type(document: TextDocument, after: string, text: string): Promise<void> {
  const start = positionOf(document, after).translate(0, after.length);
  for (const [index, letter] of [...text].entries()) {
    const change = new WorkspaceEdit();
    change.insert(document.uri, new Position(start.line, start.character + index), letter);
    await workspace.applyEdit(change);
  }
}

/** The graph as it is shown. */
async function mermaidOf(document: TextDocument): Promise<string> {
  await window.showTextDocument(document, { viewColumn: 1 });
  await commands.executeCommand('stepwise.graph.export', 'mermaid');
  const shown = window.activeTextEditor!.document;
  assert.equal(shown.uri.scheme, Uri.parse('untitled:x').scheme);
  const text = shown.getText();
  await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  return text;
}
