import { isObject, type Json } from '../asl/json.ts';

/** JSON text that is the same for equal values: members in the order of their names. */
export function canonicalText(value: Json): string {
  return JSON.stringify(value, (_, member: Json) => (isObject(member) ? sorted(member) : member));
}

function sorted(object: { readonly [name: string]: Json }): Json {
  return Object.fromEntries(Object.entries(object).sort(([left], [right]) => (left < right ? -1 : 1)));
}
