/** Commands that choose a file: for `${command:...}` in launch.json, and for the input of the next run. */
import { commands, type Uri, window, workspace } from 'vscode';
import { isStateMachine } from '../language/documents.ts';
import type { Services } from '../services.ts';
import { collectChoices, type InputMemory, pickInput } from './inputPicker.ts';

const fileLimit = 500;

export function registerPickers({ context }: Services, memory: InputMemory): void {
  context.subscriptions.push(
    commands.registerCommand('stepwise.pickStateMachine', () =>
      pickFile('**/*.asl{,.json,.yaml,.yml}', 'State machine'),
    ),
    commands.registerCommand('stepwise.pickInput', () => pickFile('**/*input.json', 'Input of the execution')),
    commands.registerCommand('stepwise.input.choose', async () => {
      const document = window.activeTextEditor?.document;
      if (!document || !isStateMachine(document)) return;
      const program = document.uri.fsPath;
      const choice = await pickInput(program, await collectChoices(program, memory, context.extensionPath));
      if (choice) await memory.remember(program, choice);
    }),
  );
}

async function pickFile(pattern: string, title: string): Promise<string | undefined> {
  const files = await workspace.findFiles(pattern, '**/node_modules/**', fileLimit);
  const items = files
    .map((uri: Uri) => ({ label: workspace.asRelativePath(uri), uri }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const picked = await window.showQuickPick(items, {
    title,
    placeHolder: items.length === 0 ? 'No file found' : undefined,
  });
  return picked?.uri.fsPath;
}
