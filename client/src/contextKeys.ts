/** Context keys that menus and views of the extension depend on. */
import { commands, window } from 'vscode';
import { isStateMachine } from './language/documents.ts';
import type { Services } from './services.ts';

export type ContextKey =
  | 'isStateMachine'
  | 'hasRun'
  | 'running'
  | 'inPast'
  | 'hasIterations'
  | 'hasCoverage'
  | 'graphLocked'
  | 'graphFollows';

export function setContextKey(key: ContextKey, value: boolean): void {
  void commands.executeCommand('setContext', `stepwise.${key}`, value);
}

export function registerContextKeys({ context, runs }: Services): void {
  const showEditor = () => {
    const document = window.activeTextEditor?.document;
    if (document) setContextKey('isStateMachine', isStateMachine(document));
  };
  const showRuns = () => {
    const { current } = runs;
    setContextKey('hasRun', current !== undefined);
    setContextKey('running', current?.isLive ?? false);
    setContextKey('inPast', current?.inPast ?? false);
    setContextKey('hasIterations', current?.maps.length !== undefined && current.maps.length > 0);
  };
  showEditor();
  context.subscriptions.push(window.onDidChangeActiveTextEditor(showEditor), runs.onDidChange(showRuns));
}
