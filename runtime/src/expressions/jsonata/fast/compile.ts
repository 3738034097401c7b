import { isObject, type Json } from '../../../asl/json.ts';
import type { JsonataFilter, JsonataNode } from '../syntax.ts';
import { arrayConstructor, grouping } from './constructors.ts';
import { functionCall } from './functions.ts';
import { binaryOperator, negation } from './operators.ts';
import { applyFilter, type Filter, pathEvaluator, type Step } from './path.ts';
import type { Evaluate } from './run.ts';
import { bail, collapsed, isSequence, isTrue, lookup, member, type Value } from './values.ts';

/**
 * Compiles a node for synchronous evaluation, or undefined when something in it is left to the reference implementation:
 * functions as values, sorting, transforms, joins, and what the tables of operators and functions do not have.
 */
export function compileNode(node: JsonataNode): Evaluate | undefined {
  const evaluate = compileKind(node);
  if (evaluate === undefined) return undefined;
  const filters = compileFilters(node.predicate);
  if (filters === undefined) return undefined;
  const group = node.type === 'path' || node.group === undefined ? undefined : compileGrouping(node.group.lhs);
  if (node.group !== undefined && node.type !== 'path' && group === undefined) return undefined;
  return completed(node, evaluate, filters, group);
}

/** Adds what follows the evaluation of any node: filters, grouping, and the collapse of a sequence. */
function completed(
  node: JsonataNode,
  evaluate: Evaluate,
  filters: readonly Filter[],
  group: ReturnType<typeof grouping> | undefined,
): Evaluate {
  if (filters.length === 0 && group === undefined && !mayAnswerSequence(node)) return evaluate;
  const keepsArray = node.keepArray === true;
  if (filters.length === 0 && group === undefined && !keepsArray)
    return (context, run) => collapsed(evaluate(context, run));
  return (context, run) => {
    let value: Value = evaluate(context, run);
    for (const filter of filters) value = applyFilter(filter, value, run);
    if (group !== undefined) value = group(value, run);
    if (keepsArray && isSequence(value)) value.keepSingleton = true;
    return collapsed(value);
  };
}

const NEVER_SEQUENCE = new Set(['string', 'number', 'value', 'name']);

function mayAnswerSequence(node: JsonataNode): boolean {
  if (NEVER_SEQUENCE.has(node.type)) return node.type === 'name';
  if (node.type === 'binary') return node.value === '..';
  if (node.type === 'unary') return false;
  return true;
}

function compileKind(node: JsonataNode): Evaluate | undefined {
  if (node.tuple === true || node.focus !== undefined || node.index !== undefined || node.ancestor !== undefined)
    return undefined;
  switch (node.type) {
    case 'string':
    case 'number':
    case 'value': {
      const value = node.value as Json;
      return () => value;
    }
    case 'variable':
      return compileVariable(node.value as string);
    case 'path':
      return compilePath(node);
    case 'binary': {
      const left = compileNode(node.lhs as JsonataNode);
      const right = compileNode(node.rhs!);
      return left && right && binaryOperator(node.value, left, right);
    }
    case 'unary':
      return compileUnary(node);
    case 'condition':
      return compileCondition(node);
    case 'block':
      return compileBlock(node);
    case 'bind':
      return undefined;
    case 'function':
      return compileCall(node, undefined);
    case 'apply':
      return compileApply(node);
    default:
      return undefined;
  }
}

function compileVariable(name: string): Evaluate | undefined {
  if (name === '') return (context) => context;
  if (name === '$') return undefined;
  return (_, run) => run.variable(name);
}

function compileUnary(node: JsonataNode): Evaluate | undefined {
  if (node.value === '-') {
    const operand = compileNode(node.expression!);
    return operand && negation(operand);
  }
  if (node.value === '{') return compileGrouping(node.lhs as readonly (readonly [JsonataNode, JsonataNode])[]);
  const items = node.expressions!.map((item) => ({
    evaluate: compileNode(item),
    isArrayConstructor: item.value === '[',
  }));
  if (items.some((item) => item.evaluate === undefined)) return undefined;
  return arrayConstructor(items as { evaluate: Evaluate; isArrayConstructor: boolean }[], node.consarray === true);
}

function compileGrouping(
  list: readonly (readonly [JsonataNode, JsonataNode])[],
): ReturnType<typeof grouping> | undefined {
  const pairs: [Evaluate, Evaluate][] = [];
  for (const [key, value] of list) {
    const [evaluateKey, evaluateValue] = [compileNode(key), compileNode(value)];
    if (evaluateKey === undefined || evaluateValue === undefined) return undefined;
    pairs.push([evaluateKey, evaluateValue]);
  }
  return grouping(pairs);
}

function compileCondition(node: JsonataNode): Evaluate | undefined {
  const condition = compileNode(node.condition!);
  const then = compileNode(node.then!);
  const otherwise = node.else === undefined ? () => undefined : compileNode(node.else);
  if (condition === undefined || then === undefined || otherwise === undefined) return undefined;
  return (context, run) => (isTrue(condition(context, run)) ? then(context, run) : otherwise(context, run));
}

