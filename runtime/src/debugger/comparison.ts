import type { Json } from '../asl/json.ts';
import { deepEqual } from '../expressions/deepEqual.ts';
import { ExpressionFailure } from '../expressions/failure.ts';
import { compileStringExpression } from '../expressions/payloadTemplate.ts';
import { isSyntaxProblem, SyntaxProblem } from '../expressions/problem.ts';
import type { EvaluationScope } from '../expressions/scope.ts';

/** What a condition in the JSONPath language computes. */
export type Evaluator = (scope: EvaluationScope) => Json | ExpressionFailure;

const OPERATORS = ['==', '!=', '<=', '>=', '<', '>'] as const;
type Operator = (typeof OPERATORS)[number];

/** Parentheses deeper than this are refused, so that parsing may recurse. */
const DEEPEST = 100;

/**
 * Compiles a condition for JSONPath states, which have no expression language of their own: paths, variables, intrinsic calls and JSON literals,
 * compared by `== != < <= > >=` and joined by `&& || !` and parentheses. `$.n > 5 && $.kind == 'new'`
 */
export function compileComparison(text: string): Evaluator | SyntaxProblem {
  const parser = new Parser(text);
  const evaluator = parser.alternatives(0);
  if (isSyntaxProblem(evaluator)) return evaluator;
  parser.skipBlanks();
  return parser.at < text.length ? parser.problem(`'${text.slice(parser.at)}' was not expected here`) : evaluator;
}

/** Whether a value counts as true in a condition: everything but false, null, 0, '' and empty arrays and objects. */
export function isTruthy(value: Json | undefined): boolean {
  if (typeof value !== 'object' || value === null) return Boolean(value);
  return Array.isArray(value) ? value.length > 0 : Object.keys(value).length > 0;
}

class Parser {
  at = 0;

  constructor(private readonly text: string) {}

  alternatives(depth: number): Evaluator | SyntaxProblem {
    return this.chain('||', () => this.chain('&&', () => this.negation(depth), everyOf), someOf);
  }

  problem(message: string): SyntaxProblem {
    return new SyntaxProblem(message, this.at, Math.max(1, this.text.length - this.at));
  }

  skipBlanks(): void {
    while (this.at < this.text.length && /\s/.test(this.text.charAt(this.at))) this.at += 1;
  }

  private chain(
    operator: string,
    part: () => Evaluator | SyntaxProblem,
    join: (parts: readonly Evaluator[]) => Evaluator,
  ): Evaluator | SyntaxProblem {
    const parts: Evaluator[] = [];
    do {
      const evaluator = part();
      if (isSyntaxProblem(evaluator)) return evaluator;
      parts.push(evaluator);
    } while (this.take(operator));
    return parts.length === 1 ? parts[0]! : join(parts);
  }

  private negation(depth: number): Evaluator | SyntaxProblem {
    this.skipBlanks();
    if (depth > DEEPEST) return this.problem('the condition is nested too deeply');
    if (this.text.charAt(this.at) !== '!' || this.text.charAt(this.at + 1) === '=') return this.comparison(depth);
    this.at += 1;
    const inner = this.negation(depth + 1);
    if (isSyntaxProblem(inner)) return inner;
    return (scope) => {
      const value = inner(scope);
      return value instanceof ExpressionFailure ? value : !isTruthy(value);
    };
  }

  private comparison(depth: number): Evaluator | SyntaxProblem {
    const left = this.operand(depth);
    if (isSyntaxProblem(left)) return left;
    const operator = OPERATORS.find((candidate) => this.take(candidate));
    if (!operator) return left;
    const right = this.operand(depth);
    if (isSyntaxProblem(right)) return right;
    return (scope) => {
      const a = left(scope);
      if (a instanceof ExpressionFailure) return a;
      const b = right(scope);
      return b instanceof ExpressionFailure ? b : compare(a, operator, b);
    };
  }

  private operand(depth: number): Evaluator | SyntaxProblem {
    this.skipBlanks();
    if (this.take('(')) {
      const inner = this.alternatives(depth + 1);
      if (isSyntaxProblem(inner)) return inner;
      return this.take(')') ? inner : this.problem("')' is missing");
    }
    const start = this.at;
    const end = operandEnd(this.text, start);
    const word = this.text.slice(start, end).trimEnd();
    if (word === '') return this.problem('a path, a function call or a value is missing');
    this.at = start + word.length;
    const literal = literalOf(word);
    if (literal !== undefined) return () => literal;
    const expression = compileStringExpression(word, 'condition');
    if (isSyntaxProblem(expression))
      return new SyntaxProblem(expression.message, start + expression.offset, expression.length);
    return (scope) => expression.evaluate(scope);
  }

  private take(token: string): boolean {
    this.skipBlanks();
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }
}

/** Where an operand ends: at an operator or a closing parenthesis that is not inside its own brackets or quotes. */
function operandEnd(text: string, start: number): number {
  let depth = 0;
  let quote = '';
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote) {
      if (character === '\\') at += 1;
      else if (character === quote) quote = '';
    } else if (character === "'" || character === '"') quote = character;
    else if (character === '[' || character === '(') depth += 1;
    else if (character === ']') depth -= 1;
    else if (character === ')') {
      if (depth === 0) return at;
      depth -= 1;
    } else if (depth === 0 && (/[=!<>]/.test(character) || text.startsWith('&&', at) || text.startsWith('||', at)))
      return at;
  }
  return text.length;
}

function literalOf(word: string): Json | undefined {
  if (/^'(?:[^'\\]|\\.)*'$/.test(word)) return word.slice(1, -1).replace(/\\(.)/g, '$1');
  if (!/^(?:true|false|null|-?\d[\d.eE+-]*|".*")$/.test(word)) return undefined;
  try {
    return JSON.parse(word) as Json;
  } catch {
    return undefined;
  }
}

function everyOf(parts: readonly Evaluator[]): Evaluator {
  return (scope) => {
    for (const part of parts) {
      const value = part(scope);
      if (value instanceof ExpressionFailure || !isTruthy(value))
        return value instanceof ExpressionFailure ? value : false;
    }
    return true;
  };
}

function someOf(parts: readonly Evaluator[]): Evaluator {
  return (scope) => {
    for (const part of parts) {
      const value = part(scope);
      if (value instanceof ExpressionFailure || isTruthy(value))
        return value instanceof ExpressionFailure ? value : true;
    }
    return false;
  };
}

function compare(left: Json, operator: Operator, right: Json): boolean {
  if (operator === '==') return deepEqual(left, right);
  if (operator === '!=') return !deepEqual(left, right);
  const ordered =
    (typeof left === 'number' && typeof right === 'number') || (typeof left === 'string' && typeof right === 'string');
  if (!ordered) return false;
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  return operator === '>' ? left > right : left >= right;
}
