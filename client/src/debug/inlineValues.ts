/** Values at the ends of lines while the debugger is stopped: the expressions of the state it is stopped at. */
import {
  type CancellationToken,
  type DebugSession,
  debug,
  EventEmitter,
  InlineValueText,
  languages,
  Range,
  type TextDocument,
  workspace,
} from 'vscode';
import { stateAtLine } from '../graph/stateAtLine.ts';
import { documentSelector } from '../language/documents.ts';
import type { Services } from '../services.ts';
import { expressionsOf } from './expressionAt.ts';

/** The editor keeps about this many values at most. */
const valueLimit = 100;
const longestValue = 60;

export function registerInlineValues({ context, graphs, runs }: Services): void {
  const change = new EventEmitter<void>();
  context.subscriptions.push(
    change,
    runs.onDidChange(() => change.fire()),
    workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('stepwise.inlineValues') && change.fire()),
    languages.registerInlineValuesProvider(documentSelector(), {
      onDidChangeInlineValues: change.event,
      async provideInlineValues(document, _viewPort, { frameId, stoppedLocation }, token) {
        const session = debug.activeDebugSession;
        const wanted = workspace.getConfiguration('stepwise', document).get('inlineValues.enabled', true);
        if (!wanted || session?.type !== 'asl') return [];
        const graph = await graphs.of(document);
        const line = stoppedLocation.start.line;
        const state = graph && stateAtLine(graph, line)?.node;
        const last = Math.min(state?.range.end.line ?? line, document.lineCount - 1);
        return valuesOf(session, frameId, document, state?.range.start.line ?? line, last, token);
      },
    }),
  );
}

/** Expressions are asked for at once. What has no value yet (the result of a task that did not run) is left out. */
async function valuesOf(
  session: DebugSession,
  frameId: number,
  document: TextDocument,
  from: number,
  to: number,
  token: CancellationToken,
): Promise<InlineValueText[]> {
  const asked: Promise<InlineValueText | undefined>[] = [];
  for (let line = from; line <= to && asked.length < valueLimit; line++)
    for (const { start, end, expression } of expressionsOf(document.lineAt(line).text)) {
      const range = new Range(line, start, line, end);
      asked.push(
        evaluate(session, frameId, expression).then((value) =>
          value === undefined ? undefined : new InlineValueText(range, `= ${value}`),
        ),
      );
    }
  const values = await Promise.all(asked);
  return token.isCancellationRequested ? [] : values.filter((value) => value !== undefined);
}

async function evaluate(session: DebugSession, frameId: number, expression: string): Promise<string | undefined> {
  try {
    const { result } = await session.customRequest('evaluate', { expression, frameId, context: 'hover' });
    return typeof result === 'string' ? shorten(result) : undefined;
  } catch {
    return undefined;
  }
}

function shorten(value: string): string {
  return value.length > longestValue ? `${value.slice(0, longestValue - 1)}…` : value;
}
