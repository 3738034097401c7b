/** Hovers while debugging: the word under the pointer is rarely the expression. */
import { EvaluatableExpression, languages, Range } from 'vscode';
import { documentSelector } from '../language/documents.ts';
import type { Services } from '../services.ts';
import { expressionAt } from './expressionAt.ts';

export function registerEvaluatableExpressions({ context }: Services): void {
  context.subscriptions.push(
    languages.registerEvaluatableExpressionProvider(documentSelector(), {
      provideEvaluatableExpression(document, position) {
        const found = expressionAt(document.lineAt(position.line).text, position.character);
        if (!found) return undefined;
        const range = new Range(position.line, found.start, position.line, found.end);
        return new EvaluatableExpression(range, found.expression);
      },
    }),
  );
}
