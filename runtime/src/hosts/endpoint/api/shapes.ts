import { isObject } from '../../../asl/json.ts';
import { ServiceError } from './serviceError.ts';

/** A request member's type and constraints. `T` is the type of values that pass. */
export interface Shape<T> {
  /** Reports every violated constraint; throws SerializationException when the JSON type is wrong, as AWS does before it looks at constraints. */
  check(value: unknown, path: string, violations: string[]): void;
  /** Never present: carries the type. */
  readonly type?: T;
  readonly required?: boolean;
}

export interface Required<T> extends Shape<T> {
  readonly required: true;
}

export type Members = Readonly<Record<string, Shape<unknown>>>;

/** The TypeScript type of a structure's values. */
export type Structure<M extends Members> = {
  readonly [K in keyof M as M[K] extends Required<unknown> ? K : never]: ValueOf<M[K]>;
} & {
  readonly [K in keyof M as M[K] extends Required<unknown> ? never : K]?: ValueOf<M[K]>;
};

type ValueOf<S> = S extends Shape<infer T> ? T : never;

/** Checks a whole request. Throws the ValidationException that names every violation (text as recorded on AWS). */
export function checkRequest(shape: Shape<unknown>, request: unknown): void {
  const violations: string[] = [];
  shape.check(request, '', violations);
  if (violations.length === 0) return;
  const count = violations.length === 1 ? '1 validation error' : `${violations.length} validation errors`;
  throw new ServiceError('ValidationException', `${count} detected: ${violations.join('; ')}`);
}

export function required<T>(shape: Shape<T>): Required<T> {
  return { check: shape.check, required: true };
}

export interface TextLimits {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  /** The value may be a secret: errors do not show it. */
  readonly isSensitive?: boolean;
}

/** A string; lengths count UTF-16 code units. */
export function text({ min = 0, max, pattern, isSensitive }: TextLimits = {}): Shape<string> {
  return {
    check(value, path, violations) {
      if (typeof value !== 'string') throw wrongType(value, 'a String');
      const shown = isSensitive ? undefined : value;
      if (value.length < min)
        violate(violations, shown, path, `Member must have length greater than or equal to ${min}`);
      if (max !== undefined && value.length > max) {
        violate(violations, shown, path, `Member must have length less than or equal to ${max}`);
      }
      if (pattern && !pattern.test(value)) {
        violate(violations, shown, path, `Member must satisfy regular expression pattern: ${pattern.source}`);
      }
    },
  };
}

export function oneOf<const V extends string>(...values: V[]): Shape<V> {
  return {
    check(value, path, violations) {
      if (typeof value !== 'string') throw wrongType(value, 'a String');
      if (!values.includes(value as V)) {
        violate(violations, value, path, `Member must satisfy enum value set: [${values.join(', ')}]`);
      }
    },
  };
}

/** A whole number. */
export function integer(min?: number, max?: number): Shape<number> {
  return numeric(min, max, (value) => Number.isInteger(value));
}

export function float(min?: number, max?: number): Shape<number> {
  return numeric(min, max, (value) => Number.isFinite(value));
}

export function flag(): Shape<boolean> {
  return {
    check(value) {
      if (typeof value !== 'boolean') throw wrongType(value, 'a Boolean');
    },
  };
}

export function list<T>(item: Shape<T>, min = 0, max = Number.POSITIVE_INFINITY): Shape<readonly T[]> {
  return {
    check(value, path, violations) {
      if (!Array.isArray(value)) throw wrongType(value, 'a List');
      if (value.length < min)
        violate(violations, value, path, `Member must have length greater than or equal to ${min}`);
      if (value.length > max) violate(violations, value, path, `Member must have length less than or equal to ${max}`);
      for (const [index, element] of value.entries()) {
        item.check(element, `${path}.${index + 1}.member`, violations);
      }
    },
  };
}

export function structure<M extends Members>(members: M): Shape<Structure<M>> {
  const shapes = Object.entries(members);
  return {
    check(value, path, violations) {
      if (!isObject(value)) throw wrongType(value, 'a Structure');
      for (const [name, shape] of shapes) {
        const member = Object.hasOwn(value, name) ? value[name] : undefined;
        const memberPath = path === '' ? name : `${path}.${name}`;
        if (member !== undefined && member !== null) shape.check(member, memberPath, violations);
        else if (shape.required) violate(violations, null, memberPath, 'Member must not be null');
      }
    },
  };
}

function numeric(min: number | undefined, max: number | undefined, accepts: (value: number) => boolean): Shape<number> {
  return {
    check(value, path, violations) {
      if (typeof value !== 'number' || !accepts(value)) throw wrongType(value, 'a Number');
      if (min !== undefined && value < min) {
        violate(violations, value, path, `Member must have value greater than or equal to ${min}`);
      }
      if (max !== undefined && value > max) {
        violate(violations, value, path, `Member must have value less than or equal to ${max}`);
      }
    },
  };
}

/** Long values are cut: a message must not be larger than the request's limit allows it to be. */
const LONGEST_QUOTE = 1024;

function violate(violations: string[], value: unknown, path: string, constraint: string): void {
  violations.push(`Value${quoted(value)} at '${path}' failed to satisfy constraint: ${constraint}`);
}

/** Undefined is a value that is not shown. */
function quoted(value: unknown): string {
  if (value === undefined) return '';
  if (value === null) return ' null';
  return ` '${cut(typeof value === 'object' ? JSON.stringify(value) : String(value))}'`;
}

function cut(value: string): string {
  return value.length <= LONGEST_QUOTE ? value : `${value.slice(0, LONGEST_QUOTE)}...`;
}

function wrongType(value: unknown, wanted: string): ServiceError {
  return new ServiceError('SerializationException', `${jsonType(value)} can not be converted to ${wanted}`);
}

function jsonType(value: unknown): string {
  if (value === null || value === undefined) return 'NULL_VALUE';
  if (Array.isArray(value)) return 'START_ARRAY';
  if (typeof value === 'object') return 'START_OBJECT';
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
  return typeof value === 'number' ? 'NUMBER_VALUE' : 'STRING_VALUE';
}
