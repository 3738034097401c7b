import type { Json } from '../../asl/json.ts';
import { ALGORITHM_NAMES, digest } from '../digest.ts';
import { seededRandom } from '../seededRandom.ts';
import { distinctItems, sortItems } from './boundedFunctions.ts';
import { type EvaluationInstant, INSTANT } from './instant.ts';
import { SEQUENCE_LIMIT, TEXT_LIMIT } from './limits.ts';

/** `$partition`: chunks of at most `size` items. Throws for a size below one. */
export function partition(array: readonly Json[] | undefined, size: number | undefined): Json[][] | undefined {
  if (array === undefined || size === undefined) return undefined;
  const step = Math.round(size);
  if (!(step >= 1)) throw new Error('The chunk size of $partition must be a positive integer');
  const chunks: Json[][] = [];
  for (let start = 0; start < array.length; start += step) chunks.push(array.slice(start, start + step));
  return chunks;
}

/** `$range`: numbers from `first` to `last`, both included. Throws for a delta of 0 and for more than the longest sequence. */
export function rangeItems(first: number, last: number, delta: number): number[] {
  if (delta === 0) throw new Error('The delta of $range must not be 0');
  const count = Math.max(0, Math.floor((last - first) / delta) + 1);
  if (!(count <= SEQUENCE_LIMIT)) throw Object.assign(new Error(), { code: 'D2015' });
  // Array.from takes ten times as long for long ranges.
  const items = new Array<number>(count);
  for (let at = 0; at < count; at += 1) items[at] = first + at * delta;
  return items;
}

/** `$hash`: lower-case hex digest. Throws for an algorithm that the service does not have. */
export function hashText(text: string | undefined, algorithm: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const hash = digest(text, algorithm ?? 'SHA-256');
  if (hash === undefined) throw new Error(`The algorithm of $hash must be one of ${ALGORITHM_NAMES}`);
  return hash;
}

/** `$parse`: the value of a JSON text. There is no negative zero (recorded on AWS). Throws for other texts. */
export function parseText(text: string | undefined): Json | undefined {
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as Json;
    return value === 0 ? 0 : value;
  } catch {
    throw new Error('The argument of $parse is not valid JSON');
  }
}

/** `$pad` of the library, with an end: throws for texts longer than the limit, which block the process for seconds otherwise. */
export function padText(text: string | undefined, width: number, fill: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const missing = Math.abs(Math.trunc(width)) - Array.from(text).length;
  if (!(missing > 0)) return text;
  if (missing > TEXT_LIMIT) throw new Error(`$pad would make a text of more than ${TEXT_LIMIT} characters`);
  const unit = fill || ' ';
  const padding = Array.from(unit.repeat(Math.ceil(missing / Array.from(unit).length)));
  return width > 0 ? text + padding.slice(0, missing).join('') : padding.slice(0, missing).join('') + text;
}

/** `$join` of the library, with an end. */
export function joinTexts(texts: readonly string[] | undefined, separator: string | undefined): string | undefined {
  if (texts === undefined) return undefined;
  let length = (separator ?? '').length * Math.max(0, texts.length - 1);
  for (const text of texts) length += text.length;
  if (length > TEXT_LIMIT) throw new Error(`$join would make a text of more than ${TEXT_LIMIT} characters`);
  return texts.join(separator ?? '');
}

/** What the package calls a function with. */
export interface Focus {
  readonly environment: { lookup(name: string): unknown };
  createSequence(...items: unknown[]): unknown[];
}

/**
 * What Step Functions adds to JSONata 2.0.6 (AWS documentation, Transforming data with JSONata), what must read the execution's clock
 * and chance, and what could make texts without end; name, signature and implementation for the package.
 */
export const SERVICE_FUNCTIONS: readonly (readonly [string, string, (this: Focus, ...values: never[]) => unknown])[] = [
  ['partition', '<an:a>', partition],
  ['hash', '<ss?:s>', hashText],
  ['parse', '<s:x>', parseText],
  ['pad', '<s-ns?:s>', padText],
  ['join', '<a<s>s?:s>', joinTexts],
  [
    'range',
    '<nnn:a<n>>',
    function (first: number, last: number, delta: number) {
      if (first === undefined || last === undefined || delta === undefined) return undefined;
      return asSequence(this, rangeItems(first, last, delta));
    },
  ],
  ['sort', '<af?:a>', sortItems],
  [
    'distinct',
    '<x:x>',
    function (list: unknown) {
      if (!Array.isArray(list) || list.length <= 1) return list;
      const kept = distinctItems(list);
      return (list as { sequence?: true }).sequence === true ? asSequence(this, kept) : kept;
    },
  ],
  [
    'random',
    '<n?:n>',
    function (seed?: number) {
      return seed === undefined ? instantOf(this).random() : seededRandom(seed);
    },
  ],
  [
    'uuid',
    '<:s>',
    function () {
      return instantOf(this).uuid();
    },
  ],
  [
    'millis',
    '<:n>',
    function () {
      return instantOf(this).now();
    },
  ],
  [
    'now',
    '<s?s?:s>',
    function (picture?: string, timezone?: string) {
      const fromMillis = this.environment.lookup('fromMillis') as { implementation(...values: unknown[]): unknown };
      return fromMillis.implementation(instantOf(this).now(), picture, timezone);
    },
  ],
  [
    'shuffle',
    '<a:a>',
    function (items?: readonly unknown[]) {
      if (items === undefined) return undefined;
      const shuffled = [...items];
      for (let at = shuffled.length - 1; at > 0; at -= 1) {
        const other = Math.floor(instantOf(this).random() * (at + 1));
        [shuffled[at], shuffled[other]] = [shuffled[other], shuffled[at]];
      }
      return shuffled;
    },
  ],
];

function asSequence(focus: Focus, items: readonly unknown[]): unknown[] {
  const sequence = focus.createSequence();
  for (const item of items) sequence.push(item);
  return sequence;
}

function instantOf(focus: Focus): EvaluationInstant {
  return focus.environment.lookup(INSTANT) as EvaluationInstant;
}
