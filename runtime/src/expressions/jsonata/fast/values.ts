import { isObject, type Json, type JsonObject } from '../../../asl/json.ts';
import { SEQUENCE_LIMIT } from '../limits.ts';
import { hasTooManyValues } from '../size.ts';

/** What an expression evaluates to inside: JSON, nothing, or a sequence. */
export type Value = Json | undefined;

/**
 * An array that JSONata made itself. A sequence of one item is that item, an empty one is nothing, unless `keepSingleton` is set.
 * An array that a constructor in a path made (`cons`) is not flattened into the sequence around it.
 */
export interface Sequence extends Array<Value> {
  sequence?: true;
  keepSingleton?: true;
  cons?: true;
}

/** Thrown where only the reference implementation gives the exact answer: an error, a function as a value, a limit. */
export const BAIL = Object.freeze({ name: 'BAIL' });

export function bail(): never {
  throw BAIL;
}

export function sequenceOf(items: Value[]): Sequence {
  if (items.length > SEQUENCE_LIMIT) bail();
  const sequence = items as Sequence;
  sequence.sequence = true;
  return sequence;
}

export function isSequence(value: unknown): value is Sequence {
  return Array.isArray(value) && (value as Sequence).sequence === true;
}

/** What stands for a sequence where its node has been evaluated. */
export function collapsed(value: Value): Value {
  if (!isSequence(value)) return value;
  if (value.length === 0) return undefined;
  return value.length === 1 && value.keepSingleton !== true ? value[0] : (value as unknown as Json);
}

/** The own member of an object. */
export function member(object: JsonObject, name: string): Value {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** The member of an object, or those of all objects in an array, at any depth of arrays, as a sequence. */
export function lookup(value: Value, name: string): Value {
  if (Array.isArray(value)) {
    const found: Value[] = [];
    for (let at = 0; at < value.length; at += 1) {
      const part = lookup(value[at], name);
      if (part === undefined) continue;
      if (Array.isArray(part)) for (const item of part) found.push(item);
      else found.push(part);
    }
    return sequenceOf(found) as unknown as Json;
  }
  return isObject(value) ? member(value, name) : undefined;
}

/** `$append`, the glue of array constructors and of groups, too. */
export function append(first: Value, second: Value): Value {
  if (first === undefined) return second;
  if (second === undefined) return first;
  const left: readonly Value[] = Array.isArray(first) ? first : [first];
  const right: readonly Value[] = Array.isArray(second) ? second : [second];
  if (left.length + right.length > SEQUENCE_LIMIT) bail();
  return left.concat(right) as Json;
}

/** Whether a value counts as true; undefined counts as false. */
export function isTrue(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  if (value === undefined || value === null) return false;
  if (typeof value === 'string') return value.length > 0;
  if (typeof value === 'number') return isNumber(value) && value !== 0;
  if (!Array.isArray(value)) return Object.keys(value).length > 0;
  return value.length === 1 ? isTrue(value[0]) : value.filter(isTrue).length > 0;
}

/** Whether a value is a number; infinite ones are an error wherever they are looked at. */
export function isNumber(value: Value): value is number {
  if (typeof value !== 'number' || Number.isNaN(value)) return false;
  return Number.isFinite(value) || bail();
}

/** The text of a value as `&` and `$string` make it: numbers to 15 digits, other values as JSON. */
export function textOf(value: Value): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(rounded(value)) : bail();
  if (typeof value === 'boolean' || value === null) return String(value);
  return hasTooManyValues(value) ? bail() : JSON.stringify(value, replaceNumber);
}

export function replaceNumber(_: string, value: Value): unknown {
  return isNumber(value) ? rounded(value) : value;
}

function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(15));
}

/** Whether two values are equal; objects whatever the order of their members. */
export function areEqual(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return bail();
  if (Array.isArray(left)) {
    const items = right as readonly Json[];
    if (left.length !== items.length) return false;
    for (let at = 0; at < left.length; at += 1) if (!areEqual(left[at], items[at])) return false;
    return true;
  }
  const [first, second] = [left as JsonObject, right as JsonObject];
  const names = Object.keys(first);
  if (names.length !== Object.keys(second).length) return false;
  for (const name of names) if (!Object.hasOwn(second, name)) return false;
  for (const name of names) if (!areEqual(first[name], second[name])) return false;
  return true;
}
