import type { Json } from '../asl/json.ts';
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
const KINDS: readonly SourceKind[] = ['object', 'array', 'string', 'number', 'boolean', 'null'];

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
    switch (this.kind) {
      case 'string':
        return this.text;
      case 'number':
        return Number(this.source);
      case 'boolean':
        return this.source === 'true';
      default:
        return null;
    }
  }

  private get text(): string {
    const { data, pool } = this.tape;
    const number = data[this.at + 3]!;
    if (number >= 0) return pool.text(number);
    this.content ??= this.readText();
    return this.content as string;
  }

  private get source(): string {
    return this.tape.origin.text.slice(this.originStart, this.originEnd);
  }

  private readText(): string {
    const flags = this.tape.data[this.at]!;
    if (flags & FLAG.bare) return this.source;
    const { text } = this.tape.origin;
    return flags & FLAG.indirect
      ? jsonStringContent(text, this.originStart, this.originEnd)
      : text.slice(this.originStart + 1, this.originEnd - 1);
  }

  private readProperties(): SourceProperty[] {
    const { tape } = this;
    const end = tape.after(this.at);
    const properties: SourceProperty[] = [];
    for (let at = this.at + VALUE_SIZE; at < end; at = tape.after(at + KEY_SIZE))
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
