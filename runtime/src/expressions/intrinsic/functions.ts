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
/** The intrinsic functions by full name. The number of arguments has been checked when they are called. */
export const INTRINSIC_FUNCTIONS: Readonly<Record<string, IntrinsicFunction>> = {
  'States.Array': (values) => values,
  'States.ArrayContains': ([list, value]) => withArray(list, (items) => items.some((item) => deepEqual(item, value!))),
  'States.ArrayGetItem': ([list, index]) => withArray(list, (items) => arrayItem(items, index!)),
  'States.ArrayLength': ([list]) => withArray(list, (items) => items.length),
  'States.ArrayPartition': ([list, size]) => withArray(list, (items) => partition(items, size!)),
  'States.ArrayRange': (values) => withIntegers(values, arrayRange),
  'States.ArrayUnique': ([list]) => withArray(list, unique),
  'States.Base64Decode': ([data]) => withData(data!, base64Decode),
  'States.Base64Encode': ([data]) => withData(data!, (text) => Buffer.from(text, 'utf8').toString('base64')),
  'States.Format': ([template, ...values]) =>
    typeof template === 'string'
      ? format(templatePieces(template), values)
      : new ArgumentProblem('The template must be a string'),
  'States.Hash': ([data, algorithm]) => hash(data!, algorithm!),
  'States.JsonMerge': ([first, second, deep]) => merge(first!, second!, deep!),
  'States.JsonToString': ([value]) => JSON.stringify(value),
  'States.MathAdd': (values) => withIntegers(values, ([first, second]) => first! + second!),
  'States.MathRandom': (values, scope) => withIntegers(values, (numbers) => random(numbers, scope)),
  'States.StringSplit': ([text, delimiters]) =>
    typeof text === 'string' && typeof delimiters === 'string'
      ? split(text, delimiters)
      : new ArgumentProblem('Both arguments must be strings'),
  'States.StringToJson': ([text]) =>
    typeof text === 'string' ? parse(text) : new ArgumentProblem('The argument must be a string'),
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

function arrayItem(items: readonly Json[], index: Json): Json | ArgumentProblem {
  if (typeof index !== 'number' || !Number.isInteger(index)) return new ArgumentProblem('The index must be an integer');
  const item = items[index];
  return item === undefined
    ? new ArgumentProblem(`The index ${index} is outside the array, which has ${items.length} items`)
    : item;
}

function partition(items: readonly Json[], size: Json): Json | ArgumentProblem {
  return withIntegers([size], ([chunk]) => {
    if (chunk! < 1) return new ArgumentProblem('The chunk size must be a positive integer');
    const chunks = new Array<Json>(Math.ceil(items.length / chunk!));
    for (let at = 0; at < chunks.length; at += 1) chunks[at] = items.slice(at * chunk!, (at + 1) * chunk!);
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

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

function base64Decode(text: string): Json | ArgumentProblem {
  const compact = /[\r\n]/.test(text) ? text.replace(/[\r\n]/g, '') : text;
  const padding = compact.indexOf('=');
  const digits = padding < 0 ? compact.length : padding;
  if (digits % 4 === 1 || !BASE64.test(compact)) return new ArgumentProblem('The argument is not valid Base64');
  return Buffer.from(compact, 'base64').toString('utf8');
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
  if (delimiters.length === 1 && !isSurrogate(delimiters.charCodeAt(0)))
    return text.split(delimiters).filter((piece) => piece !== '');
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
