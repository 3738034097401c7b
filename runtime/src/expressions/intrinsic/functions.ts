import { isObject, type Json, type JsonObject } from '../../asl/json.ts';
import { canonicalText } from '../canonicalText.ts';
import { deepEqual } from '../deepEqual.ts';
import { ALGORITHM_NAMES, digest } from '../digest.ts';
import { javaText } from '../javaText.ts';
import type { EvaluationScope } from '../scope.ts';
import { seededRandom } from '../seededRandom.ts';
import { templatePieces } from './strings.ts';

/** Why an intrinsic function cannot answer for its arguments. */
export class ArgumentProblem {
  constructor(readonly message: string) {}
}

export type IntrinsicFunction = (values: readonly Json[], scope: EvaluationScope) => Json | ArgumentProblem;

/** Longest text, in characters, that Base64Encode, Base64Decode and Hash take (AWS documentation, Intrinsic functions). */
const DATA_LIMIT = 10_000;
/** Most items of an ArrayRange (same page). */
const RANGE_LIMIT = 1_000;
const INTEGER_LIMIT = 2 ** 31;
/**
 * The intrinsic functions by full name. The number of arguments has been checked when they are called. Values are taken by their place:
 * destructuring goes through an iterator, which a short execution, whose code is cold, pays for at each call.
 */
export const INTRINSIC_FUNCTIONS: Readonly<Record<string, IntrinsicFunction>> = {
  'States.Array': (values) => values,
  'States.ArrayContains': (values) => withArray(values[0], (items) => contains(items, values[1]!)),
  'States.ArrayGetItem': (values) => withArray(values[0], (items) => arrayItem(items, values[1]!)),
  'States.ArrayLength': (values) => withArray(values[0], (items) => items.length),
  'States.ArrayPartition': (values) => withArray(values[0], (items) => partition(items, values[1]!)),
  'States.ArrayRange': (values) => withIntegers(values, arrayRange),
  'States.ArrayUnique': (values) => withArray(values[0], unique),
  'States.Base64Decode': (values) => withData(values[0]!, base64Decode),
  'States.Base64Encode': (values) => withData(values[0]!, base64Encode),
  'States.Format': (values) =>
    typeof values[0] === 'string'
      ? format(templatePieces(values[0]), values.slice(1))
      : new ArgumentProblem('The template must be a string'),
  'States.Hash': (values) => hash(values[0]!, values[1]!),
  'States.JsonMerge': (values) => merge(values[0]!, values[1]!, values[2]!),
  'States.JsonToString': (values) => JSON.stringify(values[0]),
  'States.MathAdd': (values) => withIntegers(values, (numbers) => numbers[0]! + numbers[1]!),
  'States.MathRandom': (values, scope) => withIntegers(values, (numbers) => random(numbers, scope)),
  'States.StringSplit': (values) =>
    typeof values[0] === 'string' && typeof values[1] === 'string'
      ? split(values[0], values[1])
      : new ArgumentProblem('Both arguments must be strings'),
  'States.StringToJson': (values) =>
    typeof values[0] === 'string' ? parse(values[0]) : new ArgumentProblem('The argument must be a string'),
  'States.UUID': (_, scope) => scope.uuid(),
};

/** The pieces of a template with the values between them. Objects and arrays print as Java does (recorded on AWS). */
export function format(pieces: readonly string[], values: readonly Json[]): string | ArgumentProblem {
  if (pieces.length !== values.length + 1) {
    return new ArgumentProblem(`The template has ${pieces.length - 1} placeholders {} for ${values.length} values`);
  }
  let text = pieces[0]!;
  for (let at = 0; at < values.length; at += 1) text += javaText(values[at]!) + pieces[at + 1]!;
  return text;
}

function withArray(
  value: Json | undefined,
  use: (items: readonly Json[]) => Json | ArgumentProblem,
): Json | ArgumentProblem {
  return Array.isArray(value) ? use(value) : new ArgumentProblem('The first argument must be an array');
}

/** Numbers are rounded to the nearest integer, halves upwards, each on its own (recorded on AWS for MathAdd). */
function withIntegers(
  values: readonly Json[],
  use: (numbers: readonly number[]) => Json | ArgumentProblem,
): Json | ArgumentProblem {
  const numbers = new Array<number>(values.length);
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at]!;
    if (typeof value !== 'number')
      return new ArgumentProblem(`The arguments must be numbers, but one is ${JSON.stringify(value)}`);
    const rounded = Math.round(value) + 0;
    if (rounded < -INTEGER_LIMIT || rounded >= INTEGER_LIMIT) {
      return new ArgumentProblem(`The arguments must be between -2147483648 and 2147483647, but one is ${value}`);
    }
    numbers[at] = rounded;
  }
  return use(numbers);
}

