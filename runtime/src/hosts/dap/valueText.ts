import { isObject, type Json } from '../../asl/json.ts';

/** Members of an object or array that its one-line text shows. */
const SHOWN_MEMBERS = 5;

/** One line for a value: scalars whole, objects and arrays by their first members; never longer than `most` characters. */
export function valueText(value: Json | undefined, most: number): string {
  if (value === undefined) return 'not there';
  return cut(oneLine(value, 1, most), most);
}

/** JSON type of a value, as clients show it. */
export function typeText(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** The value that a text holds as JSON, when it is an object or array: Lambda functions and queues send such texts. */
export function decodedJson(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value) || value.length > 1_000_000) return undefined;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return undefined;
  }
}

function oneLine(value: Json, depth: number, most: number): string {
  if (typeof value === 'string') return JSON.stringify(value.length > most ? `${value.slice(0, most)}…` : value);
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    if (depth === 0) return `(${value.length}) […]`;
    const items = value.slice(0, SHOWN_MEMBERS).map((item) => oneLine(item, depth - 1, most));
    return `(${value.length}) [${items.join(', ')}${value.length > SHOWN_MEMBERS ? ', …' : ''}]`;
  }
  if (!isObject(value)) return String(value);
  const names = Object.keys(value);
  if (names.length === 0) return '{}';
  if (depth === 0) return '{…}';
  const members = names.slice(0, SHOWN_MEMBERS).map((name) => `${name}: ${oneLine(value[name]!, depth - 1, most)}`);
  return `{${members.join(', ')}${names.length > SHOWN_MEMBERS ? ', …' : ''}}`;
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, Math.max(0, most - 1))}…` : text;
}
