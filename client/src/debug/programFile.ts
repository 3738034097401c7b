/** The file of a state machine that is to run. The debug adapter reads it, hence it must be on disk. */
import { type Uri, window } from 'vscode';

/** Undefined, and the user knows why, for an unsaved document and for files of virtual workspaces. */
export function programFile(uri: Uri): string | undefined {
  if (uri.scheme === 'file') return uri.fsPath;
  const name = uri.path.split('/').at(-1);
  void window.showInformationMessage(
    uri.scheme === 'untitled'
      ? `Save ${name} to run it.`
      : `${name} is not a file on this machine: it can be edited and drawn, but not run.`,
  );
  return undefined;
}
