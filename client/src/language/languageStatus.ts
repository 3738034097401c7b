/** The state of the language server, in the language status of the editor: nothing to see while all is well. */
import { LanguageStatusSeverity, languages } from 'vscode';
import type { Services } from '../services.ts';
import { documentSelector } from './documents.ts';
import type { ServerState } from './languageServer.ts';

const texts: Record<ServerState, { text: string; severity: LanguageStatusSeverity; busy: boolean }> = {
  stopped: { text: 'Language server stopped', severity: LanguageStatusSeverity.Warning, busy: false },
  starting: { text: 'Language server starting', severity: LanguageStatusSeverity.Information, busy: true },
  running: { text: 'Language server running', severity: LanguageStatusSeverity.Information, busy: false },
  failed: { text: 'Language server failed', severity: LanguageStatusSeverity.Error, busy: false },
};

export function registerLanguageStatus({ context, server }: Services): void {
  const item = languages.createLanguageStatusItem('stepwise.server', documentSelector());
  item.name = 'Stepwise';
  item.detail = 'Amazon States Language';
  const show = (state: ServerState) => {
    const { text, severity, busy } = texts[state];
    item.text = text;
    item.severity = severity;
    item.busy = busy;
    item.command =
      state === 'failed' || state === 'stopped'
        ? { command: 'stepwise.restartServer', title: 'Restart' }
        : { command: 'stepwise.showLog', title: 'Show Log' };
  };
  show(server.state);
  context.subscriptions.push(item, server.onDidChangeState(show));
}
