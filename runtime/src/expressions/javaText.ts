import { isObject, type Json } from '../asl/json.ts';

/**
 * A value as Java's `String.valueOf` prints the Map, List, String and Number objects the service holds: `{a=1, b=[x, y]}`.
 * Recorded on AWS for `States.Format`; JSONPath messages quote their context in the same form.
 */
export function javaText(value: Json): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return `[${value.map(javaText).join(', ')}]`;
  if (isObject(value)) {
    return `{${Object.entries(value)
      .map(([key, member]) => `${key}=${javaText(member)}`)
      .join(', ')}}`;
  }
  return String(value);
}
