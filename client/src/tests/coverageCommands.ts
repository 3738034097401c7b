/** Coverage in the graph, and the way from one uncovered transition to the next. */
import { commands, Position, Range, Selection, window } from 'vscode';
import type { Services } from '../services.ts';
import { uncoveredTransitions } from './coverageOverlay.ts';

export function registerCoverageCommands({ context, coverage }: Services): void {
  context.subscriptions.push(
    commands.registerCommand('stepwise.coverage.toggle', async () => {
      coverage.toggle();
      if (coverage.isShown) await commands.executeCommand('stepwise.openGraph');
    }),
    commands.registerCommand('stepwise.coverage.nextUncovered', () => {
      const editor = window.activeTextEditor;
      if (!editor) return;
      const uncovered = uncoveredTransitions(coverage.ofFile(editor.document.uri.fsPath));
      const line = editor.selection.active.line + 1;
      const next = uncovered.find((transition) => transition.line > line) ?? uncovered[0];
      if (!next) {
        void window.showInformationMessage('Every transition of this file is covered, or no coverage was measured.');
        return;
      }
      const position = new Position(next.line - 1, next.column - 1);
      editor.selection = new Selection(position, position);
      editor.revealRange(new Range(position, position));
    }),
  );
}
