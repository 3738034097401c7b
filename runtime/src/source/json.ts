import type { ParseResult } from './document.ts';
import { addItem, addProperty, endIn, SourceNode, type SourceOrigin, type SourceRange, startIn } from './node.ts';
import { MAXIMUM_DEPTH, MAXIMUM_PROBLEMS, type Problem, type ProblemCode } from './problem.ts';
import { jsonCharacterMap } from './scalar.ts';

const TAB = 9;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const QUOTE = 34;
const DOLLAR = 36;
const APOSTROPHE = 39;
const ASTERISK = 42;
const COMMA = 44;
const SLASH = 47;
const COLON = 58;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const BYTE_ORDER_MARK = 0xfeff;
const END = -1;

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const SIMPLE_ESCAPES: Record<string, string> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/**
 * Reads JSON (RFC 8259) in one pass and gives as much tree as the text allows: an unfinished property has a key and no
 * value, a missing bracket closes where the enclosing value closes. Offsets of problems and comments are offsets of the document.
 */
export function parseJson(origin: SourceOrigin, dialect: 'json' | 'jsonc'): ParseResult {
  return new JsonParser(origin, dialect).parse();
}

class JsonParser {
  readonly #text: string;
  readonly #origin: SourceOrigin;
  readonly #reportsExtensions: boolean;
  readonly #problems: Problem[] = [];
  readonly #comments: SourceRange[] = [];
  #at = 0;
  /** End of the last token that was read: missing things are reported there. */
  #lastEnd = 0;
  #depth = 0;
  #openArrays = 0;
  #openObjects = 0;

  constructor(origin: SourceOrigin, dialect: 'json' | 'jsonc') {
    this.#text = origin.text;
    this.#origin = origin;
    this.#reportsExtensions = dialect === 'json';
  }

  parse(): ParseResult {
    if (this.#text.charCodeAt(0) === BYTE_ORDER_MARK) this.#at = 1;
    let unit = this.#skipTrivia();
    if (unit === END) {
      this.#report(
        'empty-document',
        0,
        this.#text.length,
        'The document is empty: a state machine definition is an object with StartAt and States.',
      );
      return { problems: this.#problems, comments: this.#comments };
    }
    const root = this.#value(unit);
    unit = this.#skipTrivia();
    if (unit !== END)
      this.#report('unexpected-text', this.#at, this.#wordEnd(), 'Nothing may follow the end of the value.');
    return { root, problems: this.#problems, comments: this.#comments };
  }

  #value(unit: number): SourceNode | undefined {
    if (unit === OPEN_BRACE) return this.#depth >= MAXIMUM_DEPTH ? this.#skipTooDeep() : this.#object();
    if (unit === OPEN_BRACKET) return this.#depth >= MAXIMUM_DEPTH ? this.#skipTooDeep() : this.#array();
    if (unit === QUOTE || unit === APOSTROPHE) return this.#string(unit);
    return this.#bareValue(unit);
  }

  #object(): SourceNode {
    const start = this.#at;
    const node = new SourceNode('object', this.#origin, start, start);
    const firstUse = new Map<string, SourceNode>();
    this.#advance();
    this.#depth++;
    this.#openObjects++;
    let comma = -1;
    let unit = this.#skipTrivia();
    while (unit !== CLOSE_BRACE && unit !== END) {
      if (unit === COMMA) {
        this.#report('unexpected-text', this.#at, this.#at + 1, 'A property is expected before the comma.');
        this.#advance();
      } else if (unit === CLOSE_BRACKET) {
        if (this.#openArrays > 0) break;
        this.#report('unexpected-text', this.#at, this.#at + 1, 'This ] closes nothing.');
        this.#advance();
      } else if (this.#property(node, unit, firstUse)) {
        unit = this.#skipTrivia();
        if (unit === COMMA) {
          comma = this.#at;
          this.#advance();
          unit = this.#skipTrivia();
          continue;
        }
        comma = -1;
        if (unit !== CLOSE_BRACE && unit !== END && unit !== CLOSE_BRACKET) this.#missingComma();
        continue;
      }
      comma = -1;
      unit = this.#skipTrivia();
    }
    this.#openObjects--;
    this.#close(node, unit, CLOSE_BRACE, '}', comma);
    return node;
  }

  /** Reads one property; false when the text here is no key and was skipped. */
  #property(object: SourceNode, unit: number, firstUse: Map<string, SourceNode>): boolean {
    const keyNode = unit === QUOTE || unit === APOSTROPHE ? this.#string(unit) : this.#bareKey();
    if (!keyNode) return false;
    const key = keyNode.value as string;
    const valueNode = this.#propertyValue(key);
    addProperty(object, { key, keyNode, valueNode });
    const first = firstUse.get(key);
    if (first === undefined) firstUse.set(key, keyNode);
    else this.#reportDuplicate(key, first, keyNode);
    return true;
  }

  #propertyValue(key: string): SourceNode | undefined {
    let unit = this.#skipTrivia();
    if (unit !== COLON) {
      this.#report(
        'missing-colon',
        this.#lastEnd,
        Math.max(this.#lastEnd, this.#at),
        `Expected ":" and a value after "${key}".`,
      );
      // A bracket can only be the value; anything else is more probably the next key.
      return unit === OPEN_BRACE || unit === OPEN_BRACKET ? this.#value(unit) : undefined;
    }
    this.#advance();
    const colonEnd = this.#at;
    unit = this.#skipTrivia();
    const isMissing = unit === COMMA || unit === CLOSE_BRACE || unit === CLOSE_BRACKET || unit === END;
    if (isMissing || this.#isKeyOnNextLine(unit, colonEnd)) {
      this.#report('missing-value', colonEnd - 1, Math.max(colonEnd, this.#at), `"${key}" has no value.`);
      return undefined;
    }
    return this.#value(unit);
  }

