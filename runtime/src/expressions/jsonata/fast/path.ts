import { isObject, type Json } from '../../../asl/json.ts';
import type { Evaluate, Run } from './run.ts';
import {
  bail,
  collapsed,
  isNumber,
  isSequence,
  isTrue,
  lookup,
  type Sequence,
  sequenceOf,
  type Value,
} from './values.ts';

/** A filter behind a node: `[0]`, `[price > 10]`. */
export interface Filter {
  /** The position, where the filter is a literal number. */
  readonly index?: number;
  readonly evaluate: Evaluate;
}

/** A step of a path. */
export interface Step {
  /** The member's name, where the step is one. */
  readonly name?: string;
  /** Whether the step is an array constructor, whose array is kept whole. */
  readonly isArrayConstructor: boolean;
  readonly evaluate: Evaluate;
  readonly filters: readonly Filter[];
}

export interface PathForm {
  readonly steps: readonly Step[];
  /** Whether the first step is a variable: then a context that is an array is one item. */
  readonly startsAtVariable: boolean;
  /** Whether `[]` stands somewhere in the path. */
  readonly keepsSingleton: boolean;
  readonly group?: (input: Value, run: Run) => Value;
}

/** The evaluation of a path; the result may be a sequence that the caller collapses. */
export function pathEvaluator(form: PathForm): Evaluate {
  const names = form.steps.slice(1).map((step) => (step.filters.length === 0 ? step.name : undefined));
  const isPlain =
    form.startsAtVariable && form.steps[0]!.filters.length === 0 && !form.keepsSingleton && form.group === undefined;
  if (isPlain && names.length > 0 && names.every((name) => name !== undefined)) {
    return memberChain(form, names as string[]);
  }
  return (context, run) => evaluateSteps(form, context, run);
}

/** `$variable.a.b`: goes from object to object, and over to the general way at the first array. */
function memberChain(form: PathForm, names: readonly string[]): Evaluate {
  const start = form.steps[0]!.evaluate;
  const inherited = names.map((name) => name in Object.prototype);
  return (context, run) => {
    let value = start(context, run);
    for (let at = 0; at < names.length; at += 1) {
      if (!isObject(value)) return Array.isArray(value) ? continueSteps(form, at + 1, value, run) : undefined;
      const name = names[at]!;
      value = inherited[at] && !Object.hasOwn(value, name) ? undefined : value[name];
    }
    return value;
  };
}

function continueSteps(form: PathForm, from: number, value: readonly Json[], run: Run): Value {
  return finish(form, takeSteps(form, from, value, run), run);
}

function evaluateSteps(form: PathForm, context: Value, run: Run): Value {
  const input: readonly Value[] = Array.isArray(context) && !form.startsAtVariable ? context : [context];
  const first = form.steps[0]!;
  if (!first.isArrayConstructor) return finish(form, takeSteps(form, 0, input, run), run);
  const array = first.evaluate(input as Json, run);
  if (array === undefined || (Array.isArray(array) && array.length === 0)) return finish(form, array, run);
  return finish(form, takeSteps(form, 1, Array.isArray(array) ? array : [array], run, array), run);
}

/** Takes the items through the steps from `from` on. `whole` is the value when no step is left. */
function takeSteps(form: PathForm, from: number, input: readonly Value[], run: Run, whole?: Value): Value {
  let items: readonly Value[] = input;
  let result: Value = whole;
  for (let at = from; at < form.steps.length; at += 1) {
    result = takeStep(form.steps[at]!, items, at === form.steps.length - 1, run);
    items = result as readonly Value[] as readonly Json[];
    if (items.length === 0) break;
  }
  return result;
}

function takeStep(step: Step, items: readonly Value[], isLast: boolean, run: Run): Json {
  const results: Value[] = [];
  run.spend(items.length);
  for (let at = 0; at < items.length; at += 1) {
    let value = step.name === undefined ? step.evaluate(items[at], run) : collapsed(lookup(items[at], step.name));
    for (const filter of step.filters) value = applyFilter(filter, value, run);
    if (value !== undefined) results.push(value);
  }
  const only = results[0];
  if (isLast && results.length === 1 && Array.isArray(only) && !isSequence(only)) return only;
  const flat: Value[] = [];
  for (const result of results) {
    if (!Array.isArray(result) || (result as Sequence).cons === true) flat.push(result);
    else {
      run.spend(result.length);
      for (const item of result) flat.push(item);
    }
  }
  return sequenceOf(flat) as unknown as Json;
}

function finish(form: PathForm, value: Value, run: Run): Value {
  let result = value;
  if (form.keepsSingleton && Array.isArray(result)) {
    if ((result as Sequence).cons === true && !isSequence(result))
      result = sequenceOf([result as Json]) as unknown as Json;
    if (isSequence(result)) result.keepSingleton = true;
  }
  return form.group === undefined ? result : form.group(result, run);
}

/** The items that a filter lets through, as a sequence that is not collapsed yet. */
export function applyFilter(filter: Filter, value: Value, run: Run): Value {
  const items: readonly Value[] = Array.isArray(value) ? value : [value];
  const found: Value[] = [];
  if (filter.index !== undefined) {
    const index = Math.floor(filter.index);
    const item = items[index < 0 ? items.length + index : index];
    if (Array.isArray(item)) return item;
    if (item !== undefined) found.push(item);
    return sequenceOf(found) as unknown as Json;
  }
  run.spend(items.length);
  for (let at = 0; at < items.length; at += 1) {
    const answer = filter.evaluate(items[at], run);
    if (isNumber(answer)) {
      if (isPosition(answer, at, items.length)) found.push(items[at]);
    } else if (Array.isArray(answer) && answer.every(isNumber)) {
      for (const position of answer) if (isPosition(position, at, items.length)) found.push(items[at]);
    } else if (isTrue(answer)) {
      found.push(items[at]);
    }
  }
  return found.includes(undefined) ? bail() : (sequenceOf(found) as unknown as Json);
}

function isPosition(position: number, at: number, length: number): boolean {
  const index = Math.floor(position);
  return (index < 0 ? length + index : index) === at;
}