/** `(a; b)`. Bindings are taken only where they stand as statements: there they are evaluated in the order in which they are written. */
function compileBlock(node: JsonataNode): Evaluate | undefined {
  const statements: Evaluate[] = [];
  let binds = false;
  for (const part of node.expressions!) {
    const statement = part.type === 'bind' ? compileBind(part) : compileNode(part);
    if (statement === undefined) return undefined;
    binds ||= part.type === 'bind';
    statements.push(statement);
  }
  const last = statements.at(-1);
  if (last === undefined) return () => undefined;
  if (statements.length === 1 && !binds) return last;
  return (context, run) => {
    run.enterBlock();
    let value: Value;
    for (const statement of statements) value = statement(context, run);
    run.leaveBlock();
    return value;
  };
}

function compileBind(node: JsonataNode): Evaluate | undefined {
  const value = node.rhs!.type === 'bind' ? compileBind(node.rhs!) : compileNode(node.rhs!);
  const name = (node.lhs as JsonataNode).value as string;
  if (value === undefined || node.predicate !== undefined || node.group !== undefined) return undefined;
  return (context, run) => {
    const bound = value(context, run);
    run.bind(name, bound);
    return bound;
  };
}

function compileCall(node: JsonataNode, piped: Evaluate | undefined): Evaluate | undefined {
  const procedure = node.procedure!;
  if (procedure.type !== 'variable' || procedure.predicate !== undefined || procedure.group !== undefined)
    return undefined;
  const values: Evaluate[] = piped === undefined ? [] : [piped];
  for (const argument of node.arguments ?? []) {
    const value = compileNode(argument);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return functionCall(procedure.value as string, values);
}

/** `value ~> $f(more)`: the value is the first argument. */
function compileApply(node: JsonataNode): Evaluate | undefined {
  const value = compileNode(node.lhs as JsonataNode);
  const right = node.rhs!;
  if (value === undefined || right.predicate !== undefined || right.group !== undefined || right.keepArray)
    return undefined;
  if (right.type === 'function') return compileCall(right, value);
  if (right.type === 'variable' && right.value !== '') return functionCall(right.value as string, [value]);
  return undefined;
}

function compileFilters(list: readonly JsonataFilter[] | undefined): Filter[] | undefined {
  const filters: Filter[] = [];
  for (const filter of list ?? []) {
    const evaluate = filter.type === 'filter' ? compileNode(filter.expr!) : undefined;
    if (evaluate === undefined) return undefined;
    filters.push({ evaluate, index: filter.expr!.type === 'number' ? (filter.expr!.value as number) : undefined });
  }
  return filters;
}

function compilePath(node: JsonataNode): Evaluate | undefined {
  const steps: Step[] = [];
  for (const step of node.steps!) {
    const compiled = compileStep(step);
    if (compiled === undefined) return undefined;
    steps.push(compiled);
  }
  const group = node.group === undefined ? undefined : compileGrouping(node.group.lhs);
  if (node.group !== undefined && group === undefined) return undefined;
  const first = node.steps![0]!;
  const keepsSingleton = node.keepSingletonArray === true;
  const state = stateMember(node);
  if (state === undefined) {
    return pathEvaluator({ steps, startsAtVariable: first.type === 'variable', keepsSingleton, group });
  }
  const rest: Step[] = [{ evaluate: state, filters: [], isArrayConstructor: false }, ...steps.slice(2)];
  if (rest.length === 1 && !keepsSingleton && group === undefined) return state;
  return pathEvaluator({ steps: rest, startsAtVariable: true, keepsSingleton, group });
}

/** `$states.input`: read without making the `$states` object. */
function stateMember(node: JsonataNode): Evaluate | undefined {
  const [variable, step] = node.steps!;
  if (variable!.type !== 'variable' || variable!.value !== 'states' || variable!.predicate || variable!.keepArray)
    return undefined;
  if (variable!.group || step?.type !== 'name' || step.stages || step.keepArray || node.steps!.length < 2)
    return undefined;
  const name = step.value as string;
  return (_, run) => {
    if (run.hasOwnStates) return run.stateMember(name);
    const states = run.variable('states');
    return isObject(states) ? member(states, name) : bail();
  };
}

function compileStep(node: JsonataNode): Step | undefined {
  if (node.type === 'sort' || node.tuple === true || node.focus !== undefined || node.index !== undefined)
    return undefined;
  const filters = compileFilters(node.stages);
  if (filters === undefined) return undefined;
  const isArrayConstructor = node.consarray === true;
  if (node.type === 'name') {
    if (node.predicate !== undefined || node.group !== undefined || node.ancestor !== undefined) return undefined;
    const name = node.value as string;
    if (node.keepArray !== true)
      return { name, evaluate: (context) => collapsed(lookup(context, name)), filters, isArrayConstructor };
    return { evaluate: (context) => collapsed(keptArray(lookup(context, name))), filters, isArrayConstructor };
  }
  const evaluate = node.type === 'wildcard' ? undefined : compileNode(node);
  return evaluate && { evaluate, filters, isArrayConstructor };
}

function keptArray(value: Value): Value {
  if (isSequence(value)) value.keepSingleton = true;
  return value;
}
