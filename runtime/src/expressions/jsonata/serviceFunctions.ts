import { createHash } from 'node:crypto';
import type jsonata from 'jsonata';
import type { Json } from '../../asl/json.ts';
import { seededRandom } from '../seededRandom.ts';
import { type EvaluationInstant, INSTANT } from './instant.ts';
import { SEQUENCE_LIMIT, TEXT_LIMIT } from './limits.ts';

const ALGORITHMS: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** Functions of the service that are the same wherever they are called from. Each takes undefined for a missing argument. */
export const partition = (array: readonly Json[] | undefined, size: number | undefined): Json[][] | undefined => {
  if (array === undefined || size === undefined) return undefined;
  const step = Math.round(size);
  if (step < 1) throw new Error('The chunk size of $partition must be a positive integer');
  const chunks: Json[][] = [];
  for (let start = 0; start < array.length; start += step) chunks.push(array.slice(start, start + step));
  return chunks;
};

/** Numbers from `first` to `last` in steps of `delta`; undefined when there is none. */
export const rangeItems = (first: number, last: number, delta: number, limit: number): number[] => {
  if (delta === 0) throw new Error('The delta of $range must not be 0');
  const count = Math.max(0, Math.floor((last - first) / delta) + 1);
  if (count > limit) throw Object.assign(new Error(), { code: 'D2015' });
  return Array.from({ length: count }, (_, at) => first + at * delta);
};

export const hashText = (text: string | undefined, algorithm = 'SHA-256'): string | undefined => {
  if (text === undefined) return undefined;
  if (!Object.hasOwn(ALGORITHMS, algorithm)) {
    throw new Error(`The algorithm of $hash must be one of ${Object.keys(ALGORITHMS).join(', ')}`);
  }
  return createHash(ALGORITHMS[algorithm]!).update(text, 'utf8').digest('hex');
};

export const parseText = (text: string | undefined): Json | undefined => {
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as Json;
    return value === 0 ? 0 : value;
  } catch {
    throw new Error('The argument of $parse is not valid JSON');
  }
};

export const padText = (text: string | undefined, width: number, fill = ' '): string | undefined => {
  if (text === undefined) return undefined;
  const characters = Array.from(text).length;
  const missing = Math.abs(Math.trunc(width)) - characters;
  if (!(missing > 0)) return text;
  if (missing > TEXT_LIMIT) throw new Error(`$pad would make a text of more than ${TEXT_LIMIT} characters`);
  const unit = fill === '' ? ' ' : fill;
  const padding = Array.from(unit.repeat(Math.ceil(missing / Array.from(unit).length)))
    .slice(0, missing)
    .join('');
  return width > 0 ? text + padding : padding + text;
};

interface Focus {
  readonly environment: { lookup(name: string): unknown };
  createSequence(...items: unknown[]): unknown[];
}

/** Adds what Step Functions adds to JSONata 2.0.6, takes away what it takes away, and bounds what could make texts without end. */
export function registerServiceFunctions(expression: jsonata.Expression): void {
  const register = (
    name: string,
    implementation: (this: Focus, ...values: never[]) => unknown,
    signature: string,
  ): void => expression.registerFunction(name, implementation as never, signature);
  register('partition', partition, '<an:a>');
  register(
    'range',
    function (first: number, last: number, delta: number) {
      if (first === undefined || last === undefined || delta === undefined) return undefined;
      const sequence = this.createSequence();
      for (const item of rangeItems(first, last, delta, SEQUENCE_LIMIT)) sequence.push(item);
      return sequence;
    },
    '<nnn:a<n>>',
  );
  register('hash', hashText, '<ss?:s>');
  register('parse', parseText, '<s:x>');
  register('pad', padText, '<s-ns?:s>');
  register(
    'random',
    function (seed?: number) {
      return seed === undefined ? instantOf(this).random() : seededRandom(seed);
    },
    '<n?:n>',
  );
  register(
    'uuid',
    function () {
      return instantOf(this).uuid();
    },
    '<:s>',
  );
  register(
    'millis',
    function () {
      return instantOf(this).now();
    },
    '<:n>',
  );
  register(
    'now',
    function (picture?: string, timezone?: string) {
      const fromMillis = this.environment.lookup('fromMillis') as { implementation(...values: unknown[]): unknown };
      return fromMillis.implementation(instantOf(this).now(), picture, timezone);
    },
    '<s?s?:s>',
  );
  expression.assign('eval', undefined);
}

function instantOf(focus: Focus): EvaluationInstant {
  return focus.environment.lookup(INSTANT) as EvaluationInstant;
}
