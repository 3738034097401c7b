import type { Json } from '../asl/json.ts';
import { ExpressionFailure } from './failure.ts';
import { EvaluationInstant, INSTANT } from './jsonata/instant.ts';
import { type JsonataError, type PackageExpression, parseWithPackage } from './jsonata/package.ts';
import { collectReferences, type JsonataReferences } from './jsonata/references.ts';
import { plainResult, TOO_LARGE, UNSUPPORTED } from './jsonata/result.ts';
import { coalescingProblem, staticProblemsOf } from './jsonata/static.ts';
import { isDeeperThan, type JsonataNode } from './jsonata/syntax.ts';
import { writesIntoInput } from './jsonata/writes.ts';
import { BAIL, compileFast, evaluateFast, type FastExpression } from './jsonataFast.ts';
import { keptByText } from './keptByText.ts';
import { isSyntaxProblem, SyntaxProblem } from './problem.ts';
import type { EvaluationScope } from './scope.ts';

/** What evaluating gives: at once where it can, else a promise. */
export type Evaluated = Json | ExpressionFailure | Promise<Json | ExpressionFailure>;

/** A JSONata expression, compiled once, to be evaluated any number of times and by any number of executions at once. */
export class CompiledJsonata {
  private prepared: Prepared | undefined;

  constructor(
    /** The expression without `{% %}`, trimmed. */
    readonly text: string,
    private readonly expression: PackageExpression,
  ) {}

  /** The syntax tree of the `jsonata` package. */
  get root(): JsonataNode {
    return this.expression.root;
  }

  /** Prepares the evaluation now instead of at the first one: who compiles a machine is going to run it. */
  ready(): this {
    this.prepared ??= prepare(this);
    return this;
  }

  /** Evaluates; `location` is the field as failures name it (`Output/a[0]`). Every failure is a States.QueryEvaluationError. */
  evaluate(scope: EvaluationScope, location: string): Evaluated {
    this.prepared ??= prepare(this);
    if (this.prepared.fast !== undefined) {
      const result = evaluateFast(this.prepared.fast, scope);
      if (result !== BAIL) return this.outcome(result, location);
    }
    return this.expression.evaluate(bindings(scope, this.prepared)).then(
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

/** Deepest tree that can be walked without using up the call stack. */
const DEPTH_LIMIT = 1_500;
/** Most expressions that are kept compiled. */
const KEPT_EXPRESSIONS = 16_384;

/**
 * Compiles an expression (without `{% %}`) of JSONata 2.0.6, the language level of the service. Parsing costs a hundred times as much as
 * evaluating, and validation, interpreter and editor compile the same texts over and over, so the last ones are kept.
 */
export const compileJsonata: (text: string) => CompiledJsonata | SyntaxProblem = keptByText(
  compileText,
  KEPT_EXPRESSIONS,
);

function compileText(text: string): CompiledJsonata | SyntaxProblem {
  const expression = parseWithPackage(text);
  if (isSyntaxProblem(expression)) return expression;
  // No tree is deeper than its text is long.
  if (text.length > DEPTH_LIMIT && isDeeperThan(expression.root, DEPTH_LIMIT)) {
    return new SyntaxProblem('The expression is nested too deeply', 0, text.length);
  }
  return coalescingProblem(text, expression.root) ?? new CompiledJsonata(text, expression);
}

/** The variables, members of `$states` and functions that an expression refers to, with their places. */
export function references(expression: CompiledJsonata): JsonataReferences {
  let known = keptReferences.get(expression);
  if (known === undefined) {
    known = collectReferences(expression.text, expression.root);
    keptReferences.set(expression, known);
  }
  return known;
}

const keptReferences = new WeakMap<CompiledJsonata, JsonataReferences>();

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

/** The failure of an expression whose value is of another type than its field takes (recorded on AWS). */
export function unexpectedType(text: string, location: string, expected: string, value: Json): ExpressionFailure {
  const problem = `returned an unexpected result type. Expected '${expected}', but was '${jsonTypeName(value)}' for value: ${JSON.stringify(value)}`;
  return queryFailure(text, location, problem);
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

/** What is found out about an expression when it is evaluated for the first time. */
interface Prepared {
  /** The synchronous form, where the expression has one. */
  readonly fast: FastExpression | undefined;
  /** Whether the package may look at the context object, which costs something to make. */
  readonly needsContext: boolean;
  /** Whether the package may write into what it is given. */
  readonly needsCopies: boolean;
}

function prepare(expression: CompiledJsonata): Prepared {
  const { states } = references(expression);
  return {
    fast: compileFast(expression.root),
    needsContext: states.some(({ member }) => member === undefined || member === 'context'),
    needsCopies: writesIntoInput(expression.root),
  };
}

function bindings(scope: EvaluationScope, { needsContext, needsCopies }: Prepared): Record<string, unknown> {
  const states = scope.states ?? { input: scope.input };
  const values = { ...scope.variables, states: needsContext ? { ...states, context: scope.context() } : states };
  return { ...(needsCopies ? structuredClone(values) : values), [INSTANT]: new EvaluationInstant(scope) };
}
