import type { Json } from '../asl/json.ts';
import type { ExpressionFailure } from '../expressions/failure.ts';
import { compileJsonata } from '../expressions/jsonata.ts';
import { isSyntaxProblem, SyntaxProblem } from '../expressions/problem.ts';
import type { EvaluationScope } from '../expressions/scope.ts';
import { compileComparison } from './comparison.ts';

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
    return { text, language, evaluate: (scope) => compiled.evaluate(scope, 'expression') };
  }
  const evaluate = compileComparison(text);
  return isSyntaxProblem(evaluate) ? evaluate : { text, language, evaluate };
}

function languageOf(text: string, stateLanguage: QueryLanguage): { text: string; language: QueryLanguage } {
  if (/^jsonata:/i.test(text)) return { text: text.slice(8).trim(), language: 'JSONata' };
  if (/^jsonpath:/i.test(text)) return { text: text.slice(9).trim(), language: 'JSONPath' };
  if (text.startsWith('{%') && text.endsWith('%}') && text.length >= 4) {
    return { text: text.slice(2, -2).trim(), language: 'JSONata' };
  }
  return { text, language: stateLanguage };
}
