import type { Json } from '../../asl/json.ts';

/** Marks a result that has no JSON form: a function or a regular expression. */
export const UNSUPPORTED = Symbol('unsupported');

/**
 * The JSON value of a result of the `jsonata` package: sequences become plain arrays, numbers that JSON does not have become
 * text (`[1/0]` yields `["Infinity"]` on AWS). Parts that need no change are kept by reference.
 */
export function plainResult(value: unknown): Json | typeof UNSUPPORTED {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'function' || value === undefined) return UNSUPPORTED;
  if (typeof value !== 'object' || value === null) return value as Json;
  if (Array.isArray(value)) return plainArray(value);
  return plainObject(value as Record<string, unknown>);
}

function plainArray(array: readonly unknown[]): Json | typeof UNSUPPORTED {
  const isMarked =
    Object.hasOwn(array, 'sequence') || Object.hasOwn(array, 'keepSingleton') || Object.hasOwn(array, 'cons');
  let copy: Json[] | undefined = isMarked ? [] : undefined;
  for (let at = 0; at < array.length; at += 1) {
    const item = plainResult(array[at]);
    if (item === UNSUPPORTED) return UNSUPPORTED;
    if (copy === undefined && item !== array[at]) copy = array.slice(0, at) as Json[];
    copy?.push(item as Json);
  }
  return copy ?? (array as Json);
}

function plainObject(object: Record<string, unknown>): Json | typeof UNSUPPORTED {
  if (object._jsonata_lambda === true || object._jsonata_function === true) return UNSUPPORTED;
  let copy: Record<string, Json> | undefined = Object.getPrototypeOf(object) === null ? {} : undefined;
  for (const name of Object.keys(object)) {
    const member = plainResult(object[name]);
    if (member === UNSUPPORTED) return UNSUPPORTED;
    if (copy === undefined && member !== object[name]) copy = { ...(object as Record<string, Json>) };
    if (copy !== undefined) define(copy, name, member as Json);
  }
  return copy ?? (object as Json);
}

function define(target: Record<string, Json>, name: string, value: Json): void {
  if (name === '__proto__')
    Object.defineProperty(target, name, { value, enumerable: true, writable: true, configurable: true });
  else target[name] = value;
}
