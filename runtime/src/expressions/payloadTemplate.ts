import { isObject, type Json } from '../asl/json.ts';
import { setMember } from '../asl/setMember.ts';
import { Constant } from './constant.ts';
import { ExpressionFailure } from './failure.ts';
import { type CompiledIntrinsic, compileIntrinsic } from './intrinsic/evaluate.ts';
import { type CompiledPath, compilePath } from './jsonPath.ts';
import { isSyntaxProblem, SyntaxProblem } from './problem.ts';
import type { EvaluationScope } from './scope.ts';

/** A payload template, compiled once. */
export interface Template {
  /** Whether the template has no expression: then its value is the template itself. */
  readonly constant: boolean;
  /** The value; the parts without expressions are those of the template, by reference. */
  evaluate(scope: EvaluationScope): Json | ExpressionFailure;
}

/** A path or an intrinsic call that stands in a named field. */
export interface StringExpression {
  readonly expression: CompiledPath | CompiledIntrinsic;
  /** Fails with States.Runtime when a path finds nothing, naming the field. */
  evaluate(scope: EvaluationScope): Json | ExpressionFailure;
}

/**
 * Compiles a JSONPath payload template (Amazon States Language, Payload Template): the value of a member whose name ends in `.$` is a path
 * or an intrinsic call, the rest is literal. A member that cannot be compiled fails when it is evaluated.
 */
export function compileTemplate(value: Json): Template {
  return compileNode(value) ?? new Constant(value);
}

/** Compiles a path or an intrinsic call; `field` is what failures call it (`ErrorPath`, `value.$`). */
export function compileStringExpression(text: string, field: string): StringExpression | SyntaxProblem {
  const expression = text.trimStart().startsWith('$') ? compilePath(text) : compileIntrinsic(text);
  if (isSyntaxProblem(expression)) return expression;
  return expression.kind === 'path' ? new PathField(expression, field) : new IntrinsicField(expression);
}

/** A part of a template that has something to evaluate. */
interface DynamicNode extends Template {
  readonly constant: false;
}

class PathField implements DynamicNode, StringExpression {
  readonly constant = false;

  constructor(
    readonly expression: CompiledPath,
    private readonly field: string,
  ) {}

  evaluate(scope: EvaluationScope): Json | ExpressionFailure {
    const value = this.expression.evaluate(scope);
    return value === undefined ? this.notFound(scope) : value;
  }

  /** Recorded on AWS; a context path or a variable is reported with the state's input, too. */
  private notFound(scope: EvaluationScope): ExpressionFailure {
    const cause = `The JSONPath '${this.expression.text}' specified for the field '${this.field}' could not be found in the input '${JSON.stringify(scope.input)}'`;
    return new ExpressionFailure('States.Runtime', cause);
  }
}

class IntrinsicField implements DynamicNode, StringExpression {
  readonly constant = false;

  constructor(readonly expression: CompiledIntrinsic) {}

  evaluate(scope: EvaluationScope): Json | ExpressionFailure {
    return this.expression.evaluate(scope);
  }
}

class BrokenField implements DynamicNode {
  readonly constant = false;
  private readonly failure: ExpressionFailure;

  constructor(field: string, problem: SyntaxProblem) {
    const message = `The value for the field '${field}' must be a valid JSONPath or a valid intrinsic function call: ${problem.message}`;
    this.failure = new ExpressionFailure('States.Runtime', message);
  }

  evaluate(): ExpressionFailure {
    return this.failure;
  }
}

class ObjectNode implements DynamicNode {
  readonly constant = false;

  constructor(
    private readonly names: readonly string[],
    /** Per name: a literal value, or the node that makes it. */
    private readonly literals: readonly (Json | undefined)[],
    private readonly nodes: readonly (DynamicNode | undefined)[],
  ) {}

  evaluate(scope: EvaluationScope): Json | ExpressionFailure {
    const object: Record<string, Json> = {};
    for (let at = 0; at < this.names.length; at += 1) {
      const node = this.nodes[at];
      const value = node === undefined ? this.literals[at]! : node.evaluate(scope);
      if (value instanceof ExpressionFailure) return value;
      setMember(object, this.names[at]!, value);
    }
    return object;
  }
}

class ArrayNode implements DynamicNode {
  readonly constant = false;

  constructor(private readonly items: readonly Template[]) {}

  evaluate(scope: EvaluationScope): Json | ExpressionFailure {
    const array: Json[] = [];
    for (const item of this.items) {
      const value = item.evaluate(scope);
      if (value instanceof ExpressionFailure) return value;
      array.push(value);
    }
    return array;
  }
}

/** The node for a value, or undefined when nothing in it is dynamic. */
function compileNode(value: Json): DynamicNode | undefined {
  if (Array.isArray(value)) {
    const items = value.map(compileNode);
    return items.some((item) => item !== undefined)
      ? new ArrayNode(items.map((item, at) => item ?? new Constant(value[at]!)))
      : undefined;
  }
  if (!isObject(value)) return undefined;
  // The arrays become those of the node: its length is known, and definitions have thousands of them.
  const names = Object.keys(value);
  const literals = new Array<Json | undefined>(names.length);
  const nodes = new Array<DynamicNode | undefined>(names.length);
  let dynamic = false;
  for (let at = 0; at < names.length; at += 1) {
    const name = names[at]!;
    const isDynamic = name.endsWith('.$');
    const node = isDynamic ? compileMember(name, value[name]!) : compileNode(value[name]!);
    if (isDynamic) names[at] = name.slice(0, -2);
    literals[at] = node === undefined ? value[name] : undefined;
    nodes[at] = node;
    dynamic ||= node !== undefined;
  }
  return dynamic ? new ObjectNode(names, literals, nodes) : undefined;
}

function compileMember(name: string, value: Json): DynamicNode {
  if (typeof value !== 'string') return new BrokenField(name, new SyntaxProblem('it is not a string', 0));
  const expression = compileStringExpression(value, name);
  return isSyntaxProblem(expression) ? new BrokenField(name, expression) : (expression as PathField | IntrinsicField);
}
