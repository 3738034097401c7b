import type { Json } from '../asl/json.ts';
import { ExpressionFailure } from '../expressions/failure.ts';
import { compileJsonata } from '../expressions/jsonata.ts';
import { isSyntaxProblem, SyntaxProblem } from '../expressions/problem.ts';
import type { EvaluationScope } from '../expressions/scope.ts';
import { compileComparison } from './comparison.ts';
import { whenSettled } from './settled.ts';

export type QueryLanguage = 'JSONPath' | 'JSONata';

/** What the user typed, compiled once: a condition, a watch, a hover, a hole of a log message. */
export interface Expression {
  readonly text: string;
  readonly language: QueryLanguage;
  evaluate(scope: EvaluationScope): Json | ExpressionFailure | Promise<Json | ExpressionFailure>;
}

/**
 * Compiles text in the language of the state at hand. `jsonata:` and `jsonpath:` in front, or `{% %}` around it, choose the language by hand.
 * JSONata is evaluated as the service does; a JSONPath text is a path, an intrinsic call or a comparison of such.
 */
export function compileExpression(typed: string, stateLanguage: QueryLanguage): Expression | SyntaxProblem {
  const { text, language } = languageOf(typed.trim(), stateLanguage);
  if (text === '') return new SyntaxProblem('there is nothing to evaluate', 0);
  if (language === 'JSONata') {
    const compiled = compileJsonata(text);
    if (isSyntaxProblem(compiled)) return compiled;
    return {
      text,
      language,
      evaluate: (scope) =>
        whenSettled(compiled.evaluate(scope, FIELD), (value) =>
          value instanceof ExpressionFailure ? plainFailure(value) : value,
        ),
    };
  }
  const evaluate = compileComparison(text);
  return isSyntaxProblem(evaluate) ? evaluate : { text, language, evaluate };
}

/** Stands where a failure names the field of a definition. */
const FIELD = 'expression';

/** What the service puts around the message of a failed expression says nothing to somebody who has just typed it. */
function plainFailure({ error, cause }: ExpressionFailure): ExpressionFailure {
  const message = cause
    .replace(/^The JSONata expression '.*' specified for the field 'expression' /s, '')
    .replace(/\.$/, '');
  return new ExpressionFailure(error, message.startsWith('returned') ? `it ${message}` : message);
}

function languageOf(text: string, stateLanguage: QueryLanguage): { text: string; language: QueryLanguage } {
  if (/^jsonata:/i.test(text)) return { text: text.slice(8).trim(), language: 'JSONata' };
  if (/^jsonpath:/i.test(text)) return { text: text.slice(9).trim(), language: 'JSONPath' };
  if (text.startsWith('{%') && text.endsWith('%}') && text.length >= 4) {
    return { text: text.slice(2, -2).trim(), language: 'JSONata' };
  }
  return { text, language: stateLanguage };
}
