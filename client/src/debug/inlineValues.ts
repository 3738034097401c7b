/** Values at the ends of lines while the debugger is stopped: the expressions of the state it is stopped at. */
import { EventEmitter, InlineValueEvaluatableExpression, languages, Range, workspace } from 'vscode';
import { stateAtLine } from '../graph/stateAtLine.ts';
import { documentSelector } from '../language/documents.ts';
import type { Services } from '../services.ts';
import { expressionsOf } from './expressionAt.ts';

/** The editor keeps about this many values at most. */
const valueLimit = 100;

export function registerInlineValues({ context, graphs, runs }: Services): void {
  const change = new EventEmitter<void>();
  context.subscriptions.push(
    change,
    runs.onDidChange(() => change.fire()),
    workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('stepwise.inlineValues') && change.fire()),
    languages.registerInlineValuesProvider(documentSelector(), {
      onDidChangeInlineValues: change.event,
      async provideInlineValues(document, _viewPort, { stoppedLocation }) {
        if (!workspace.getConfiguration('stepwise', document).get('inlineValues.enabled', true)) return [];
        const graph = await graphs.of(document);
        const line = stoppedLocation.start.line;
        const state = graph && stateAtLine(graph, line)?.node;
        const from = state?.range.start.line ?? line;
        const to = Math.min(state?.range.end.line ?? line, document.lineCount - 1);
        const values: InlineValueEvaluatableExpression[] = [];
        for (let at = from; at <= to && values.length < valueLimit; at++)
          for (const { start, end, expression } of expressionsOf(document.lineAt(at).text))
            values.push(new InlineValueEvaluatableExpression(new Range(at, start, at, end), expression));
        return values;
      },
    }),
  );
}
