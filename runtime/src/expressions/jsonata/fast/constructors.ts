import type { Json } from '../../../asl/json.ts';
import type { Evaluate, Run } from './run.ts';
import { append, bail, isSequence, type Sequence, setMember, type Value } from './values.ts';

/** `[a, b]`: items that are arrays are spread, unless they are written as constructors themselves. */
export function arrayConstructor(
  items: readonly { readonly evaluate: Evaluate; readonly isArrayConstructor: boolean }[],
  isStep: boolean,
): Evaluate {
  return (context, run) => {
    let array: Value[] = [];
    for (const { evaluate, isArrayConstructor } of items) {
      const value = evaluate(context, run);
      if (value === undefined) continue;
      if (isArrayConstructor || !Array.isArray(value)) array.push(value);
      else array = append(array as Json, value) as Value[];
    }
    if (isStep) mark(array as Sequence, run).cons = true;
    return array as Json;
  };
}

/** `{key: value}` on its own or behind a node, where it groups the items by key. */
export function grouping(pairs: readonly (readonly [Evaluate, Evaluate])[]): (input: Value, run: Run) => Value {
  return (input, run) => {
    const items: readonly Value[] =
      Array.isArray(input) && input.length > 0 ? input : [Array.isArray(input) ? undefined : input];
    const groups = new Map<string, { data: Value; readonly pair: number }>();
    for (const item of items) collectGroups(pairs, item, run, groups);
    const object: Record<string, Json> = {};
    for (const name of memberOrder([...groups.keys()])) {
      const { data, pair } = groups.get(name)!;
      const value = pairs[pair]![1](data, run);
      if (value === undefined) continue;
      if (isSequence(value)) mark(value, run);
      setMember(object, name, value);
    }
    return object;
  };
}

function collectGroups(
  pairs: readonly (readonly [Evaluate, Evaluate])[],
  item: Value,
  run: Run,
  groups: Map<string, { data: Value; readonly pair: number }>,
): void {
  for (let pair = 0; pair < pairs.length; pair += 1) {
    const name = pairs[pair]![0](item, run);
    if (name === undefined) continue;
    if (typeof name !== 'string' || name.startsWith('_jsonata_')) bail();
    const group = groups.get(name);
    if (group === undefined) groups.set(name, { data: item, pair });
    else if (group.pair === pair) group.data = append(group.data, item);
    else bail();
  }
}

/** Members in the order JavaScript gives them: those that look like an index first. The values are evaluated in this order, too. */
function memberOrder(names: string[]): string[] {
  if (!names.some((name) => /^\d/.test(name))) return names;
  return Object.keys(Object.fromEntries(names.map((name) => [name, null])));
}

/** Notes a marked array that a result may hold. */
export function mark(array: Sequence, run: Run): Sequence {
  run.marked.push(array);
  return array;
}
