import type { Json } from '../asl/json.ts';
import { setMember } from '../asl/setMember.ts';
import { FLAG, type JsonTape, KEY_SIZE, TAG, TAG_MASK, VALUE_SIZE } from './jsonTape.ts';
import { jsonStringContent } from './jsonText.ts';
import {
  BuiltNode,
  type SourceKind,
  SourceNode,
  type SourceOrigin,
  type SourceProperty,
  type Traits,
  tie,
} from './node.ts';
import { jsonCharacterMap } from './scalar.ts';

const QUOTED = { style: 'json', mapper: jsonCharacterMap } as const;
const BARE = { style: 'plain', mapper: jsonCharacterMap } as const;
const SUBSTITUTION = { ...BARE, isSubstitution: true } as const;
const MALFORMED = { ...BARE, isMalformed: true } as const;
/** By tag. */
const KINDS: readonly SourceKind[] = ['object', 'array', 'string', 'number', 'boolean', 'null', 'null', 'object'];

/** A value of a JSON text; it and its members are made from the tape when somebody asks for them. */
export class JsonNode extends SourceNode {
  // Declared only: fields that are initialised twice would double the time to make a node.
  declare private readonly tape: JsonTape;
  declare private readonly at: number;
  declare private content: SourceProperty[] | SourceNode[] | string | undefined;

  constructor(tape: JsonTape, at: number, parent?: SourceNode, keyInParent?: string | number) {
    super(KINDS[tape.data[at]! & TAG_MASK]!, parent, keyInParent);
    this.tape = tape;
    this.at = at;
    this.content = undefined;
  }

  get isKey(): boolean {
    return false;
  }

  get origin(): SourceOrigin {
    return this.tape.origin;
  }

  get originStart(): number {
    return this.tape.data[this.at + 1]!;
  }

  get originEnd(): number {
    return this.tape.data[this.at + 2]!;
  }

  get traits(): Traits {
    const flags = this.tape.data[this.at]!;
    if (flags & FLAG.substitution) return SUBSTITUTION;
    if (flags & FLAG.malformed) return MALFORMED;
    return flags & FLAG.bare ? BARE : QUOTED;
  }

  get properties(): SourceProperty[] | undefined {
    if (this.kind !== 'object') return undefined;
    this.content ??= this.readProperties();
    return this.content as SourceProperty[];
  }

  get items(): SourceNode[] | undefined {
    if (this.kind !== 'array') return undefined;
    this.content ??= this.readItems();
    return this.content as SourceNode[];
  }

  override detached(): SourceNode {
    return new JsonNode(this.tape, this.at);
  }

  override forget(): void {
    this.content = undefined;
    this.release();
  }

  protected get scalar(): Json {
    if (this.kind !== 'string' || this.tape.data[this.at + 3]! >= 0) return valueAt(this.tape, this.at);
    this.content ??= textAt(this.tape, this.at);
    return this.content as string;
  }

  /** Without a node for every member: who wants the whole value wants no place in the text. */
  protected override composed(): Json {
    return valueAt(this.tape, this.at);
  }

  private readProperties(): SourceProperty[] {
    const { tape } = this;
    const place = tape.membersOf(this.at);
    const end = tape.after(place);
    const properties: SourceProperty[] = [];
    for (let at = place + VALUE_SIZE; at < end; at = tape.after(at + KEY_SIZE))
      properties.push(new JsonProperty(this, tape, at));
    return properties;
  }

  private readItems(): SourceNode[] {
    const { tape } = this;
    const end = tape.after(this.at);
    const items: SourceNode[] = [];
    for (let at = this.at + VALUE_SIZE; at < end; at = tape.after(at))
      items.push(new JsonNode(tape, at, this, items.length));
    return items;
  }
}

function valueAt(tape: JsonTape, at: number): Json {
  const { data, pool, origin } = tape;
  switch (data[at]! & TAG_MASK) {
    case TAG.object:
    case TAG.unread:
      return objectAt(tape, tape.membersOf(at));
    case TAG.array:
      return arrayAt(tape, at);
    case TAG.string: {
      const number = data[at + 3]!;
      return number >= 0 ? pool.text(number) : textAt(tape, at);
    }
    case TAG.number:
      return Number(origin.text.slice(data[at + 1]!, data[at + 2]!));
    case TAG.boolean:
      return origin.text[data[at + 1]!] === 't';
    default:
      return null;
  }
}

function objectAt(tape: JsonTape, at: number): Json {
  // What is read in between may move the numbers of the tape, but changes none that is looked at here.
  const { data, pool } = tape;
  const object: Record<string, Json> = {};
  const end = tape.after(at);
  for (let member = at + VALUE_SIZE; member < end; member = tape.after(member + KEY_SIZE)) {
    const value = member + KEY_SIZE;
    if (data[value] !== TAG.absent) setMember(object, pool.text(data[member]!), valueAt(tape, value));
  }
  return object;
}

function arrayAt(tape: JsonTape, at: number): Json {
  const array: Json[] = [];
  const end = tape.after(at);
  for (let item = at + VALUE_SIZE; item < end; item = tape.after(item)) array.push(valueAt(tape, item));
  return array;
}

/** The content of a string that the pool does not have. */
function textAt(tape: JsonTape, at: number): string {
  const { data } = tape;
  const { text } = tape.origin;
  const start = data[at + 1]!;
  const end = data[at + 2]!;
  if (data[at]! & FLAG.bare) return text.slice(start, end);
  return data[at]! & FLAG.indirect ? jsonStringContent(text, start, end) : text.slice(start + 1, end - 1);
}

/** A property whose key and value are nodes only when somebody asks for them: most are never looked at. */
class JsonProperty implements SourceProperty {
  declare readonly key: string;
  declare private readonly object: SourceNode;
  declare private readonly tape: JsonTape;
  declare private readonly at: number;
  declare private keyAsNode: SourceNode | undefined;
  declare private valueAsNode: SourceNode | undefined;

  constructor(object: SourceNode, tape: JsonTape, at: number) {
    this.key = tape.pool.text(tape.data[at]!);
    this.object = object;
    this.tape = tape;
    this.at = at;
    this.keyAsNode = undefined;
    this.valueAsNode = undefined;
  }

  get keyNode(): SourceNode {
    if (!this.keyAsNode) {
      const { data, origin } = this.tape;
      const start = data[this.at + 1]!;
      const isQuoted = origin.text[start] === '"' || origin.text[start] === "'";
      const node = new BuiltNode('string', origin, start, data[this.at + 2]!, this.key, isQuoted ? QUOTED : BARE);
      node.isKey = true;
      tie(node, this.object, this.key);
      this.keyAsNode = node;
    }
    return this.keyAsNode;
  }

  get valueNode(): SourceNode | undefined {
    if (!this.valueAsNode) {
      const at = this.at + KEY_SIZE;
      if (this.tape.data[at] !== TAG.absent) this.valueAsNode = new JsonNode(this.tape, at, this.object, this.key);
    }
    return this.valueAsNode;
  }
}