function withData(value: Json, use: (text: string) => Json | ArgumentProblem): Json | ArgumentProblem {
  if (typeof value !== 'string') return new ArgumentProblem('The argument must be a string');
  return value.length > DATA_LIMIT ? tooLong(value.length) : use(value);
}

function tooLong(length: number): ArgumentProblem {
  return new ArgumentProblem(`The data must have at most ${DATA_LIMIT} characters, but has ${length}`);
}

function contains(items: readonly Json[], value: Json): boolean {
  for (const item of items) if (deepEqual(item, value)) return true;
  return false;
}

function arrayItem(items: readonly Json[], index: Json): Json | ArgumentProblem {
  if (typeof index !== 'number' || !Number.isInteger(index)) return new ArgumentProblem('The index must be an integer');
  const item = items[index];
  return item === undefined
    ? new ArgumentProblem(`The index ${index} is outside the array, which has ${items.length} items`)
    : item;
}

function partition(items: readonly Json[], size: Json): Json | ArgumentProblem {
  return withIntegers([size], (numbers) => {
    const chunk = numbers[0]!;
    if (chunk < 1) return new ArgumentProblem('The chunk size must be a positive integer');
    const chunks = new Array<Json>(Math.ceil(items.length / chunk));
    for (let at = 0; at < chunks.length; at += 1) chunks[at] = items.slice(at * chunk, (at + 1) * chunk);
    return chunks;
  });
}

function arrayRange(numbers: readonly number[]): Json | ArgumentProblem {
  const [first, last, step] = numbers as [number, number, number];
  if (step === 0) return new ArgumentProblem('The step must not be 0');
  const count = Math.max(0, Math.floor((last - first) / step) + 1);
  if (count > RANGE_LIMIT)
    return new ArgumentProblem(`The range must have at most ${RANGE_LIMIT} items, but has ${count}`);
  return Array.from({ length: count }, (_, at) => first + at * step);
}

function unique(items: readonly Json[]): Json {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = canonicalText(item);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Base64 whose padding is right or left out, as Java's decoder takes it. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;
/** Text whose characters are the bytes of its UTF-8: `btoa` and `atob` do for it, ten times as fast as a Buffer. */
const ASCII = /^[\x00-\x7f]*$/;

function base64Encode(text: string): Json {
  return ASCII.test(text) ? btoa(text) : Buffer.from(text, 'utf8').toString('base64');
}

function base64Decode(text: string): Json | ArgumentProblem {
  const compact = /[\r\n]/.test(text) ? text.replace(/[\r\n]/g, '') : text;
  if (!BASE64.test(compact)) return new ArgumentProblem('The argument is not valid Base64');
  const bytes = atob(compact);
  return ASCII.test(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8');
}

function hash(data: Json, algorithm: Json): Json | ArgumentProblem {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  if (text.length > DATA_LIMIT) return tooLong(text.length);
  return digest(text, algorithm) ?? new ArgumentProblem(`The algorithm must be one of ${ALGORITHM_NAMES}`);
}

function merge(first: Json, second: Json, deep: Json): JsonObject | ArgumentProblem {
  if (!isObject(first) || !isObject(second)) return new ArgumentProblem('The first two arguments must be objects');
  if (deep !== false) return new ArgumentProblem('The third argument must be false: deep merging is not supported');
  return { ...first, ...second };
}

function random(numbers: readonly number[], scope: EvaluationScope): Json | ArgumentProblem {
  const [start, end, seed] = numbers as [number, number, number | undefined];
  if (end <= start) return new ArgumentProblem('The end must be greater than the start');
  const fraction = seed === undefined ? scope.random() : seededRandom(seed);
  return start + Math.floor(fraction * (end - start));
}

/** Every character of `delimiters` separates; empty pieces vanish (recorded on AWS). */
function split(text: string, delimiters: string): Json {
  if (delimiters.length === 1 && !isSurrogate(delimiters.charCodeAt(0))) return withoutEmpty(text.split(delimiters));
  const separators = new Set(delimiters);
  const pieces: string[] = [];
  let piece = '';
  for (const character of text) {
    if (!separators.has(character)) {
      piece += character;
      continue;
    }
    if (piece !== '') pieces.push(piece);
    piece = '';
  }
  if (piece !== '') pieces.push(piece);
  return pieces;
}

function withoutEmpty(pieces: string[]): string[] {
  return pieces.includes('') ? pieces.filter((piece) => piece !== '') : pieces;
}

/** Half of a character: a text must not be cut inside of one. */
function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/** Blank text is null, and there is no negative zero (recorded on AWS). */
function parse(text: string): Json | ArgumentProblem {
  if (text.trim() === '') return null;
  try {
    const value = JSON.parse(text) as Json;
    return value === 0 ? 0 : value;
  } catch {
    return new ArgumentProblem('The argument is not valid JSON');
  }
}
