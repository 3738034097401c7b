import type { Json } from '../asl/json.ts';
import { setMember } from '../asl/setMember.ts';

export type SourceKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

/** A stretch of text; UTF-16 offsets, `end` exclusive. */
export interface SourceRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Where each UTF-16 unit of a string stands in the text of its document: unit i is written at `starts[i]` to `ends[i]`.
 * An escape sequence is wider than the unit it means; a folded line break may be wider or narrower.
 */
export interface CharacterMap {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** The text a parser read, and where it stands in the document when it is itself the content of a string there. */
export interface SourceOrigin {
  readonly text: string;
  readonly map?: CharacterMap;
  /** The text stands in the document as it is, only shifted: what is written into it needs no escapes. */
  readonly isVerbatim?: true;
}

export interface SourceProperty {
  readonly key: string;
  readonly keyNode: SourceNode;
  /** Absent while the author has not written the value yet. */
  readonly valueNode?: SourceNode;
  /** The property came in through a YAML merge key (`<<`): it is written somewhere else. */
  readonly merged?: boolean;
}

/** The syntax a scalar is written in; it decides how offsets of its value map to offsets of the text. */
export type ScalarStyle = 'json' | 'single-quoted' | 'double-quoted' | 'plain' | 'block-literal' | 'block-folded';

/** Computes the character map of a string node; undefined when every unit stands for itself. */
type CharacterMapper = (node: SourceNode) => CharacterMap | undefined;

/** Properties of a node that few nodes have. */
export interface Traits {
  readonly style?: ScalarStyle;
  readonly mapper?: CharacterMapper;
  readonly isSubstitution?: true;
  readonly isAlias?: true;
  readonly isMalformed?: true;
  /** A map that is known already. */
  readonly map?: CharacterMap;
}

const JSON_STRING: Traits = { style: 'json' };
const PROPERTIES_WORTH_AN_INDEX = 8;
const LOOK_UPS_WITHOUT_INDEX = 16;

/** One value of a document with the place it is written at. Made by the parsers, read-only for everybody else. */
export abstract class SourceNode {
  // Declared only: there can be a quarter of a million of nodes, and fields that are initialised twice take their time.
  declare readonly kind: SourceKind;
  /** The object or array that holds this node; for a key the object. */
  declare parent: SourceNode | undefined;
  /** The key or index under which the parent holds this node. */
  declare keyInParent: string | number | undefined;
  /** The plain value of an object or array, once it was asked for. */
  declare private plain: Json | undefined;
  /** The properties of a large object by key, or how often one was looked up before; how the units of a string are written. */
  declare private derived: Map<string, SourceProperty> | number | CharacterMap | null | undefined;

  constructor(kind: SourceKind, parent: SourceNode | undefined, keyInParent: string | number | undefined) {
    this.kind = kind;
    this.parent = parent;
    this.keyInParent = keyInParent;
    this.plain = undefined;
    this.derived = undefined;
  }

  /** The node is the key of a property, not a value. */
  abstract get isKey(): boolean;
  abstract get origin(): SourceOrigin;
  /** Offsets within the origin's text. Readers want `start` and `end`. */
  abstract get originStart(): number;
  abstract get originEnd(): number;
  /** For copies of a node within this folder; readers ask the properties below. */
  abstract get traits(): Traits;
  /** The properties of an object in the order of the text, repeated keys included. */
  abstract get properties(): SourceProperty[] | undefined;
  /** The items of an array. */
  abstract get items(): SourceNode[] | undefined;
  /** The value of a string, number, boolean or null. */
  protected abstract get scalar(): Json;

  /** The same value with nodes that nobody else has, where nodes are made on demand: of a root only. */
  detached(): SourceNode {
    return this;
  }

  /** Lets go of the members, where they can be made again. Afterwards they are other nodes, so only the owner of a detached tree may do this. */
  forget(): void {}

  /** How a string is written. */
  get style(): ScalarStyle {
    return this.traits.style ?? 'plain';
  }

  /** The value is known only after deployment: a bare `${Name}` or a CloudFormation intrinsic. Its type must not be checked. */
  get substitution(): boolean {
    return this.traits.isSubstitution ?? false;
  }

  /** The node stands for a YAML alias: its children are written at the anchor, outside this node's range. */
  get isAlias(): boolean {
    return this.traits.isAlias ?? false;
  }

  /** The text is no legal value (a bare word, say); a problem says so, and the text is kept for completion. */
  get isMalformed(): boolean {
    return this.traits.isMalformed ?? false;
  }

  /** Offset of the first character in the document, quotes included. */
  get start(): number {
    return startIn(this.origin, this.originStart);
  }

  /** Offset after the last character in the document, quotes included. */
  get end(): number {
    return this.originEnd === this.originStart ? this.start : endIn(this.origin, this.originEnd);
  }

  /** The plain value; of duplicate keys the last one wins. A property without value is left out. */
  get value(): Json {
    if (this.kind !== 'object' && this.kind !== 'array') return this.scalar;
    this.plain ??= this.composed();
    return this.plain;
  }

  /** The value of an object or array. */
  protected composed(): Json {
    if (this.kind === 'array') return this.items!.map((item) => item.value);
    const value: Record<string, Json> = {};
    for (const { key, valueNode } of this.properties!) if (valueNode) setMember(value, key, valueNode.value);
    return value;
  }

  /** RFC 6901 pointer from the root of the document; a key has the pointer of its property. */
  get pointer(): string {
    const parts: string[] = [];
    for (let node: SourceNode | undefined = this; node?.parent; node = node.parent) {
      parts.push(escapePointerToken(String(node.keyInParent)));
    }
    return parts.length === 0 ? '' : `/${parts.reverse().join('/')}`;
  }

