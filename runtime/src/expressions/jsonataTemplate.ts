import { isObject, type Json } from '../asl/json.ts';
import { setMember } from '../asl/setMember.ts';
import { Constant } from './constant.ts';
import { ExpressionFailure } from './failure.ts';
import {
  type CompiledJsonata,
  compileJsonata,
  type Evaluated,
  isJsonataString,
  jsonataText,
  queryFailure,
} from './jsonata.ts';
import { isSyntaxProblem } from './problem.ts';
import type { EvaluationScope } from './scope.ts';

/** A value with JSONata expressions anywhere in it, compiled once. */
export interface JsonataTemplate {
  /** Whether there is no expression in it: then its value is the template itself. */
  readonly constant: boolean;
  /** The value: at once when every expression answers at once. Parts without expressions are those of the template, by reference. */
  evaluate(scope: EvaluationScope): Evaluated;
}

/**
 * Compiles the value of a field that takes JSONata. Every `{% %}` string in it, in objects and arrays at any depth, is an
 * expression; member names never are. `location` is the field as failures name it; members add `/name`, items `[index]`.
 */
export function compileJsonataTemplate(value: Json, location: string): JsonataTemplate {
  return compileNode(value, location) ?? new Constant(value);
}

class Expression implements JsonataTemplate {
  readonly constant = false;

  constructor(
    private readonly expression: CompiledJsonata,
    private readonly location: string,
  ) {
    expression.ready();
  }

  evaluate(scope: EvaluationScope): Evaluated {
    return this.expression.evaluate(scope, this.location);
  }
}

class Broken implements JsonataTemplate {
  readonly constant = false;

  constructor(private readonly failure: ExpressionFailure) {}

  evaluate(): ExpressionFailure {
    return this.failure;
  }
}

/** An object or array with at least one dynamic part. `names` is undefined for an array. */
class Composite implements JsonataTemplate {
  readonly constant = false;

  constructor(
    private readonly names: readonly string[] | undefined,
    private readonly literals: readonly Json[],
    private readonly parts: readonly (JsonataTemplate | undefined)[],
  ) {}

  evaluate(scope: EvaluationScope): Evaluated {
    const values: Json[] = [];
    for (let at = 0; at < this.parts.length; at += 1) {
      const part = this.parts[at];
      const value = part === undefined ? this.literals[at]! : part.evaluate(scope);
      if (value instanceof ExpressionFailure) return value;
      if (value instanceof Promise) return this.settle(scope, values, at, value);
      values.push(value);
    }
    return this.assemble(values);
  }

  /** Goes on one part after the other, so that the first failure in the order of the definition is the one that counts. */
  private async settle(
    scope: EvaluationScope,
    values: Json[],
    from: number,
    first: Promise<Json | ExpressionFailure>,
  ): Promise<Json | ExpressionFailure> {
    const evaluated: Evaluated[] = [first];
    for (const [at, part] of this.parts.entries()) {
      if (at > from) evaluated.push(part === undefined ? this.literals[at]! : part.evaluate(scope));
    }
    for (const pending of evaluated) {
      const value = await pending;
      if (value instanceof ExpressionFailure) return value;
      values.push(value);
    }
    return this.assemble(values);
  }

  private assemble(values: Json[]): Json {
    if (this.names === undefined) return values;
    const object: Record<string, Json> = {};
    for (let at = 0; at < this.names.length; at += 1) {
      setMember(object, this.names[at]!, values[at]!);
    }
    return object;
  }
}

/** The template of a value, or undefined when nothing in it is dynamic. */
function compileNode(value: Json, location: string): JsonataTemplate | undefined {
  if (isJsonataString(value)) return compileExpression(jsonataText(value), location);
  if (Array.isArray(value)) {
    const parts = value.map((item, index) => compileNode(item, `${location}[${index}]`));
    return parts.some((part) => part !== undefined) ? new Composite(undefined, value, parts) : undefined;
  }
  if (!isObject(value)) return undefined;
  const names = Object.keys(value);
  const parts = names.map((name) => compileNode(value[name]!, `${location}/${name}`));
  if (parts.every((part) => part === undefined)) return undefined;
  return new Composite(names, Object.values(value), parts);
}

function compileExpression(text: string, location: string): JsonataTemplate {
  const expression = compileJsonata(text);
  if (!isSyntaxProblem(expression)) return new Expression(expression, location);
  return new Broken(queryFailure(text, location, `threw an error during evaluation: ${expression.message}`));
}
