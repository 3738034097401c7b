import assert from 'node:assert/strict';
import {
  type CodeAction,
  type CompletionList,
  commands,
  type Diagnostic,
  type DocumentHighlight,
  type DocumentSymbol,
  type FoldingRange,
  type Hover,
  type Location,
  type LocationLink,
  languages,
  type Position,
  Selection,
  type SelectionRange,
  type SemanticTokens,
  type TextDocument,
  type TextEdit,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import { edit, open, positionOf, problems, resetFile, until } from './support.ts';

export function languageSuite(): void {
  describe('languages', () => {
    for (const [file, id] of [
      ['order.asl.json', 'asl'],
      ['reminder.asl.yaml', 'asl-yaml'],
      ['order.asl.test.json', 'json'],
      ['template.yaml', 'yaml'],
      ['plain.json', 'json'],
    ] as const)
      it(`${file} is ${id}`, async () => assert.equal((await open(file)).languageId, id));

    it('toggles comments in JSON', async () => {
      const document = await open('order.asl.json');
      window.activeTextEditor!.selection = selectionAt(2);
      await commands.executeCommand('editor.action.commentLine');
      assert.match(document.lineAt(2).text, /^\s*\/\/ /);
      await resetFile(document);
    });

    it('toggles comments in YAML', async () => {
      const document = await open('reminder.asl.yaml');
      window.activeTextEditor!.selection = selectionAt(1);
      await commands.executeCommand('editor.action.commentLine');
      assert.match(document.lineAt(1).text, /^# /);
      await resetFile(document);
    });
  });

  describe('problems', () => {
    it('name a target that does not exist, at its place', async () => {
      const document = await open('broken.asl.json');
      const problem = await dangling(document);
      assert.match(problem.message, /Refnd/);
      assert.match(document.getText(problem.range), /Refnd/);
    });

    it('are none in a good file', async () => {
      const document = await open('order.asl.json');
      await languageIsUp(document);
      await until('no problem', () => problems(document.uri).length === 0);
    });

    it('come and go while typing', async () => {
      const document = await open('loop.asl.json');
      await languageIsUp(document);
      await edit(document, '"Next": "Done"', '"Next": "Dome"');
      await until('a problem', () => problems(document.uri).some((problem) => /Dome/.test(problem.message)));
      await resetFile(document);
      await until('no problem', () => problems(document.uri).length === 0);
    });

    it('are found in YAML', async () => {
      const document = await open('reminder.asl.yaml');
      await edit(document, 'Next: Done', 'Next: Dome');
      await until('a problem', () => problems(document.uri).some((problem) => /Dome/.test(problem.message)));
      await resetFile(document);
    });

    it('are found in a template, only in the machine that has them', async () => {
      const document = await open('template.yaml');
      const found = await until('a problem', () =>
        problems(document.uri).find((problem) => /Nowhere/.test(problem.message)),
      );
      assert.match(document.lineAt(found.range.start.line).text, /Next: Nowhere/);
      assert.ok(
        problems(document.uri).every((problem) => problem.range.start.line >= positionOf(document, 'LostMachine').line),
      );
    });

    it('survive text that is no JSON at all', async () => {
      const document = await workspace.openTextDocument({
        language: 'asl',
        content: '{ "StartAt": "A", "States": { "A": {',
      });
      await window.showTextDocument(document);
      await until('a problem', () => problems(document.uri).length > 0);
    });
  });

  describe('quick fixes', () => {
    it('change a misspelled target to the one that is meant', async () => {
      const document = await open('broken.asl.json');
      const problem = await dangling(document);
      const action = await until('a quick fix', async () =>
        (
          await commands.executeCommand<CodeAction[]>('vscode.executeCodeActionProvider', document.uri, problem.range)
        ).find((candidate) => candidate.edit && /Refund/.test(candidate.title)),
      );
      await workspace.applyEdit(action.edit!);
      assert.match(document.getText(), /"Next": "Refund"/);
      await until('no problem', () => !problems(document.uri).some((other) => /Refnd/.test(other.message)));
      await resetFile(document);
    });
  });

  describe('completion', () => {
    it('offers states of the scope as targets', async () => {
      const document = await open('broken.asl.json');
      const labels = await completions(document, endOf(document, '"Next": "'));
      assert.ok(labels.includes('Refund'), labels.slice(0, 20).join());
      assert.ok(!labels.includes('States.ALL'));
    });

    it('offers variables in JSONata', async () => {
      const document = await open('order.asl.json');
      const labels = await completions(document, endOf(document, '"amount": "{% $'));
      assert.ok(
        labels.some((label) => /orderId/.test(label)),
        labels.slice(0, 30).join(),
      );
      assert.ok(
        labels.some((label) => /sum/.test(label)),
        labels.slice(0, 30).join(),
      );
    });

    it('offers targets in YAML', async () => {
      const document = await open('reminder.asl.yaml');
      const labels = await completions(document, endOf(document, 'Next: Rem'));
      assert.ok(labels.includes('Done'), labels.slice(0, 20).join());
    });

    it('offers targets in a template', async () => {
      const document = await open('template.yaml');
      const labels = await completions(document, endOf(document, 'Next: Do'));
      assert.ok(labels.includes('Done'), labels.slice(0, 20).join());
    });
  });

  describe('navigation', () => {
    it('goes from a target to its state', async () => {
      const document = await open('order.asl.json');
      await languageIsUp(document);
      const found = await commands.executeCommand<(Location | LocationLink)[]>(
        'vscode.executeDefinitionProvider',
        document.uri,
        endOf(document, '"Next": "Price'),
      );
      const range =
        'targetRange' in found[0]! ? (found[0].targetSelectionRange ?? found[0].targetRange) : found[0]!.range;
      assert.equal(range.start.line, positionOf(document, '"Price lines": {').line);
    });

    it('finds every reference of a state', async () => {
      const document = await open('loop.asl.json');
      await languageIsUp(document);
      const found = await commands.executeCommand<Location[]>(
        'vscode.executeReferenceProvider',
        document.uri,
        endOf(document, '"Pause'),
      );
      assert.equal(found.length, 3);
    });

    it('highlights a variable where it is written and read', async () => {
      const document = await open('loop.asl.json');
      await languageIsUp(document);
      const found = await commands.executeCommand<DocumentHighlight[]>(
        'vscode.executeDocumentHighlights',
        document.uri,
        endOf(document, '> $li'),
      );
      assert.ok(found.length >= 3, String(found.length));
    });

    it('outlines states, not fields', async () => {
      const document = await open('order.asl.json');
      await languageIsUp(document);
      const symbols = await commands.executeCommand<DocumentSymbol[]>(
        'vscode.executeDocumentSymbolProvider',
        document.uri,
      );
      const names = flatten(symbols).map((symbol) => symbol.name);
      assert.ok(names.includes('Look up price'), names.join());
      assert.ok(!names.includes('MaxConcurrency'), names.join());
    });

    it('tells about a field on hover', async () => {
      const document = await open('order.asl.json');
      await languageIsUp(document);
      const hovers = await commands.executeCommand<Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        endOf(document, '"MaxConc'),
      );
      assert.ok(hovers.length > 0);
    });
  });

  describe('edits', () => {
    it('rename a state with its targets in JSON', async () => {
      const document = await open('loop.asl.json');
      await rename(document, endOf(document, '"Pause'), 'Rest');
      assert.equal(document.getText().match(/"Rest"/g)?.length, 3);
      assert.ok(!document.getText().includes('"Pause"'));
      await resetFile(document);
    });

    it('rename a state with its targets in YAML', async () => {
      const document = await open('reminder.asl.yaml');
      await rename(document, endOf(document, 'Next: Rem'), 'Greet');
      assert.match(document.getText(), /Next: Greet/);
      assert.match(document.getText(), /^ {2}Greet:/m);
      await resetFile(document);
    });

    it('rename a variable with its uses', async () => {
      const document = await open('loop.asl.json');
      await rename(document, endOf(document, '> $li'), 'most');
      assert.match(document.getText(), /"Assign": \{ "most"/);
      assert.ok(!document.getText().includes('$limit'));
      await resetFile(document);
    });

    it('format without changing values', async () => {
      const document = await workspace.openTextDocument({
        language: 'asl',
        content: '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}',
      });
      await window.showTextDocument(document);
      const edits = await until('edits', () =>
        commands.executeCommand<TextEdit[]>('vscode.executeFormatDocumentProvider', document.uri, {
          tabSize: 2,
          insertSpaces: true,
        }),
      );
      const all = new WorkspaceEdit();
      all.set(document.uri, edits);
      await workspace.applyEdit(all);
      assert.deepEqual(JSON.parse(document.getText()), { StartAt: 'A', States: { A: { Type: 'Succeed' } } });
      assert.ok(document.lineCount > 3);
    });
  });

  describe('reading aids', () => {
    it('fold states', async () => {
      const document = await open('order.asl.json');
      await languageIsUp(document);
      const ranges = await commands.executeCommand<FoldingRange[]>('vscode.executeFoldingRangeProvider', document.uri);
      assert.ok(ranges.some((range) => range.start === positionOf(document, '"Price lines": {').line));
    });

    it('grow the selection from a value to its state', async () => {
      const document = await open('order.asl.json');
      await languageIsUp(document);
      const [found] = await commands.executeCommand<SelectionRange[]>(
        'vscode.executeSelectionRangeProvider',
        document.uri,
        [endOf(document, '"Open or')],
      );
      assert.ok(found?.parent);
    });

    it('colour expressions by meaning', async () => {
      const document = await open('order.asl.json');
      await languageIsUp(document);
      const tokens = await until('tokens', () =>
        commands.executeCommand<SemanticTokens | undefined>('vscode.provideDocumentSemanticTokens', document.uri),
      );
      assert.ok(tokens.data.length > 0);
    });
  });

  describe('other languages', () => {
    it('are left alone: a plain JSON file has no problems of ours', async () => {
      const document = await open('plain.json');
      await open('order.asl.json');
      await languageIsUp(await open('order.asl.json'));
      assert.deepEqual(languages.getDiagnostics(document.uri), []);
    });

    it('become ours on command, and that is remembered', async () => {
      const document = await open('plain.json');
      await commands.executeCommand('stepwise.useLanguage');
      const marked = await until('the language', () =>
        workspace.textDocuments.find(
          (candidate) => candidate.uri.toString() === document.uri.toString() && candidate.languageId === 'asl',
        ),
      );
      assert.equal(marked.languageId, 'asl');
      const associations = workspace.getConfiguration('files').get<Record<string, string>>('associations', {});
      assert.equal(associations['**/plain.json'], 'asl');
      await workspace.getConfiguration('files').update('associations', undefined, false);
    });
  });
}

async function dangling(document: TextDocument): Promise<Diagnostic> {
  return until('the problem of the missing target', () =>
    problems(document.uri).find((problem) => /Refnd/.test(problem.message)),
  );
}

/** Symbols are there only when the server has read the document. */
async function languageIsUp(document: TextDocument): Promise<void> {
  await until('the language server', async () => {
    const symbols = await commands.executeCommand<DocumentSymbol[] | undefined>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    return symbols && symbols.length > 0;
  });
}

async function completions(document: TextDocument, position: Position): Promise<string[]> {
  await languageIsUp(document);
  const list = await commands.executeCommand<CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    position,
  );
  return list.items
    .map(({ label }) => (typeof label === 'string' ? label : label.label))
    .map((label) => label.replaceAll('"', ''));
}

async function rename(document: TextDocument, position: Position, name: string): Promise<void> {
  await languageIsUp(document);
  const made = await commands.executeCommand<WorkspaceEdit>(
    'vscode.executeDocumentRenameProvider',
    document.uri,
    position,
    name,
  );
  await workspace.applyEdit(made);
}

function endOf(document: TextDocument, text: string): Position {
  return positionOf(document, text).translate(0, text.length);
}

function selectionAt(line: number): Selection {
  return new Selection(line, 0, line, 0);
}

function flatten(symbols: readonly DocumentSymbol[]): DocumentSymbol[] {
  return symbols.flatMap((symbol) => [symbol, ...flatten(symbol.children)]);
}
