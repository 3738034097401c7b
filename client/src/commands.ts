/** Commands that belong to no single view. */
import { commands, languages, type TextDocument, window, workspace } from 'vscode';
import { registerSamples } from './samples.ts';
import type { Services } from './services.ts';
import { registerTestFromRun } from './tests/testFromRun.ts';

export function registerCommands(services: Services): void {
  const { context, log, server } = services;
  context.subscriptions.push(
    commands.registerCommand('stepwise.showLog', () => log.show()),
    commands.registerCommand('stepwise.restartServer', () => server.restart()),
    commands.registerCommand('stepwise.openWalkthrough', () =>
      commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.id}#start`),
    ),
    commands.registerCommand('stepwise.useLanguage', () => useLanguage()),
  );
  registerSamples(services);
  registerTestFromRun(services);
}

/** Marks the active file as a state machine and remembers it in the settings of the workspace. */
async function useLanguage(): Promise<void> {
  const document = window.activeTextEditor?.document;
  if (!document) return;
  const language = document.languageId === 'yaml' ? 'asl-yaml' : 'asl';
  if (workspace.getWorkspaceFolder(document.uri) && !document.isUntitled) await rememberLanguage(document, language);
  await languages.setTextDocumentLanguage(document, language);
}

async function rememberLanguage(document: TextDocument, language: string): Promise<void> {
  const settings = workspace.getConfiguration('files', document.uri);
  const associations = settings.inspect<Record<string, string>>('associations')?.workspaceValue ?? {};
  const pattern = `**/${workspace.asRelativePath(document.uri, false)}`;
  await settings.update('associations', { ...associations, [pattern]: language }, false);
}
