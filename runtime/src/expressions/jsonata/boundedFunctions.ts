import type { Json } from '../../asl/json.ts';
import { canonicalText } from '../canonicalText.ts';
import { TEXT_LIMIT } from './limits.ts';
import { hasTooManyValues } from './size.ts';

/** A function as the package keeps it. */
export interface FunctionDefinition {
  readonly _jsonata_function: true;
  readonly implementation: (this: unknown, ...values: unknown[]) => unknown;
  readonly signature?: unknown;
}

/** Library functions whose work grows with the texts and values they are given; the package does it in one go that nothing can interrupt. */
export const TEXT_FUNCTION_NAMES = [
  'base64decode',
  'base64encode',
  'contains',
  'decodeUrl',
  'decodeUrlComponent',
  'encodeUrl',
  'encodeUrlComponent',
  'keys',
  'length',
  'lowercase',
  'match',
  'replace',
  'split',
  'spread',
  'string',
  'substring',
  'substringAfter',
  'substringBefore',
  'trim',
  'uppercase',
] as const;

/** The function with a limit: it fails on longer texts, and on values that would make endless ones. */
export function boundedFunction(name: string, definition: FunctionDefinition): FunctionDefinition {
  const original = definition.implementation;
  const implementation = function (this: unknown, ...values: unknown[]): unknown {
    for (const value of values) {
      if (typeof value === 'string' ? value.length > TEXT_LIMIT : hasTooManyValues(value)) throw tooLarge(name);
    }
    return original.apply(this, values);
  };
  return likeOriginal(definition, implementation);
}

/** The function with another implementation. The package reads the number of parameters and their names to apply functions partially and to call them. */
export function likeOriginal(
  definition: FunctionDefinition,
  implementation: FunctionDefinition['implementation'],
): FunctionDefinition {
  const original = definition.implementation;
  Object.defineProperty(implementation, 'length', { value: original.length });
  Object.defineProperty(implementation, 'toString', { value: () => original.toString() });
  return { ...definition, implementation };
}

/** `$distinct` of the library in linear time. */
export function distinctItems(items: readonly Json[]): Json[] {
  const seen = new Set<unknown>();
  return items.filter((item) => {
    const key = typeof item === 'object' && item !== null ? canonicalText(item) : keyOf(item);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Keeps apart what JSON text would not: a string from the text of an object. */
function keyOf(item: string | number | boolean | null): unknown {
  return typeof item === 'string' ? `'${item}` : item;
}

type Comparator = (left: unknown, right: unknown) => unknown;

/** `$sort` of the library, a stable merge sort, without its quadratic copies. Throws its error for values that have no order. */
export function sortItems(items: readonly unknown[] | undefined, comparator: Comparator | undefined): unknown {
  if (items === undefined || items.length <= 1) return items;
  if (comparator !== undefined) return mergeSort(items, comparator);
  const types = new Set(items.map((item) => typeof item));
  const [type] = types;
  if (types.size > 1 || (type !== 'string' && type !== 'number'))
    throw Object.assign(new Error(), { code: 'D3070', index: 1 });
  return [...(items as readonly (string | number)[])].sort(
    (left, right) => Number(left > right) - Number(left < right),
  );
}

async function mergeSort(items: readonly unknown[], comparator: Comparator): Promise<readonly unknown[]> {
  if (items.length <= 1) return items;
  const middle = Math.floor(items.length / 2);
  const left = await mergeSort(items.slice(0, middle), comparator);
  const right = await mergeSort(items.slice(middle), comparator);
  const merged: unknown[] = [];
  let [fromLeft, fromRight] = [0, 0];
  while (fromLeft < left.length && fromRight < right.length) {
    if (await comparator(left[fromLeft], right[fromRight])) merged.push(right[fromRight++]);
    else merged.push(left[fromLeft++]);
  }
  return merged.concat(left.slice(fromLeft), right.slice(fromRight));
}

function tooLarge(name: string): Error {
  return Object.assign(new Error(`$${name} was given more than it can take`), { code: 'D2015' });
}
