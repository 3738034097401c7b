/** Run and Debug above every state machine of a document, and above every state when the setting says so. */
import { CodeLens, type CodeLensProvider, EventEmitter, languages, Range, type TextDocument, workspace } from 'vscode';
import type { MachineGraph } from '../../server/src/protocol.ts';
import { documentSelector } from './language/documents.ts';
import type { Services } from './services.ts';

export function registerCodeLens({ context, graphs }: Services): void {
  const change = new EventEmitter<void>();
  const provider: CodeLensProvider = {
    onDidChangeCodeLenses: change.event,
    async provideCodeLenses(document) {
      const settings = workspace.getConfiguration('stepwise.codeLens');
      if (!settings.get('enabled', true) || !workspace.isTrusted || document.uri.scheme !== 'file') return [];
      const graph = await graphs.of(document);
      const withStates = settings.get('states') === 'on';
      return (graph?.machines ?? []).flatMap((machine) => [
        ...machineLenses(document, machine),
        ...(withStates ? stateLenses(document, machine) : []),
      ]);
    },
  };
  context.subscriptions.push(
    change,
    languages.registerCodeLensProvider(documentSelector(), provider),
    graphs.onDidChange(() => change.fire()),
    workspace.onDidGrantWorkspaceTrust(() => change.fire()),
    workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('stepwise.codeLens') && change.fire()),
  );
}

function machineLenses({ uri }: TextDocument, machine: MachineGraph): CodeLens[] {
  const { line } = machine.range.start;
  const range = new Range(line, 0, line, 0);
  const lens = (title: string, command: string, tooltip: string) =>
    new CodeLens(range, { title, tooltip, command: `stepwise.${command}`, arguments: [uri, machine.name] });
  return [
    lens('$(play) Run', 'run', 'Run this state machine on this machine'),
    lens('$(debug-alt) Debug', 'debugWithInput', 'Debug this state machine; choose the input first'),
    lens('Debug with last input', 'debugLastInput', 'Debug with the input used last'),
  ];
}

function stateLenses({ uri }: TextDocument, machine: MachineGraph): CodeLens[] {
  return machine.nodes
    .filter((node) => !node.missing)
    .map(({ selectionRange: { start }, name }) => {
      const range = new Range(start.line, start.character, start.line, start.character);
      return new CodeLens(range, {
        title: 'Run to here',
        tooltip: `Debug until the run comes to ${name}`,
        command: 'stepwise.runToState',
        arguments: [uri, name, machine.name],
      });
    });
}