  /** The property of that key, the last one when the key is repeated. */
  property(key: string): SourceProperty | undefined {
    const properties = this.properties;
    if (!properties) return undefined;
    if (properties.length > PROPERTIES_WORTH_AN_INDEX) {
      const index = this.indexOf(properties);
      if (index) return index.get(key);
    }
    for (let i = properties.length - 1; i >= 0; i--) {
      if (properties[i]!.key === key) return properties[i];
    }
    return undefined;
  }

  /** The value node of that key. */
  get(key: string): SourceNode | undefined {
    return this.property(key)?.valueNode;
  }

  /** Where the unit at an offset of this string's value is written in the document; the value's length gives the end of the content. */
  offsetAt(valueOffset: number): number {
    const map = this.characterMap();
    const length = this.contentLength();
    if (length === 0) return this.identity(0);
    if (valueOffset >= length) return map ? map.ends[length - 1]! : this.identity(length);
    return map ? map.starts[Math.max(0, valueOffset)]! : this.identity(Math.max(0, valueOffset));
  }

  /** The document range in which a part of this string's value is written. */
  rangeOf(valueStart: number, valueEnd: number): SourceRange {
    const start = this.offsetAt(valueStart);
    if (valueEnd <= valueStart) return { start, end: start };
    const map = this.characterMap();
    const last = Math.min(valueEnd, this.contentLength()) - 1;
    if (last < 0) return { start, end: start };
    return { start, end: Math.max(start, map ? map.ends[last]! : this.identity(last) + 1) };
  }

  /** The offset within this string's value of a place in the document, clamped to the value. */
  valueOffsetAt(textOffset: number): number {
    const length = this.contentLength();
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.rangeOf(middle, middle + 1).end <= textOffset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The properties by key. The first few times it is quicker to go through them than to make this. */
  private indexOf(properties: readonly SourceProperty[]): ReadonlyMap<string, SourceProperty> | undefined {
    if (this.derived instanceof Map) return this.derived;
    const count = typeof this.derived === 'number' ? this.derived : 0;
    if (count < LOOK_UPS_WITHOUT_INDEX) {
      this.derived = count + 1;
      return undefined;
    }
    this.derived = new Map(properties.map((property) => [property.key, property]));
    return this.derived;
  }

  /** Lets go of what was derived from the members. */
  protected release(): void {
    this.plain = undefined;
    this.derived = undefined;
  }

  private contentLength(): number {
    return this.kind === 'string' ? (this.scalar as string).length : 0;
  }

  /** Where the content begins when every unit stands for itself: behind the quote, when there is one. */
  private identity(valueOffset: number): number {
    const isQuoted = this.style !== 'plain' && this.originEnd > this.originStart;
    return startIn(this.origin, this.originStart + (isQuoted ? 1 : 0) + valueOffset);
  }

  private characterMap(): CharacterMap | undefined {
    if (this.kind !== 'string') return undefined;
    if (this.derived === undefined) this.derived = this.traits.mapper?.(this) ?? null;
    return (this.derived as CharacterMap | null) ?? undefined;
  }
}

/** A node of its own, with everything it says: what parsers make that keep no record of the text. */
export class BuiltNode extends SourceNode {
  isKey = false;
  readonly origin: SourceOrigin;
  readonly originStart: number;
  readonly originEnd: number;
  readonly traits: Traits;
  private readonly content: SourceProperty[] | SourceNode[] | Json;

  constructor(
    kind: SourceKind,
    origin: SourceOrigin,
    start: number,
    end: number,
    scalar?: Json,
    traits: Traits = JSON_STRING,
  ) {
    super(kind, undefined, undefined);
    this.origin = origin;
    this.originStart = start;
    this.originEnd = end;
    this.content = kind === 'object' || kind === 'array' ? [] : (scalar ?? null);
    this.traits = traits;
  }

  get properties(): SourceProperty[] | undefined {
    return this.kind === 'object' ? (this.content as SourceProperty[]) : undefined;
  }

  get items(): SourceNode[] | undefined {
    return this.kind === 'array' ? (this.content as SourceNode[]) : undefined;
  }

  protected get scalar(): Json {
    return this.content as Json;
  }
}

/** The offset in the document of an offset in an origin's text, taken as the start of something. */
export function startIn(origin: SourceOrigin, offset: number): number {
  const map = origin.map;
  if (!map) return offset;
  if (offset < map.starts.length) return map.starts[Math.max(0, offset)]!;
  return map.ends.length === 0 ? 0 : map.ends[map.ends.length - 1]!;
}

/** The offset in the document of an offset in an origin's text, taken as the end of something. */
export function endIn(origin: SourceOrigin, offset: number): number {
  const map = origin.map;
  if (!map) return offset;
  return offset <= 0 ? startIn(origin, 0) : map.ends[Math.min(offset, map.ends.length) - 1]!;
}

/** Adds a property and ties its nodes to the object. */
export function addProperty(object: SourceNode, property: SourceProperty): void {
  const { key, keyNode, valueNode } = property;
  object.properties!.push(property);
  tie(keyNode, object, key);
  if (keyNode instanceof BuiltNode) keyNode.isKey = true;
  if (valueNode) tie(valueNode, object, key);
}

/** Says which object or array holds a node, and under what. */
export function tie(node: SourceNode, parent: SourceNode, keyInParent: string | number): void {
  node.parent = parent;
  node.keyInParent = keyInParent;
}

/** Adds an item and ties it to the array. */
export function addItem(array: SourceNode, item: SourceNode): void {
  tie(item, array, array.items!.length);
  array.items!.push(item);
}

function escapePointerToken(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}
