import type { Json } from '../../../asl/json.ts';
import { setMember } from '../../../asl/setMember.ts';
import { SEQUENCE_LIMIT } from '../limits.ts';
import type { Evaluate, Run } from './run.ts';
import { append, bail, isSequence, type Sequence, type Value } from './values.ts';

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
      else {
        array = append(array as Json, value) as Value[];
        run.spend(array.length);
      }
    }
    if (isStep) mark(array as Sequence, run).cons = true;
    return array as Json;
  };
}

/** `{key: value}` on its own or behind a node, where it groups the items by key. */
export function grouping(pairs: readonly (readonly [Evaluate, Evaluate])[]): (input: Value, run: Run) => Value {
  return (input, run) => {
    return Array.isArray(input) ? groupedObject(pairs, input, run) : plainObject(pairs, input, run);
  };
}

/** The object of one item. Members that look like an index come first, and so are evaluated first: that is the general way. */
function plainObject(pairs: readonly (readonly [Evaluate, Evaluate])[], item: Value, run: Run): Json {
  const names: (string | undefined)[] = [];
  for (const [key] of pairs) {
    const name = key(item, run);
    if (name !== undefined && (typeof name !== 'string' || name.startsWith('_jsonata_') || names.includes(name)))
      bail();
    if (name !== undefined && /^\d/.test(name as string)) return groupedObject(pairs, [item], run);
    names.push(name as string | undefined);
  }
  const object: Record<string, Json> = {};
  for (let at = 0; at < names.length; at += 1) {
    const name = names[at];
    if (name !== undefined) addMember(object, name, pairs[at]![1](item, run), run);
  }
  return object;
}

function groupedObject(pairs: readonly (readonly [Evaluate, Evaluate])[], input: readonly Value[], run: Run): Json {
  const items = input.length === 0 ? [undefined] : input;
  const groups = new Map<string, Group>();
  for (const item of items) collectGroups(pairs, item, run, groups);
  const object: Record<string, Json> = {};
  for (const name of memberOrder([...groups.keys()])) {
    const { data, pair } = groups.get(name)!;
    addMember(object, name, pairs[pair]![1](data, run), run);
  }
  return object;
}

/** The items that share a key. */
interface Group {
  data: Value;
  /** The array in `data`, once there is one that nobody else has. */
  own?: Value[];
  /** Which key it is. */
  readonly pair: number;
}

function addMember(object: Record<string, Json>, name: string, value: Value, run: Run): void {
  if (value === undefined) return;
  if (isSequence(value)) mark(value, run);
  setMember(object, name, value);
}

function collectGroups(
  pairs: readonly (readonly [Evaluate, Evaluate])[],
  item: Value,
  run: Run,
  groups: Map<string, Group>,
): void {
  for (let pair = 0; pair < pairs.length; pair += 1) {
    const name = pairs[pair]![0](item, run);
    if (name === undefined) continue;
    if (typeof name !== 'string' || name.startsWith('_jsonata_')) bail();
    const group = groups.get(name);
    if (group === undefined) groups.set(name, { data: item, pair });
    else if (group.pair === pair) addItem(group, item);
    else bail();
  }
}

/** As `$append` does, without copying what is there already. */
function addItem(group: Group, item: Value): void {
  if (item === undefined) return;
  if (group.data === undefined) {
    group.data = item;
    return;
  }
  if (group.own === undefined) {
    group.own = append(group.data, []) as Value[];
    group.data = group.own as Json;
  }
  if (!Array.isArray(item)) group.own.push(item);
  else for (const part of item) group.own.push(part);
  if (group.own.length > SEQUENCE_LIMIT) bail();
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
