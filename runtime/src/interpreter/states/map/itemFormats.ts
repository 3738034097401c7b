import papaparse from 'papaparse';
import { isObject, type Json } from '../../../asl/json.ts';
import type { StoredObject } from '../../environment.ts';
import { itemsIn, type MapItems } from './items.ts';

/** How the bytes of an object become items. */
export interface ItemFormat {
  readonly inputType: string;
  /** CSV headers of the definition; undefined takes the first row. */
  readonly headers: readonly string[] | undefined;
  readonly delimiter: string;
  /** JSON Pointer to the array inside a JSON file. */
  readonly pointer: string | undefined;
}

const DELIMITERS: Readonly<Record<string, string>> = { COMMA: ',', PIPE: '|', SEMICOLON: ';', SPACE: ' ', TAB: '\t' };

/** The items of an object, or the text of what is wrong with it. */
export function parseItems(object: StoredObject, format: ItemFormat): MapItems | string | Promise<MapItems | string> {
  if (format.inputType === 'PARQUET') return parseParquet(object);
  if (typeof object !== 'string' && isGzip(object)) return textOf(object).then((text) => parseText(text, format));
  return parseText(typeof object === 'string' ? object : new TextDecoder().decode(object), format);
}

/** Text of an object; gzip is unpacked, as S3 inventories are written. */
export async function textOf(object: StoredObject): Promise<string> {
  if (typeof object === 'string') return object;
  if (!isGzip(object)) return new TextDecoder().decode(object);
  const stream = new Blob([object as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).text();
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function parseText(text: string, format: ItemFormat): MapItems | string {
  if (format.inputType === 'CSV') return parseCsv(text, format);
  if (format.inputType === 'JSONL') return parseJsonLines(text);
  return parseJson(text, format.pointer);
}

function parseJson(text: string, pointer: string | undefined): MapItems | string {
  let value: Json | undefined;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    return `The file is not valid JSON: ${(error as Error).message}`;
  }
  if (pointer !== undefined) value = valueAt(value, pointer);
  // An object's properties can be items too, where a pointer leads to it.
  return (
    (value === undefined ? undefined : itemsIn(value, pointer !== undefined)) ??
    'Attempting to map over non-iterable node.'
  );
}

/** The value that a JSON Pointer (RFC 6901) points to. */
export function valueAt(value: Json, pointer: string): Json | undefined {
  let here: Json | undefined = value;
  for (const token of pointer.split('/').slice(1)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(here)) here = /^\d+$/.test(key) ? here[Number(key)] : undefined;
    else here = isObject(here) && Object.hasOwn(here, key) ? here[key] : undefined;
  }
  return here;
}

function parseJsonLines(text: string): MapItems | string {
  const values: Json[] = [];
  const lines = text.split('\n');
  for (let line = 0; line < lines.length; line++) {
    if (lines[line]!.trim() === '') continue;
    try {
      values.push(JSON.parse(lines[line]!) as Json);
    } catch {
      return `Line ${line + 1} of the file is not valid JSON.`;
    }
  }
  return { values };
}

/** All cells are text; missing ones are empty, surplus ones are dropped (recorded on AWS). */
function parseCsv(text: string, format: ItemFormat): MapItems | string {
  const rows = papaparse.parse<string[]>(text, {
    delimiter: DELIMITERS[format.delimiter] ?? ',',
    skipEmptyLines: true,
  }).data;
  const headers = format.headers ?? rows.shift() ?? [];
  if (new Set(headers).size !== headers.length) return 'CSV headers cannot contain duplicates.';
  const values = rows.map((row) => Object.fromEntries(headers.map((header, column) => [header, row[column] ?? ''])));
  return { values };
}

async function parseParquet(object: StoredObject): Promise<MapItems | string> {
  if (typeof object === 'string') return 'The file is not a Parquet file.';
  try {
    const [{ parquetReadObjects }, { PARQUET_CODECS }] = await Promise.all([
      import('hyparquet'),
      import('./parquetCodecs.ts'),
    ]);
    // A copy: the buffer behind the bytes may hold more than these.
    const rows = await parquetReadObjects({ file: new Uint8Array(object).buffer, compressors: PARQUET_CODECS });
    return { values: rows.map((row) => plain(row)) };
  } catch (error) {
    return `The Parquet file cannot be read: ${(error as Error).message}`;
  }
}

/** A Parquet value as JSON: big integers become numbers, dates and bytes text. */
function plain(value: unknown): Json {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
  }
  return value === undefined ? null : (value as Json);
}
