import type { Json } from '../../asl/json.ts';
import { setMember } from '../../asl/setMember.ts';
import { TEXT_LIMIT, VALUES_LIMIT } from './limits.ts';

/** Marks a result that has no JSON form: a function or a regular expression. */
export const UNSUPPORTED = Symbol('unsupported');
/** Marks a result that is too large. */
export const TOO_LARGE = Symbol('too large');

type Outcome = Json | typeof UNSUPPORTED | typeof TOO_LARGE;

/**
 * The JSON value of a result of the `jsonata` package: sequences become plain arrays, numbers that JSON does not have become
 * text (`[1/0]` yields `["Infinity"]` on AWS), items without a value vanish. Parts that need no change are kept by reference.
 */
export function plainResult(value: unknown): Outcome {
  return new Walk().plain(value);
}

class Walk {
  private values = 0;

  plain(value: unknown): Outcome {
    this.values += 1;
    if (this.values > VALUES_LIMIT) return TOO_LARGE;
    if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
    if (typeof value === 'string') return value.length > TEXT_LIMIT ? TOO_LARGE : value;
    if (typeof value === 'function' || value === undefined) return UNSUPPORTED;
    if (typeof value !== 'object' || value === null) return value as Json;
    return Array.isArray(value) ? this.array(value) : this.object(value as Record<string, unknown>);
  }

  private array(array: readonly unknown[]): Outcome {
    const isMarked = ['sequence', 'keepSingleton', 'cons'].some((name) => Object.hasOwn(array, name));
    let copy: Json[] | undefined = isMarked ? [] : undefined;
    for (let at = 0; at < array.length; at += 1) {
      if (array[at] === undefined) {
        copy ??= array.slice(0, at) as Json[];
        continue;
      }
      const item = this.plain(array[at]);
      if (typeof item === 'symbol') return item;
      if (copy === undefined && item !== array[at]) copy = array.slice(0, at) as Json[];
      copy?.push(item);
    }
    return copy ?? (array as Json);
  }

  private object(object: Record<string, unknown>): Outcome {
    if (object._jsonata_lambda === true || object._jsonata_function === true) return UNSUPPORTED;
    let copy: Record<string, Json> | undefined = Object.getPrototypeOf(object) === null ? {} : undefined;
    for (const name of Object.keys(object)) {
      const member = this.plain(object[name]);
      if (typeof member === 'symbol') return member;
      if (copy === undefined && member !== object[name]) copy = { ...(object as Record<string, Json>) };
      if (copy !== undefined) setMember(copy, name, member);
    }
    return copy ?? (object as Json);
  }
}
