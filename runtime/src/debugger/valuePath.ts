import { isObject, type Json } from '../asl/json.ts';

/** Names and indexes from a value down to a part of it. */
export type ValuePath = readonly (string | number)[];

/** The part of a value at a path; undefined when there is none. */
export function valueAt(value: Json | undefined, path: ValuePath): Json | undefined {
  let at = value;
  for (const step of path) {
    if (Array.isArray(at) && typeof step === 'number') at = at[step];
    else if (isObject(at) && Object.hasOwn(at, step)) at = at[String(step)];
    else return undefined;
  }
  return at;
}

/** A copy of the value with another part at the path; everything beside the path is shared. Undefined when the path leads nowhere. */
export function withValueAt(value: Json | undefined, path: ValuePath, part: Json): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return part;
  if (Array.isArray(value)) {
    if (typeof step !== 'number' || step < 0 || step >= value.length) return undefined;
    const item = withValueAt(value[step], rest, part);
    return item === undefined ? undefined : value.with(step, item);
  }
  if (!isObject(value)) return undefined;
  const name = String(step);
  const member = withValueAt(Object.hasOwn(value, name) ? value[name] : undefined, rest, part);
  if (member === undefined) return undefined;
  const copy: Record<string, Json> = { ...value };
  Object.defineProperty(copy, name, { value: member, enumerable: true, writable: true, configurable: true });
  return copy;
}

/** `.name`, `[3]` and `['odd name']` as they follow a `$`. */
export function pathText(path: ValuePath): string {
  return path
    .map((step) => {
      if (typeof step === 'number') return `[${step}]`;
      return /^[A-Za-z_]\w*$/.test(step) ? `.${step}` : `['${step.replace(/[\\']/g, '\\$&')}']`;
    })
    .join('');
}
