import type { Json } from '../asl/json.ts';
import { ExpressionFailure } from '../expressions/failure.ts';
import { isSyntaxProblem, type SyntaxProblem } from '../expressions/problem.ts';
import type { EvaluationScope } from '../expressions/scope.ts';
import { compileExpression, type Expression, type QueryLanguage } from './expression.ts';

/** The message of a logpoint: text with `{expression}` holes, compiled once. */
export interface LogMessage {
  render(scope: EvaluationScope): string | Promise<string>;
}

/** Compiles a log message. `{{` and `}}` are plain braces; a `{% %}` expression is one hole. */
export function compileLogMessage(text: string, language: QueryLanguage): LogMessage | SyntaxProblem {
  const parts: (string | Expression)[] = [];
  for (const piece of split(text)) {
    if (typeof piece === 'string') {
      parts.push(piece);
      continue;
    }
    const expression = compileExpression(piece.expression, language);
    if (isSyntaxProblem(expression)) return expression;
    parts.push(expression);
  }
  return { render: (scope) => render(parts, scope) };
}

function render(parts: readonly (string | Expression)[], scope: EvaluationScope): string | Promise<string> {
  const values = parts.map((part) => (typeof part === 'string' ? part : part.evaluate(scope)));
  if (values.some((value) => value instanceof Promise)) {
    return Promise.all(values).then((settled) => settled.map((value, i) => shown(parts[i]!, value)).join(''));
  }
  return values.map((value, i) => shown(parts[i]!, value as Json | ExpressionFailure)).join('');
}

function shown(part: string | Expression, value: Json | ExpressionFailure): string {
  if (typeof part === 'string') return part;
  if (value instanceof ExpressionFailure) return `<${value.cause}>`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function split(text: string): (string | { expression: string })[] {
  const pieces: (string | { expression: string })[] = [];
  let plain = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if ((character === '{' || character === '}') && text.charAt(at + 1) === character) {
      plain += character;
      at += 1;
      continue;
    }
    const end = character === '{' ? holeEnd(text, at) : -1;
    if (end < 0) {
      plain += character;
      continue;
    }
    if (plain !== '') pieces.push(plain);
    plain = '';
    const inner = text.slice(at + 1, end);
    pieces.push({ expression: inner.startsWith('%') && inner.endsWith('%') ? `{${inner}}` : inner });
    at = end;
  }
  if (plain !== '') pieces.push(plain);
  return pieces;
}

/** The brace that closes a hole; braces and quotes of the expression inside count. */
function holeEnd(text: string, start: number): number {
  let depth = 0;
  let quote = '';
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote) {
      if (character === '\\') at += 1;
      else if (character === quote) quote = '';
    } else if (character === "'" || character === '"') quote = character;
    else if (character === '{') depth += 1;
    else if (character === '}' && --depth === 0) return at;
  }
  return -1;
}
