import type { Json } from '../asl/json.ts';
import { ExpressionFailure } from './failure.ts';
import { EvaluationInstant, INSTANT } from './jsonata/instant.ts';
import { type JsonataError, type PackageExpression, parseWithPackage } from './jsonata/package.ts';
import { collectReferences, type JsonataReferences } from './jsonata/references.ts';
import { plainResult, TOO_LARGE, UNSUPPORTED } from './jsonata/result.ts';
import { coalescingProblem, staticProblemsOf } from './jsonata/static.ts';
import type { JsonataNode } from './jsonata/syntax.ts';
import { writesIntoInput } from './jsonata/writes.ts';
import { BAIL, compileFast, evaluateFast, type FastExpression } from './jsonataFast.ts';
import { isSyntaxProblem, SyntaxProblem } from './problem.ts';
import type { EvaluationScope } from './scope.ts';

/** What evaluating gives: at once where it can, else a promise. */
export type Evaluated = Json | ExpressionFailure | Promise<Json | ExpressionFailure>;

/** A JSONata expression, compiled once, to be evaluated any number of times and by any number of executions at once. */
export class CompiledJsonata {
  private writes: boolean | undefined;

  constructor(
    /** The expression without `{% %}`, trimmed. */
    readonly text: string,
    private readonly expression: PackageExpression,
    private readonly fast: FastExpression | undefined,
  ) {}

  private get writesIntoInput(): boolean {
    this.writes ??= writesIntoInput(this.root);
    return this.writes;
  }

  /** The syntax tree of the `jsonata` package. */
  get root(): JsonataNode {
    return this.expression.root;
  }

  /** Evaluates; `location` is the field as failures name it (`Output/a[0]`). Every failure is a States.QueryEvaluationError. */
  evaluate(scope: EvaluationScope, location: string): Evaluated {
    if (this.fast !== undefined) {
      const result = evaluateFast(this.fast, scope);
      if (result !== BAIL) return this.outcome(result, location);
    }
    return this.expression.evaluate(bindings(scope, this.writesIntoInput)).then(
      (result) => this.outcome(result === undefined ? undefined : plainResult(result), location),
      (error: JsonataError) => this.thrown(error, location),
    );
  }

  private outcome(value: ReturnType<typeof plainResult> | undefined, location: string): Json | ExpressionFailure {
    if (value === undefined) return this.failure(location, 'returned nothing (undefined).');
    if (value === UNSUPPORTED) return this.failure(location, 'returned an unsupported result type.');
    if (value === TOO_LARGE) return this.thrown({ code: 'D2015' }, location);
    return value;
  }

  private thrown(error: JsonataError, location: string): ExpressionFailure {
    return this.failure(location, `threw an error during evaluation${errorText(error)}`);
  }

  private failure(location: string, problem: string): ExpressionFailure {
    return queryFailure(this.text, location, problem);
  }
}

/** Whether a JSON value is a JSONata expression: a string from exactly `{%` to exactly `%}`. */
export function isJsonataString(value: unknown): value is string {
  return typeof value === 'string' && value.length >= 4 && value.startsWith('{%') && value.endsWith('%}');
}

/** The expression in a `{% %}` string, trimmed, as failures quote it. */
export function jsonataText(value: string): string {
  return value.slice(2, -2).trim();
}

/** Compiles an expression (without `{% %}`) of JSONata 2.0.6, the language level of the service. */
export function compileJsonata(text: string): CompiledJsonata | SyntaxProblem {
  try {
    const expression = parseWithPackage(text);
    if (isSyntaxProblem(expression)) return expression;
    const problem = coalescingProblem(text, expression.root);
    return problem ?? new CompiledJsonata(text, expression, compileFast(expression.root));
  } catch (error) {
    if (error instanceof RangeError) return new SyntaxProblem('The expression is nested too deeply', 0, text.length);
    throw error;
  }
}

/** The variables, members of `$states` and functions that an expression refers to, with their places. */
export function references(expression: CompiledJsonata): JsonataReferences {
  return collectReferences(expression.text, expression.root);
}

/**
 * What the service refuses when the definition is created although the expression parses. `members` are those that `$states` has at
 * the expression's place; leave them out where the place is not known.
 */
export function staticProblems(expression: CompiledJsonata, members?: ReadonlySet<string>): SyntaxProblem[] {
  return staticProblemsOf(references(expression), members);
}

/** Names a JSON type as the service does. */
export type JsonTypeName = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

/** The JSON type of a value. */
export function jsonTypeName(value: Json): JsonTypeName {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : (typeof value as JsonTypeName);
}

/** The value when it has the type that its field takes, else the failure (recorded on AWS). */
export function expectType(
  value: Json,
  expected: JsonTypeName,
  expression: CompiledJsonata,
  location: string,
): Json | ExpressionFailure {
  const actual = jsonTypeName(value);
  if (actual === expected) return value;
  const problem = `returned an unexpected result type. Expected '${expected}', but was '${actual}' for value: ${JSON.stringify(value)}`;
  return queryFailure(expression.text, location, problem);
}

/** A failed expression, worded as the service words it. */
export function queryFailure(text: string, location: string, problem: string): ExpressionFailure {
  const cause = `The JSONata expression '${text}' specified for the field '${location}' ${problem}`;
  return new ExpressionFailure('States.QueryEvaluationError', cause, location);
}

/** Texts of exceeded limits, which on AWS carry no code. */
const LIMIT_TEXTS: Readonly<Record<string, string>> = {
  D1011: 'Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive.',
  D1012: 'Expression evaluation timeout: Check for infinite loop',
  D2014: 'Expression evaluation memory limit exceeded: Check for excessive memory usage',
  D2015: 'Expression evaluation memory limit exceeded: Check for excessive memory usage',
};

function errorText(error: JsonataError): string {
  if (error instanceof RangeError) return `: ${LIMIT_TEXTS[error.message.includes('call stack') ? 'D1011' : 'D2015']}`;
  if (error.code === undefined) return `: ${error.message ?? String(error)}`;
  const limit = LIMIT_TEXTS[error.code];
  return limit === undefined ? `. ${error.code}: ${error.message}` : `: ${limit}`;
}

function bindings(scope: EvaluationScope, asCopies: boolean): Record<string, unknown> {
  const states = { ...(scope.states ?? { input: scope.input }), context: scope.context() };
  const values = { ...scope.variables, states };
  return { ...(asCopies ? structuredClone(values) : values), [INSTANT]: new EvaluationInstant(scope) };
}