  /** While a value is being typed the string on the next line is the next key: `"Next": ⏎ "End": true`. */
  #isKeyOnNextLine(unit: number, colonEnd: number): boolean {
    if (unit !== QUOTE || !this.#text.slice(colonEnd, this.#at).includes('\n')) return false;
    let end = this.#at + 1;
    for (let next = this.#text.charCodeAt(end); next !== QUOTE; next = this.#text.charCodeAt(++end)) {
      if (end >= this.#text.length || next === LINE_FEED) return false;
      if (next === BACKSLASH) end++;
    }
    while (isBlank(this.#text.charCodeAt(++end)));
    return this.#text.charCodeAt(end) === COLON;
  }

  #array(): SourceNode {
    const node = new SourceNode('array', this.#origin, this.#at, this.#at);
    this.#advance();
    this.#depth++;
    this.#openArrays++;
    let comma = -1;
    let unit = this.#skipTrivia();
    while (unit !== CLOSE_BRACKET && unit !== END) {
      if (unit === CLOSE_BRACE) {
        if (this.#openObjects > 0) break;
        this.#report('unexpected-text', this.#at, this.#at + 1, 'This } closes nothing.');
        this.#advance();
        unit = this.#skipTrivia();
        continue;
      }
      if (unit === COMMA || unit === COLON) {
        this.#report('missing-value', this.#at, this.#at + 1, 'A value is expected here.');
        this.#advance();
        unit = this.#skipTrivia();
        continue;
      }
      const item = this.#value(unit);
      if (item) addItem(node, item);
      unit = this.#skipTrivia();
      comma = -1;
      if (unit === COMMA) {
        comma = this.#at;
        this.#advance();
        unit = this.#skipTrivia();
      } else if (unit !== CLOSE_BRACKET && unit !== END && unit !== CLOSE_BRACE) this.#missingComma();
    }
    this.#openArrays--;
    this.#close(node, unit, CLOSE_BRACKET, ']', comma);
    return node;
  }

  #close(node: SourceNode, unit: number, expected: number, bracket: string, comma: number): void {
    this.#depth--;
    if (comma !== -1 && this.#reportsExtensions) {
      this.#report(
        'trailing-comma',
        comma,
        comma + 1,
        `JSON allows no comma before ${unit === END ? 'the end' : bracket}.`,
      );
    }
    if (unit === expected) this.#advance();
    else {
      const end = unit === END ? this.#text.length : this.#at;
      this.#report(
        'unclosed',
        this.#lastEnd,
        Math.max(this.#lastEnd, end),
        `Expected ${bracket} to close the ${node.kind}.`,
      );
    }
    // Without its bracket a value reaches up to the next token, so that a cursor in the blank belongs to it.
    node.originEnd = unit === expected ? this.#at : Math.max(this.#at, this.#lastEnd);
  }

  #string(quote: number): SourceNode {
    const text = this.#text;
    const start = this.#at;
    let at = start + 1;
    let runStart = at;
    let value = '';
    for (;;) {
      const unit = text.charCodeAt(at);
      if (unit === quote) break;
      if (unit === BACKSLASH) {
        value += text.slice(runStart, at) + this.#escape(at);
        at += escapeWidth(text, at);
        runStart = at;
      } else if (unit < SPACE) {
        if (unit === LINE_FEED || unit === CARRIAGE_RETURN) break;
        this.#report(
          'invalid-character',
          at,
          at + 1,
          'A control character must be written as an escape, e.g. \\t or \\u0000.',
        );
        at++;
      } else if (at >= text.length) break;
      else at++;
    }
    const isClosed = text.charCodeAt(at) === quote;
    const content = text.slice(runStart, Math.min(at, text.length));
    const node = new SourceNode(
      'string',
      this.#origin,
      start,
      isClosed ? at + 1 : Math.min(at, text.length),
      value + content,
      jsonCharacterMap,
    );
    if (!isClosed) this.#report('unterminated-string', start, node.originEnd, 'The string has no closing quote.');
    else if (quote === APOSTROPHE)
      this.#report('syntax', start, at + 1, "JSON strings stand in double quotes, not in ' '.");
    this.#moveTo(node.originEnd);
    return node;
  }

