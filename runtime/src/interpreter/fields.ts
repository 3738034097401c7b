import type { Json, JsonObject } from '../asl/json.ts';
import { ExpressionFailure } from '../expressions/failure.ts';
import {
  compileJsonata,
  isJsonataString,
  jsonataText,
  jsonTypeName,
  queryFailure,
  unexpectedType,
} from '../expressions/jsonata.ts';
import { compileJsonataTemplate } from '../expressions/jsonataTemplate.ts';
import { compilePath, isSyntaxProblem } from '../expressions/jsonPath.ts';
import { compileTemplate } from '../expressions/payloadTemplate.ts';
import type { Branch } from './branch.ts';
import { type Evaluated, pathReader } from './phases.ts';

/** A field that holds a number, an expression, or has a `...Path` twin. */
export interface NumberField {
  readonly name: string;
  readonly kind: 'integer' | 'float';
  /** Where failures of a JSONata expression say they are; the field's name by default. */
  readonly location?: string;
  /** What is wrong with a value, where something is. */
  readonly check?: (value: number, name: string) => string | undefined;
}

/** The number, or undefined where the field is absent. `$` of a path is `input`. */
export type NumberReader = (branch: Branch, input: Json) => undefined | Evaluated;

/** Compiles a number field of `owner`; undefined when the definition does not have it. */
export function numberField(owner: JsonObject, queryLanguage: string, field: NumberField): NumberReader | undefined {
  const pathText = owner[`${field.name}Path`];
  if (queryLanguage === 'JSONPath' && typeof pathText === 'string') return numberPath(pathText, field);
  const value = owner[field.name];
  if (value === undefined) return undefined;
  if (queryLanguage === 'JSONata' && isJsonataString(value)) return numberExpression(jsonataText(value), field);
  return () => checked(Number(value), field, 'States.Runtime');
}

function numberPath(text: string, field: NumberField): NumberReader {
  const read = pathReader(text);
  return (branch, input) => {
    const value = read(branch, input);
    if (value instanceof ExpressionFailure) return value;
    const number = numberOf(value, field.kind);
    if (number === undefined) {
      const shown = typeof value === 'string' ? value : JSON.stringify(value);
      return new ExpressionFailure(
        'States.Runtime',
        `The ${field.name}Path field refers to value "${shown}" which is not a valid ${field.kind}: ${text}`,
      );
    }
    return checked(number, field, 'States.Runtime');
  };
}

function numberExpression(text: string, field: NumberField): NumberReader {
  const location = field.location ?? field.name;
  const evaluate = expression(text, location);
  return (branch) => {
    const value = evaluate(branch);
    return value instanceof Promise
      ? value.then((settled) => checkedNumber(settled, text, location, field))
      : checkedNumber(value, text, location, field);
  };
}

function checkedNumber(
  value: Json | ExpressionFailure,
  text: string,
  location: string,
  field: NumberField,
): Json | ExpressionFailure {
  if (value instanceof ExpressionFailure) return value;
  if (typeof value !== 'number' || (field.kind === 'integer' && !Number.isInteger(value))) {
    return unexpectedType(text, location, field.kind === 'integer' ? 'integer' : 'number', value);
  }
  return checked(value, field, 'States.QueryEvaluationError', location);
}

/** Evaluates a JSONata field of the state's own. */
export function expression(text: string, location: string): (branch: Branch) => Evaluated {
  const compiled = compileJsonata(text);
  if (isSyntaxProblem(compiled)) {
    const failure = queryFailure(text, location, `threw an error during evaluation. ${compiled.message}`);
    return () => failure;
  }
  compiled.ready();
  return (branch) => compiled.evaluate(branch.evaluation.withStates({ input: branch.input }), location);
}

/** A value of a JSONata field, checked; literals pass through. */
export function typedField(
  value: Json,
  location: string,
  expected: 'string' | 'boolean' | 'array' | 'object',
): (branch: Branch) => Evaluated {
  if (!isJsonataString(value)) return () => value;
  const text = jsonataText(value);
  const evaluate = expression(text, location);
  const check = (settled: Json | ExpressionFailure) =>
    settled instanceof ExpressionFailure || jsonTypeName(settled) === expected
      ? settled
      : unexpectedType(text, location, expected, settled);
  return (branch) => {
    const result = evaluate(branch);
    return result instanceof Promise ? result.then(check) : check(result);
  };
}

/**
 * A field that holds a template which is evaluated before the state's work: over the raw input in JSONata, over the effective one in JSONPath.
 * `location` is what failures of an expression call it.
 */
export function templateField(written: Json, location: string, queryLanguage: string): (branch: Branch) => Evaluated {
  if (queryLanguage === 'JSONata') {
    const template = compileJsonataTemplate(written, location);
    return (branch) => template.evaluate(branch.evaluation.withStates({ input: branch.input }));
  }
  const template = compileTemplate(written);
  return (branch) => template.evaluate(branch.evaluation.at(branch.effective));
}

/** What an ItemReader or ResultWriter asks its service for. */
export function requestField(owner: JsonObject, name: string, queryLanguage: string): (branch: Branch) => Evaluated {
  const written = queryLanguage === 'JSONata' ? owner.Arguments : owner.Parameters;
  return templateField(written ?? {}, `${name}/Arguments`, queryLanguage);
}

/** Whether a text is a path that can be compiled. */
export function isPath(text: string): boolean {
  return !isSyntaxProblem(compilePath(text));
}

/** Numbers, and strings that spell one: every recorded `...Path` field accepts both. */
function numberOf(value: Json, kind: 'integer' | 'float'): number | undefined {
  const number =
    typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  if (!Number.isFinite(number) || (kind === 'integer' && !Number.isInteger(number))) return undefined;
  return number;
}

function checked(value: number, field: NumberField, error: string, location?: string): number | ExpressionFailure {
  const problem = field.check?.(value, field.name);
  return problem === undefined ? value : new ExpressionFailure(error, problem, location);
}
