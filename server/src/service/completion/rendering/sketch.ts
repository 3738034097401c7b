/**
 * What a completion inserts, told once and written as JSON or as YAML: plain values, and holes for the user to fill in.
 */
export type Sketch =
  | string
  | number
  | boolean
  | null
  | Hole
  | TextSketch
  | readonly Sketch[]
  | { readonly [key: string]: Sketch };

/** A place to fill in that is not quoted: a number, a boolean, or any value. */
export class Hole {
  constructor(
    readonly placeholder: string = '',
    readonly choices: readonly string[] = [],
  ) {}
}

/** A text with places to fill in. */
export class TextSketch {
  readonly parts: readonly (string | Hole)[];

  constructor(parts: readonly (string | Hole)[]) {
    this.parts = parts;
  }
}

/** A place to fill in, with a text that stands there until then. */
export function hole(placeholder = ''): Hole {
  return new Hole(placeholder);
}

/** A place to fill in with one of some values. */
export function choice(choices: readonly string[]): Hole {
  return new Hole('', choices);
}

/** A text, quoted where the notation wants it. */
export function text(...parts: (string | Hole)[]): TextSketch {
  return new TextSketch(parts);
}

/** How to write a sketch. */
export interface SketchFormat {
  readonly notation: 'json' | 'yaml' | 'yamlFlow';
  /** One step of indentation. */
  readonly indent: string;
  /** Write tab stops; without them a hole is its placeholder or first choice. */
  readonly snippet: boolean;
}

/** Members of an object: `"Key": value, …`, or lines of `Key: value` in YAML. */
export function writeMembers(
  members: readonly (readonly [key: string | TextSketch, value: Sketch])[],
  format: SketchFormat,
): string {
  const writer = new Writer(format);
  if (format.notation === 'yaml') return members.map(([key, value]) => writer.yamlMember(key, value, '')).join('\n');
  return members.map(([key, value]) => `${writer.key(key)}: ${writer.json(value, '')}`).join(',\n');
}

/** A key alone. */
export function writeKey(key: string, format: SketchFormat): string {
  return new Writer({ ...format, snippet: false }).key(key);
}

/** A value. In YAML an object or array begins on a line of its own. */
export function writeValue(value: Sketch, format: SketchFormat): string {
  const writer = new Writer(format);
  return format.notation === 'yaml' ? writer.yamlAfterColon(value, '').replace(/^ /, '') : writer.json(value, '');
}

/** An item of a YAML sequence, its `- ` included. */
export function writeYamlItem(value: Sketch, format: SketchFormat): string {
  return new Writer(format).yamlItem(value, '');
}

/** Whether there is anything to fill in. */
export function hasHoles(sketch: Sketch): boolean {
  if (sketch instanceof Hole) return true;
  if (sketch instanceof TextSketch) return sketch.parts.some((part) => part instanceof Hole);
  if (typeof sketch !== 'object' || sketch === null) return false;
  return Object.values(sketch).some(hasHoles);
}

/** A text as a YAML scalar: plain where YAML reads it back as the same text. */
export function yamlScalar(content: string, isFlow = false): string {
  const special = isFlow ? /[,[\]{}]/ : /(?!)/;
  const isPlain =
    /^[\p{L}_$./(][^\n]*$/u.test(content) &&
    !/: |\s#|:$|\s$/.test(content) &&
    !special.test(content) &&
    !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(content);
  return isPlain ? content : JSON.stringify(content);
}

class Writer {
  readonly #format: SketchFormat;
  #stops = 0;

  constructor(format: SketchFormat) {
    this.#format = format;
  }

  json(sketch: Sketch, margin: string): string {
    if (isScalar(sketch)) return this.scalar(sketch);
    const inner = margin + this.#format.indent;
    const isArray = Array.isArray(sketch);
    const parts = isArray
      ? sketch.map((item) => this.json(item, inner))
      : Object.entries(sketch).map(([key, value]) => `${this.key(key)}: ${this.json(value, inner)}`);
    const [open, close] = isArray ? (['[', ']'] as const) : (['{', '}'] as const);
    if (parts.length === 0) return `${open}${this.stop('')}${this.#literal(close)}`;
    if (isArray && sketch.every(isScalar)) return `[${parts.join(', ')}]`;
    return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${margin}${this.#literal(close)}`;
  }

  yamlMember(key: string | TextSketch, value: Sketch, margin: string): string {
    return `${this.key(key)}:${this.yamlAfterColon(value, margin)}`;
  }

  yamlAfterColon(sketch: Sketch, margin: string): string {
    if (isScalar(sketch)) return ` ${this.scalar(sketch)}`;
    const inner = margin + this.#format.indent;
    const entries = Object.entries(sketch);
    if (entries.length === 0) return `\n${inner}${Array.isArray(sketch) ? '- ' : ''}${this.stop('')}`;
    if (Array.isArray(sketch)) return sketch.map((item) => `\n${inner}${this.yamlItem(item, inner)}`).join('');
    return entries.map(([key, value]) => `\n${inner}${this.yamlMember(key, value, inner)}`).join('');
  }

  yamlItem(item: Sketch, margin: string): string {
    if (isScalar(item)) return `- ${this.scalar(item)}`;
    const inner = `${margin}  `;
    const lines = Object.entries(item).map(([key, value]) => this.yamlMember(key, value, inner));
    return `- ${lines.join(`\n${inner}`)}`;
  }

  key(key: string | TextSketch): string {
    if (key instanceof TextSketch) return this.scalar(key);
    const written =
      this.#format.notation === 'json' ? JSON.stringify(key) : yamlScalar(key, this.#format.notation === 'yamlFlow');
    return this.#literal(written);
  }

  scalar(sketch: string | number | boolean | null | Hole | TextSketch): string {
    if (sketch instanceof Hole) return this.#hole(sketch);
    if (sketch instanceof TextSketch) return this.#text(sketch.parts);
    return typeof sketch === 'string' ? this.#text([sketch]) : String(sketch);
  }

  stop(placeholder: string): string {
    if (!this.#format.snippet) return placeholder;
    this.#stops++;
    return placeholder === '' ? `$${this.#stops}` : `\${${this.#stops}:${escapeSnippet(placeholder)}}`;
  }

  #hole({ placeholder, choices }: Hole): string {
    if (choices.length === 0) return this.stop(placeholder);
    if (!this.#format.snippet) return choices[0]!;
    this.#stops++;
    return `\${${this.#stops}|${choices.map((each) => each.replace(/[\\,|]/g, '\\$&')).join(',')}|}`;
  }

  #text(parts: readonly (string | Hole)[]): string {
    const literal = parts.filter((part) => typeof part === 'string').join('');
    const isQuoted = this.#format.notation === 'json' || literal === '' || yamlScalar(literal) !== literal;
    const written = parts.map((part) => {
      if (part instanceof Hole) return this.#hole(part);
      return this.#literal(isQuoted ? JSON.stringify(part).slice(1, -1) : part);
    });
    const isBareHole = literal === '' && this.#format.notation !== 'json';
    return isQuoted && !isBareHole ? `"${written.join('')}"` : written.join('');
  }

  #literal(written: string): string {
    return this.#format.snippet ? escapeSnippet(written) : written;
  }
}

type Scalar = string | number | boolean | null | Hole | TextSketch;

function isScalar(sketch: Sketch): sketch is Scalar {
  return typeof sketch !== 'object' || sketch === null || sketch instanceof Hole || sketch instanceof TextSketch;
}

function escapeSnippet(written: string): string {
  return written.replace(/[\\$}]/g, '\\$&');
}
