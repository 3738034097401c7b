import { isObject, type Json, type JsonObject } from '../asl/json.ts';

/** How lists are written: `a[0]=1&a[1]=2`, `a=1&a=2`, `a=1,2`, `a[]=1&a[]=2`. */
export type ArrayFormat = 'INDICES' | 'REPEAT' | 'COMMAS' | 'BRACKETS';

/** A body as `application/x-www-form-urlencoded` text: Step Functions Developer Guide, "URL-encoding the request body". */
export function formEncoded(body: JsonObject, format: ArrayFormat): string {
  return Object.entries(body)
    .flatMap(([name, value]) => pairs(name, value, format))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
}

function pairs(name: string, value: Json, format: ArrayFormat): [string, string][] {
  if (Array.isArray(value)) return listPairs(name, value, format);
  if (isObject(value))
    return Object.entries(value).flatMap(([key, member]) => pairs(`${name}[${key}]`, member, format));
  return [[name, value === null ? '' : String(value)]];
}

function listPairs(name: string, values: readonly Json[], format: ArrayFormat): [string, string][] {
  if (format === 'COMMAS') return [[name, values.map((value) => String(value)).join(',')]];
  const names: Record<Exclude<ArrayFormat, 'COMMAS'>, (index: number) => string> = {
    INDICES: (index) => `${name}[${index}]`,
    REPEAT: () => name,
    BRACKETS: () => `${name}[]`,
  };
  return values.flatMap((value, index) => pairs(names[format](index), value, format));
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll('%2C', ',');
}