  #escape(at: number): string {
    const letter = this.#text[at + 1] ?? '';
    const simple = SIMPLE_ESCAPES[letter];
    if (simple !== undefined) return simple;
    if (letter === 'u') {
      const hex = this.#text.slice(at + 2, at + 6);
      if (/^[0-9a-fA-F]{4}$/.test(hex)) return String.fromCharCode(Number.parseInt(hex, 16));
    }
    this.#report(
      'invalid-escape',
      at,
      Math.min(at + 2, this.#text.length),
      'JSON knows the escapes \\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX.',
    );
    return letter === '\n' || letter === '\r' ? '' : letter;
  }

  #bareKey(): SourceNode | undefined {
    const start = this.#at;
    const end = this.#wordEnd();
    const word = this.#text.slice(start, end);
    this.#moveTo(end);
    if (!/^[A-Za-z_$][\w$.-]*$/.test(word)) {
      this.#report('unexpected-text', start, end, 'Expected a property: a key in double quotes.');
      return undefined;
    }
    this.#report('unquoted-key', start, end, `The key ${word} must stand in double quotes.`);
    return this.#bareString(start, end);
  }

  #bareValue(unit: number): SourceNode | undefined {
    const start = this.#at;
    const end = unit === DOLLAR ? this.#substitutionEnd() : this.#wordEnd();
    const word = this.#text.slice(start, end);
    this.#moveTo(end);
    if (word === 'true' || word === 'false')
      return new SourceNode('boolean', this.#origin, start, end, word === 'true');
    if (word === 'null') return new SourceNode('null', this.#origin, start, end, null);
    if (NUMBER.test(word)) return new SourceNode('number', this.#origin, start, end, Number(word));
    if (/^\$\{[^}]*\}$/.test(word)) {
      const node = this.#bareString(start, end);
      node.substitution = true;
      return node;
    }
    if (/^[-+.\d]/.test(word)) this.#report('invalid-number', start, end, `${word} is not a JSON number.`);
    else if (word === '') this.#report('unexpected-text', start, end, 'A value is expected here.');
    else this.#report('unexpected-text', start, end, `${word} is not a value; a text must stand in double quotes.`);
    const node = this.#bareString(start, end);
    node.isMalformed = true;
    return node;
  }

  #bareString(start: number, end: number): SourceNode {
    const node = new SourceNode('string', this.#origin, start, end, this.#text.slice(start, end));
    node.style = 'plain';
    return node;
  }

  #substitutionEnd(): number {
    if (this.#text.charCodeAt(this.#at + 1) !== OPEN_BRACE) return this.#wordEnd();
    for (let at = this.#at + 2; at < this.#text.length; at++) {
      const unit = this.#text.charCodeAt(at);
      if (unit === CLOSE_BRACE) return at + 1;
      if (unit === LINE_FEED || unit === QUOTE || unit === OPEN_BRACE) break;
    }
    return this.#wordEnd();
  }

  /** End of the run of characters that have no meaning of their own in JSON; at least one character. */
  #wordEnd(): number {
    let at = this.#at;
    while (at < this.#text.length && !isDelimiter(this.#text.charCodeAt(at))) at++;
    return Math.min(Math.max(at, this.#at + 1), this.#text.length);
  }

  /** Leaves out a value that is nested too deep, without recursion. */
  #skipTooDeep(): undefined {
    this.#report(
      'too-deep',
      this.#at,
      this.#at + 1,
      `Values may be nested at most ${MAXIMUM_DEPTH} deep; this one is not read.`,
    );
    let open = 0;
    let at = this.#at;
    for (; at < this.#text.length; at++) {
      const unit = this.#text.charCodeAt(at);
      if (unit === QUOTE) {
        for (at++; at < this.#text.length && this.#text.charCodeAt(at) !== QUOTE; at++) {
          if (this.#text.charCodeAt(at) === BACKSLASH) at++;
        }
      } else if (unit === OPEN_BRACE || unit === OPEN_BRACKET) open++;
      else if ((unit === CLOSE_BRACE || unit === CLOSE_BRACKET) && --open === 0) break;
    }
    this.#moveTo(Math.min(at + 1, this.#text.length));
    return undefined;
  }

  /** Skips blanks and comments; returns the unit that follows, or END. */
  #skipTrivia(): number {
    const text = this.#text;
    for (;;) {
      const unit = text.charCodeAt(this.#at);
      if (unit === SPACE || unit === LINE_FEED || unit === CARRIAGE_RETURN || unit === TAB) this.#at++;
      else if (unit === SLASH && this.#skipComment()) continue;
      else return this.#at >= text.length ? END : unit;
    }
  }

  #skipComment(): boolean {
    const start = this.#at;
    const second = this.#text.charCodeAt(start + 1);
    if (second === SLASH) {
      const lineEnd = this.#text.indexOf('\n', start);
      const end = lineEnd === -1 ? this.#text.length : lineEnd;
      this.#at = this.#text[end - 1] === '\r' ? end - 1 : end;
    } else if (second === ASTERISK) {
      const close = this.#text.indexOf('*/', start + 2);
      this.#at = close === -1 ? this.#text.length : close + 2;
      if (close === -1) this.#report('unclosed', start, this.#text.length, 'The comment is not closed.');
    } else return false;
    this.#comments.push({ start: startIn(this.#origin, start), end: endIn(this.#origin, this.#at) });
    if (this.#reportsExtensions)
      this.#report(
        'comment',
        start,
        this.#at,
        'JSON has no comments; AWS refuses a definition with one. Use a Comment field.',
      );
    return true;
  }

  #missingComma(): void {
    this.#report('missing-comma', this.#at, this.#tokenEnd(), 'Expected a comma before this.');
  }

  #tokenEnd(): number {
    if (this.#text.charCodeAt(this.#at) !== QUOTE) return this.#wordEnd();
    const close = this.#text.indexOf('"', this.#at + 1);
    const lineEnd = this.#text.indexOf('\n', this.#at);
    if (close === -1 || (lineEnd !== -1 && lineEnd < close)) return this.#at + 1;
    return close + 1;
  }

  #advance(): void {
    this.#moveTo(this.#at + 1);
  }

  #moveTo(offset: number): void {
    this.#at = offset;
    this.#lastEnd = offset;
  }

  #reportDuplicate(key: string, first: SourceNode, repeated: SourceNode): void {
    if (this.#problems.length >= MAXIMUM_PROBLEMS) return;
    this.#problems.push({
      code: 'duplicate-key',
      start: repeated.start,
      end: repeated.end,
      message: `The key "${key}" is already used in this object.`,
      related: { start: first.start, end: first.end },
    });
  }

  #report(code: ProblemCode, start: number, end: number, message: string): void {
    if (this.#problems.length >= MAXIMUM_PROBLEMS) return;
    this.#problems.push({
      code,
      message,
      start: startIn(this.#origin, start),
      end: end > start ? endIn(this.#origin, end) : startIn(this.#origin, start),
    });
  }
}

function isBlank(unit: number): boolean {
  return unit === SPACE || unit === TAB;
}

function isDelimiter(unit: number): boolean {
  return (
    unit <= SPACE ||
    unit === QUOTE ||
    unit === COMMA ||
    unit === COLON ||
    unit === OPEN_BRACE ||
    unit === CLOSE_BRACE ||
    unit === OPEN_BRACKET ||
    unit === CLOSE_BRACKET ||
    unit === SLASH
  );
}

function escapeWidth(text: string, at: number): number {
  if (text[at + 1] === 'u' && /^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6))) return 6;
  return at + 1 < text.length ? 2 : 1;
}
