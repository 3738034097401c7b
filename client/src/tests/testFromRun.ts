/** Makes a test of the run that is shown: its input, the answers its tasks got, and what came out. */
import { commands, Uri, ViewColumn, window, workspace } from 'vscode';
import type { Run } from '../runs/run.ts';
import type { Services } from '../services.ts';
import { addCase, caseOfRun } from './caseOfRun.ts';

export function registerTestFromRun({ context, runs }: Services): void {
  context.subscriptions.push(
    commands.registerCommand('stepwise.tests.fromRun', async (target?: Run) => {
      const run = target ?? runs.current;
      if (!run?.end) {
        void window.showInformationMessage('A test is made from a run that has ended.');
        return;
      }
      const program = Uri.parse(run.info.program);
      const name = await window.showInputBox({ title: 'Name of the test case', value: run.info.inputName });
      if (!name) return;
      const file = program.with({
        path: program.path.replace(/\.(json|ya?ml|asl)$/i, '').replace(/(\.asl)?$/, '.asl.test.json'),
      });
      const before = await readIfThere(file);
      const text = addCase(
        before,
        program.path.split('/').at(-1)!,
        caseOfRun(run, name, runs.configurationOf(run) ?? {}),
        run.info.stateMachine,
      );
      if (text === undefined) {
        void window
          .showErrorMessage(`${workspace.asRelativePath(file)} is not JSON; the case was not added.`, 'Open')
          .then((choice) => choice && window.showTextDocument(file));
        return;
      }
      await workspace.fs.writeFile(file, new TextEncoder().encode(text));
      await window.showTextDocument(file, { viewColumn: ViewColumn.One });
    }),
  );
}

async function readIfThere(uri: Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}
