import { type FunctionDefinition, likeOriginal } from './boundedFunctions.ts';
import { ITEMS_LIMIT } from './limits.ts';
import { below } from './recursion.ts';
import { rangeItems } from './serviceFunctions.ts';
import type { JsonataNode } from './syntax.ts';

/** The name under which an evaluation counts the items of the arrays, and the texts, that functions make in one go. No expression can spell it. */
export const MADE_ITEMS = '\u0000madeItems';

/** The name of the function that stands for the operator `..`. No expression can spell it. */
export const SPAN = '\u0000span';

interface Focus {
  readonly environment: { lookup(name: string): unknown };
}

/** Characters of a text that take as much memory as an item. */
const CHARACTERS_OF_AN_ITEM = 8;

/** Items that one evaluation has made. They would fill the memory long before its time is up. */
export class MadeItems {
  private left = ITEMS_LIMIT;

  add(count: number): void {
    this.left -= count;
    if (this.left < 0) throw { code: 'D2015' };
  }
}

/** Library functions of the package that make arrays without evaluating anything for their items. */
export const ARRAY_MAKER_NAMES = ['append', 'reverse', 'zip'] as const;

/** The function, with what it makes counted. */
export function countedMaker(definition: FunctionDefinition): FunctionDefinition {
  const original = definition.implementation;
  return likeOriginal(definition, function (this: unknown, ...values: unknown[]): unknown {
    const made = original.apply(this, values);
    const size = Array.isArray(made) ? made.length : typeof made === 'string' ? made.length / CHARACTERS_OF_AN_ITEM : 0;
    if (size > 0) ((this as Focus).environment.lookup(MADE_ITEMS) as MadeItems).add(size);
    return made;
  });
}

/** Turns the operator `..` into calls of the function that stands for it, so that what it makes is counted. */
export function replaceRanges(root: JsonataNode): void {
  for (const node of below(root)) {
    if (node.type !== 'binary' || node.value !== '..') continue;
    Object.assign(node, {
      type: 'function',
      value: '(',
      procedure: { type: 'variable', value: SPAN, position: node.position },
      arguments: [node.lhs, node.rhs],
    });
  }
}

/** `first..last` as the package evaluates it, errors included. */
export function span(first: unknown, last: unknown): number[] | undefined {
  if (first !== undefined && !Number.isInteger(first)) throw { code: 'T2003', value: first };
  if (last !== undefined && !Number.isInteger(last)) throw { code: 'T2004', value: last };
  if (first === undefined || last === undefined || (first as number) > (last as number)) return undefined;
  return Object.assign(rangeItems(first as number, last as number, 1), { sequence: true });
}
