import { isObject, type Json } from '../../asl/json.ts';

/**
 * The AWS SDK's own description of an operation's input and output (`command.schema`), as far as it is needed to carry values between Step
 * Functions' view -- names in upper case, blobs and times as text -- and the SDK's: lists `[kind, namespace, name, traits, ...]`, numbers for simple
 * types, functions for references, `[schema, traits]` for members with traits.
 */
export type SdkSchema = number | (() => SdkSchema) | readonly unknown[];

const LIST = 1;
const MAP = 2;
const STRUCTURE = 3;
const UNION = 4;
const BLOB = 21;
const STREAMING_BLOB = 42;
const TIMESTAMPS: ReadonlySet<number> = new Set([4, 5, 6, 7]);
const STRING = 0;
const LIST_MODIFIER = 64;
const MAP_MODIFIER = 128;

/** Step Functions' parameters as the SDK wants them. Members that the schema does not know pass as they are. */
export function toSdk(value: Json, schema: SdkSchema | undefined): unknown {
  const shape = shapeOf(schema);
  switch (shape.kind) {
    case 'structure':
      return isObject(value) ? toStructure(value, shape.members) : value;
    case 'list':
      return Array.isArray(value) ? value.map((item) => toSdk(item, shape.item)) : value;
    case 'map':
      return isObject(value) ? mapValues(value, (member) => toSdk(member, shape.item)) : value;
    case 'blob':
      return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value), 'utf8');
    case 'timestamp':
      return typeof value === 'string' ? new Date(value) : typeof value === 'number' ? new Date(value * 1000) : value;
    case 'string':
      // JSON given where the API wants text is made text (recorded on AWS).
      return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
  }
  return value;
}

/** The SDK's output as Step Functions shows it. Streams have been read before: they are text. */
export function fromSdk(value: unknown, schema: SdkSchema | undefined): Json | undefined {
  if (value === undefined || typeof value === 'function') return undefined;
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  const shape = shapeOf(schema);
  if (Array.isArray(value)) {
    const item = shape.kind === 'list' ? shape.item : undefined;
    return value.map((element) => fromSdk(element, item) ?? null);
  }
  return fromObject(value as Record<string, unknown>, shape);
}

type Shape =
  | { readonly kind: 'structure'; readonly members: ReadonlyMap<string, SdkSchema> }
  | { readonly kind: 'list' | 'map'; readonly item: SdkSchema }
  | { readonly kind: 'blob' | 'timestamp' | 'string' | 'other' };

function shapeOf(schema: SdkSchema | undefined): Shape {
  const resolved = resolve(schema);
  if (resolved === undefined) return { kind: 'other' };
  if (typeof resolved === 'number') return simpleShape(resolved);
  const [kind, , , , third, fourth] = resolved;
  if (kind === STRUCTURE || kind === UNION || kind === -STRUCTURE) {
    const names = (third ?? []) as readonly string[];
    const schemas = (fourth ?? []) as readonly SdkSchema[];
    return { kind: 'structure', members: new Map(names.map((name, index) => [name, schemas[index] ?? STRING])) };
  }
  if (kind === LIST) return { kind: 'list', item: third as SdkSchema };
  if (kind === MAP) return { kind: 'map', item: fourth as SdkSchema };
  return simpleShape(typeof third === 'number' ? third : -1);
}

function simpleShape(code: number): Shape {
  if (code >= MAP_MODIFIER) return { kind: 'map', item: code - MAP_MODIFIER };
  if (code >= LIST_MODIFIER) return { kind: 'list', item: code - LIST_MODIFIER };
  if (code === BLOB || code === STREAMING_BLOB) return { kind: 'blob' };
  if (TIMESTAMPS.has(code)) return { kind: 'timestamp' };
  return { kind: code === STRING ? 'string' : 'other' };
}

/** Follows references and takes traits off. */
function resolve(schema: SdkSchema | undefined): number | readonly unknown[] | undefined {
  let current = schema;
  for (;;) {
    if (typeof current === 'function') current = current();
    else if (Array.isArray(current) && (typeof current[0] === 'function' || current.length === 2)) {
      current = current[0] as SdkSchema;
    } else return current as number | readonly unknown[] | undefined;
  }
}

function toStructure(value: Readonly<Record<string, Json>>, members: ReadonlyMap<string, SdkSchema>): object {
  const converted: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    const own = members.has(name) ? name : [...members.keys()].find((known) => upperFirst(known) === upperFirst(name));
    converted[own ?? name] = toSdk(member, own === undefined ? undefined : members.get(own));
  }
  return converted;
}

function fromObject(value: Readonly<Record<string, unknown>>, shape: Shape): Json {
  const converted: Record<string, Json> = {};
  for (const [name, member] of Object.entries(value)) {
    if (name === '$metadata') continue;
    const schema = shape.kind === 'structure' ? shape.members.get(name) : shape.kind === 'map' ? shape.item : undefined;
    const made = fromSdk(member, schema);
    if (made !== undefined) converted[shape.kind === 'map' ? name : upperFirst(name)] = made;
  }
  return converted;
}

function mapValues(value: Readonly<Record<string, Json>>, convert: (member: Json) => unknown): object {
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, convert(member)]));
}

export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
