/** Differences of two JSON values, one line each. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface Difference {
  sign: '+' | '-' | '~';
  /** '$.order.items[2]'. */
  path: string;
  before?: Json;
  after?: Json;
}

/** Reports stop here: nobody reads more, and texts can be compared in full. */
const differenceLimit = 500;

export function diffJson(before: Json, after: Json): Difference[] {
  const differences: Difference[] = [];
  compare(before, after, '$', differences);
  return differences;
}

function compare(before: Json, after: Json, path: string, found: Difference[]): void {
  if (before === after || found.length >= differenceLimit) return;
  if (Array.isArray(before) && Array.isArray(after)) compareArrays(before, after, path, found);
  else if (isObject(before) && isObject(after)) compareObjects(before, after, path, found);
  else if (!equal(before, after)) found.push({ sign: '~', path, before, after });
}

function compareObjects(
  before: { [key: string]: Json },
  after: { [key: string]: Json },
  path: string,
  found: Difference[],
): void {
  for (const key of Object.keys(before))
    if (!Object.hasOwn(after, key)) add(found, { sign: '-', path: memberPath(path, key), before: before[key] });
  for (const [key, value] of Object.entries(after)) {
    const inner = memberPath(path, key);
    if (Object.hasOwn(before, key)) compare(before[key]!, value, inner, found);
    else add(found, { sign: '+', path: inner, after: value });
  }
}

/** Equal heads and tails are passed over, so that one item put in or taken out is one difference. */
function compareArrays(before: Json[], after: Json[], path: string, found: Difference[]): void {
  let head = 0;
  const shorter = Math.min(before.length, after.length);
  while (head < shorter && equal(before[head]!, after[head]!)) head++;
  let tail = 0;
  while (tail < shorter - head && equal(before[before.length - 1 - tail]!, after[after.length - 1 - tail]!)) tail++;
  const common = Math.min(before.length, after.length) - head - tail;
  for (let i = 0; i < common; i++) compare(before[head + i]!, after[head + i]!, `${path}[${head + i}]`, found);
  for (let i = head + common; i < before.length - tail; i++)
    add(found, { sign: '-', path: `${path}[${i}]`, before: before[i] });
  for (let i = head + common; i < after.length - tail; i++)
    add(found, { sign: '+', path: `${path}[${i}]`, after: after[i] });
}

function add(found: Difference[], difference: Difference): void {
  if (found.length < differenceLimit) found.push(difference);
}

export function memberPath(path: string, key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

export function equal(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => equal(item, b[index]!));
  if (!isObject(a) || !isObject(b) || Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equal(a[key]!, b[key]!));
}

function isObject(value: Json): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
