import assert from 'node:assert/strict';
import { type CodeLens, commands, languages, type TabInputWebview, Uri, ViewColumn, window, workspace } from 'vscode';
import { TestSession } from './session.ts';
import { answerPicker, closeAll, edit, fileUri, open, resetFile, until } from './support.ts';

export function viewsSuite(): void {
  describe('code lenses', () => {
    afterEach(() => setting('codeLens.enabled', undefined));

    it('offer to run and to debug above a state machine', async () => {
      const lenses = await lensesOf('loop.asl.json');
      assert.deepEqual(titles(lenses), ['$(play) Run', '$(debug-alt) Debug', 'Debug with last input']);
      assert.ok(lenses.every((lens) => lens.range.start.line === 0));
    });

    it('stand above every machine of a template and name it', async () => {
      const lenses = await lensesOf('template.yaml', 6);
      assert.deepEqual(
        [...new Set(lenses.map((lens) => lens.command?.arguments?.[1]))],
        ['GreetMachine', 'LostMachine'],
      );
    });

    it('stand above states when the setting says so', async () => {
      await setting('codeLens.states', 'on');
      const lenses = await lensesOf('loop.asl.json', 4);
      assert.equal(titles(lenses).filter((title) => title === 'Run to here').length, 8);
      await setting('codeLens.states', undefined);
    });

    it('can be switched off', async () => {
      await setting('codeLens.enabled', false);
      const document = await open('loop.asl.json');
      const lenses = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri);
      assert.deepEqual(lenses, []);
    });
  });

  describe('the graph', () => {
    beforeEach(() => closeAll());
    afterEach(() => closeAll());

    it('opens beside the text', async () => {
      await open('loop.asl.json');
      await commands.executeCommand('stepwise.openGraph');
      const tab = await until('the graph', () => graphTabs().find(({ label }) => label === 'Graph: loop.asl.json'));
      assert.equal(tab.group.viewColumn, ViewColumn.Two);
    });

    it('opens from a file in the explorer', async () => {
      await commands.executeCommand('stepwise.openGraph', fileUri('reminder.asl.yaml'));
      await until('the graph', () => graphTabs().some((tab) => tab.label === 'Graph: reminder.asl.yaml'));
    });

    it('is one, and follows the active editor', async () => {
      await open('loop.asl.json');
      await commands.executeCommand('stepwise.openGraph');
      await until('the graph', () => graphTabs()[0]);
      await window.showTextDocument(fileUri('order.asl.json'), { viewColumn: ViewColumn.One });
      await until('the other graph', () => graphTabs()[0]?.label === 'Graph: order.asl.json');
      assert.equal(graphTabs().length, 1);
    });

    it('stays with its file when it is locked', async () => {
      await open('loop.asl.json');
      await commands.executeCommand('stepwise.openGraph');
      await until('the graph', () => graphTabs()[0]);
      await commands.executeCommand('stepwise.graph.toggleLock');
      await window.showTextDocument(fileUri('order.asl.json'), { viewColumn: ViewColumn.One });
      await until('the lock', () => graphTabs()[0]?.label === '[Graph]: loop.asl.json');
    });

    it('never opens instead of the text', async () => {
      await open('loop.asl.json');
      assert.equal(graphTabs().length, 0);
      assert.equal(window.activeTextEditor?.document.uri.toString(), fileUri('loop.asl.json').toString());
    });

    it('shows no graph for other files, without an error', async () => {
      await open('notes.txt');
      await commands.executeCommand('stepwise.openGraph');
      assert.equal(graphTabs().length, 0);
    });

    it('is exported as Mermaid', async () => {
      await open('loop.asl.json');
      await commands.executeCommand('stepwise.openGraph');
      await until('the graph', () => graphTabs()[0]);
      await commands.executeCommand('stepwise.graph.export', 'mermaid');
      const text = window.activeTextEditor!.document.getText();
      assert.match(text, /^flowchart TB/);
      assert.match(text, /subgraph s\d+\["Each number"\]/);
    });

    it('comes with the first debug session, beside the text that keeps the focus', async () => {
      const session = new TestSession();
      await open('reminder.asl.yaml');
      await session.start('reminder.asl.yaml', { input: { name: 'Ada' }, stopOnEntry: true });
      await session.stopped();
      await until('the graph', () => graphTabs()[0]);
      await session.dispose();
    });
  });

  describe('commands', () => {
    it('copy a sample with its inputs and tests into the workspace', async () => {
      await commands.executeCommand('stepwise.newFromSample', 'job-poller');
      const document = await until('the sample', () => {
        const shown = window.activeTextEditor?.document;
        return shown?.uri.path.endsWith('job-poller.asl.json') ? shown : undefined;
      });
      assert.equal(document.languageId, 'asl');
      const copied = await workspace.fs.readDirectory(Uri.joinPath(document.uri, '..'));
      assert.ok(copied.some(([name]) => name === 'mocks.json'));
      await workspace.fs.delete(Uri.joinPath(document.uri, '..'), { recursive: true });
    });

    it('make a test of a run', async () => {
      const session = new TestSession();
      await session.start('reminder.asl.yaml', { input: { name: 'Ada' } }, true);
      await session.end();
      await session.dispose();
      await answerPicker(commands.executeCommand('stepwise.tests.fromRun'));
      const document = await workspace.openTextDocument(fileUri('reminder.asl.test.json'));
      const { definition, cases } = JSON.parse(document.getText());
      assert.equal(definition, 'reminder.asl.yaml');
      assert.deepEqual(cases[0].expect, {
        status: 'SUCCEEDED',
        output: { text: 'Hello Ada' },
        visited: ['Wait a day', 'Remind', 'Done'],
      });
      await closeAll();
      await workspace.fs.delete(document.uri);
    });

    it('restart the language server, and it knows the open files', async () => {
      const document = await open('loop.asl.json');
      await commands.executeCommand('stepwise.restartServer');
      await edit(document, '"Next": "Done"', '"Next": "Dome"');
      await until('a problem', () =>
        languages.getDiagnostics(document.uri).some((problem) => /Dome/.test(problem.message)),
      );
      await resetFile(document);
    });

    it('compare input and output of the state at the playhead', async () => {
      const session = new TestSession();
      await session.start('reminder.asl.yaml', { input: { name: 'Ada' } }, true);
      await session.end();
      await session.dispose();
      await commands.executeCommand('stepwise.time.previousEvent');
      await commands.executeCommand('stepwise.time.previousEvent');
      await commands.executeCommand('stepwise.data.diff');
      await until('the diff', () => window.tabGroups.activeTabGroup.activeTab?.label.includes('input ↔ output'));
      await closeAll();
    });
  });
}

function graphTabs() {
  return window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter((tab) => (tab.input as TabInputWebview | undefined)?.viewType?.endsWith('stepwise.graph'));
}

async function lensesOf(file: string, atLeast = 3): Promise<CodeLens[]> {
  const document = await open(file);
  return until('the code lenses', async () => {
    const lenses = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100);
    return lenses.length >= atLeast ? lenses : undefined;
  });
}

function titles(lenses: readonly CodeLens[]): string[] {
  return lenses.map((lens) => lens.command?.title ?? '');
}

async function setting(key: string, value: unknown): Promise<void> {
  await workspace.getConfiguration('stepwise').update(key, value, false);
}
