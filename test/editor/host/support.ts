/** What the suites share: opening files of the workspace and waiting for what the editor does by itself. */
import {
  commands,
  type Diagnostic,
  DiagnosticSeverity,
  languages,
  type Position,
  Range,
  type TextDocument,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';

export function fileUri(name: string): Uri {
  return Uri.joinPath(workspace.workspaceFolders![0]!.uri, name);
}

export async function open(name: string): Promise<TextDocument> {
  const document = await workspace.openTextDocument(fileUri(name));
  await window.showTextDocument(document);
  return document;
}

/** Asks until the answer is there; fails with what was asked for. */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | null | Thenable<T | undefined | false | null>,
  limit = 20_000,
): Promise<T> {
  const deadline = Date.now() + limit;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`waited ${limit} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Takes what a picker or an input box proposes, as soon as it is open: a command that asks is answered. */
export async function answerPicker(asking: Thenable<unknown>): Promise<void> {
  let settled = false;
  const end = () => {
    settled = true;
  };
  asking.then(end, end);
  await until('an answer to the picker', async () => {
    if (!settled) await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return settled;
  });
  await asking;
}

export function positionOf(document: TextDocument, text: string): Position {
  const offset = document.getText().indexOf(text);
  if (offset < 0) throw new Error(`${document.uri.path} does not hold ${text}`);
  return document.positionAt(offset);
}

/** Replaces the first occurrence of a text. */
export async function edit(document: TextDocument, before: string, after: string): Promise<void> {
  const start = positionOf(document, before);
  const change = new WorkspaceEdit();
  change.replace(document.uri, new Range(start, start.translate(0, before.length)), after);
  await workspace.applyEdit(change);
}

/** Errors and warnings; hints come and go with settings. */
export function problems(uri: Uri): Diagnostic[] {
  return languages.getDiagnostics(uri).filter((problem) => problem.severity <= DiagnosticSeverity.Warning);
}

/** Puts the text of the disk back. */
export async function resetFile(document: TextDocument): Promise<void> {
  await window.showTextDocument(document);
  await commands.executeCommand('workbench.action.files.revert');
}

export async function closeAll(): Promise<void> {
  await commands.executeCommand('workbench.action.closeAllEditors');
}
