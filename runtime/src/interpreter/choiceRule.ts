import { type Comparison, choiceOperator, compare, type OperatorFact, parseTimestamp } from '../asl/choice.ts';
import { isObject, type Json, type JsonObject } from '../asl/json.ts';
import { ExpressionFailure } from '../expressions/failure.ts';
import { compilePath, isSyntaxProblem } from '../expressions/jsonPath.ts';
import type { EvaluationScope } from '../expressions/scope.ts';

/** A compiled JSONPath rule, so that a debugger can show every operand with its value. */
export type ChoiceRule = DataTest | BooleanRule | InvalidRule;

export interface DataTest {
  readonly kind: 'test';
  readonly variable: string;
  readonly operator: string;
  readonly operand: Json;
  evaluate(scope: EvaluationScope): boolean | ExpressionFailure;
}

export interface BooleanRule {
  readonly kind: 'And' | 'Or' | 'Not';
  readonly rules: readonly ChoiceRule[];
  evaluate(scope: EvaluationScope): boolean | ExpressionFailure;
}

export interface InvalidRule {
  readonly kind: 'invalid';
  evaluate(scope: EvaluationScope): ExpressionFailure;
}

/** Compiles a rule of a JSONPath Choice state (Amazon States Language, "Choice State"). */
export function compileChoiceRule(rule: Json): ChoiceRule {
  if (!isObject(rule)) return invalid('A Choice rule must be an object.');
  if (Array.isArray(rule.And)) return every(rule.And.map(compileChoiceRule));
  if (Array.isArray(rule.Or)) return some(rule.Or.map(compileChoiceRule));
  if (rule.Not !== undefined) return not(compileChoiceRule(rule.Not));
  return dataTest(rule);
}

function every(rules: readonly ChoiceRule[]): BooleanRule {
  return { kind: 'And', rules, evaluate: (scope) => combine(rules, scope, false) };
}

function some(rules: readonly ChoiceRule[]): BooleanRule {
  return { kind: 'Or', rules, evaluate: (scope) => combine(rules, scope, true) };
}

/** Stops at the first rule with the `decisive` outcome. */
function combine(rules: readonly ChoiceRule[], scope: EvaluationScope, decisive: boolean): boolean | ExpressionFailure {
  for (const rule of rules) {
    const outcome = rule.evaluate(scope);
    if (outcome instanceof ExpressionFailure || outcome === decisive) return outcome;
  }
  return !decisive;
}

function not(rule: ChoiceRule): BooleanRule {
  return {
    kind: 'Not',
    rules: [rule],
    evaluate: (scope) => {
      const outcome = rule.evaluate(scope);
      return outcome instanceof ExpressionFailure ? outcome : !outcome;
    },
  };
}

function dataTest(rule: JsonObject): DataTest | InvalidRule {
  const operator = Object.keys(rule).find((name) => choiceOperator(name));
  const fact = operator === undefined ? undefined : choiceOperator(operator);
  if (operator === undefined || !fact || typeof rule.Variable !== 'string') {
    return invalid('A Choice rule needs Variable and one comparison operator.');
  }
  const variable = compilePath(rule.Variable);
  if (isSyntaxProblem(variable)) return invalid(`Invalid path '${rule.Variable}' : ${variable.message}`);
  const operand = rule[operator] ?? null;
  const read = operandReader(fact, operand);
  if (read instanceof ExpressionFailure) return invalid(read.cause);
  const test = testOf(operator, fact);
  const present = operator === 'IsPresent';
  return {
    kind: 'test',
    variable: rule.Variable,
    operator,
    operand,
    evaluate: (scope) => {
      const left = variable.evaluate(scope);
      if (present) return (left !== undefined) === operand;
      if (left === undefined) return invalidReference(variable.text);
      const right = read(scope);
      return right instanceof ExpressionFailure ? right : test(left, right);
    },
  };
}

function operandReader(
  fact: OperatorFact,
  operand: Json,
): ((scope: EvaluationScope) => Json | ExpressionFailure) | ExpressionFailure {
  if (!fact.path) return () => operand;
  const path = compilePath(String(operand));
  if (isSyntaxProblem(path))
    return new ExpressionFailure('States.Runtime', `Invalid path '${operand}' : ${path.message}`);
  return (scope) => path.evaluate(scope) ?? invalidReference(path.text);
}

function testOf(operator: string, fact: OperatorFact): (left: Json, right: Json) => boolean {
  const comparison = fact.comparison as Comparison;
  switch (fact.kind) {
    case 'string':
      return (left, right) => typeof left === 'string' && typeof right === 'string' && compare(left, comparison, right);
    case 'numeric':
      return (left, right) => typeof left === 'number' && typeof right === 'number' && compare(left, comparison, right);
    case 'boolean':
      return (left, right) => typeof left === 'boolean' && typeof right === 'boolean' && left === right;
    case 'timestamp':
      return (left, right) => {
        const [a, b] = [instant(left), instant(right)];
        return a !== undefined && b !== undefined && compare(a, comparison, b);
      };
    case 'match':
      return (left, right) => typeof left === 'string' && typeof right === 'string' && matches(left, right);
    case 'type':
      return (left, right) => isOfType(operator, left) === right;
  }
}

function isOfType(operator: string, value: Json): boolean {
  switch (operator) {
    case 'IsNull':
      return value === null;
    case 'IsNumeric':
      return typeof value === 'number';
    case 'IsString':
      return typeof value === 'string';
    case 'IsBoolean':
      return typeof value === 'boolean';
    default:
      return instant(value) !== undefined;
  }
}

function instant(value: Json): number | undefined {
  return typeof value === 'string' ? parseTimestamp(value) : undefined;
}

/** StringMatches: `*` is any run of characters, a backslash takes the next character as it is. Linear in pattern and text. */
export function matches(text: string, pattern: string): boolean {
  const parts: (string | null)[] = [];
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern.charAt(i);
    if (character === '*') parts.push(null);
    else if (character === '\\' && i + 1 < pattern.length) parts.push(pattern.charAt(++i));
    else parts.push(character);
  }
  let [at, star, mark] = [0, -1, 0];
  let i = 0;
  while (i < text.length) {
    if (at < parts.length && parts[at] === null) {
      star = at++;
      mark = i;
    } else if (at < parts.length && parts[at] === text.charAt(i)) {
      at += 1;
      i += 1;
    } else if (star >= 0) {
      at = star + 1;
      i = ++mark;
    } else return false;
  }
  while (at < parts.length && parts[at] === null) at += 1;
  return at === parts.length;
}

/** Wording observed for a Choice whose path finds nothing. */
function invalidReference(path: string): ExpressionFailure {
  return new ExpressionFailure(
    'States.Runtime',
    `Invalid path '${path}': The choice state's condition path references an invalid value.`,
  );
}

function invalid(cause: string): InvalidRule {
  const failure = new ExpressionFailure('States.Runtime', cause);
  return { kind: 'invalid', evaluate: () => failure };
}
