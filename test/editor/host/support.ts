/** What the suites share: opening files of the workspace and waiting for what the editor does by itself. */
import { type TextDocument, Uri, window, workspace } from 'vscode';

export function fileUri(name: string): Uri {
  return Uri.joinPath(workspace.workspaceFolders![0]!.uri, name);
}

export async function open(name: string): Promise<TextDocument> {
  const document = await workspace.openTextDocument(fileUri(name));
  await window.showTextDocument(document);
  return document;
}

/** Asks until the answer is there; fails with what was asked for. */
export async function until<T>(what: string, ask: () => T | undefined | false | null | Thenable<T | undefined | false | null>, limit = 20_000): Promise<T> {
  const deadline = Date.now() + limit;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`waited ${limit} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
