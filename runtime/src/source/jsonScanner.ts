import { endIn, SourceNode, type SourceOrigin, type SourceRange, startIn } from './node.ts';
import { MAXIMUM_DEPTH, MAXIMUM_PROBLEMS, type Problem, type ProblemCode } from './problem.ts';
import { jsonCharacterMap, jsonEscapeWidth } from './scalar.ts';
import { TextPool } from './textPool.ts';

/** The UTF-16 units that mean something in JSON. */
export const UNIT = {
  tab: 9,
  lineFeed: 10,
  carriageReturn: 13,
  space: 32,
  quote: 34,
  dollar: 36,
  apostrophe: 39,
  asterisk: 42,
  comma: 44,
  slash: 47,
  colon: 58,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  openBrace: 123,
  closeBrace: 125,
  byteOrderMark: 0xfeff,
  end: -1,
} as const;

/** How strings are written in JSON. */
export const JSON_STRING = { style: 'json', mapper: jsonCharacterMap } as const;
const BARE = { style: 'plain', mapper: jsonCharacterMap } as const;
const SUBSTITUTION = { ...BARE, isSubstitution: true } as const;
const MALFORMED = { ...BARE, isMalformed: true } as const;
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

/** Reads the tokens of JSON; what is wrong with one becomes a problem and reading goes on after it. */
export abstract class JsonScanner {
  protected readonly text: string;
  protected readonly origin: SourceOrigin;
  protected readonly reportsExtensions: boolean;
  protected readonly problems: Problem[] = [];
  protected readonly comments: SourceRange[] = [];
  protected at = 0;
  /** End of the last token that was read: missing things are reported there. */
  protected lastEnd = 0;
  private readonly pool: TextPool;

  constructor(origin: SourceOrigin, dialect: 'json' | 'jsonc') {
    this.text = origin.text;
    this.origin = origin;
    this.pool = new TextPool(origin.text);
    this.reportsExtensions = dialect === 'json';
  }

  /** While a value is being typed the string on the next line is the next key: `"Next": ⏎ "End": true`. */
  protected isKeyOnNextLine(unit: number, colonEnd: number): boolean {
    if (unit !== UNIT.quote || !this.text.slice(colonEnd, this.at).includes('\n')) return false;
    let end = this.at + 1;
    for (let next = this.text.charCodeAt(end); next !== UNIT.quote; next = this.text.charCodeAt(++end)) {
      if (end >= this.text.length || next === UNIT.lineFeed) return false;
      if (next === UNIT.backslash) end++;
    }
    while (isBlank(this.text.charCodeAt(++end)));
    return this.text.charCodeAt(end) === UNIT.colon;
  }

  protected string(quote: number): SourceNode {
    const start = this.at;
    const text = this.stringText(quote);
    return new SourceNode('string', this.origin, start, this.at, text, JSON_STRING);
  }

  /** Reads a string and gives what it means. */
  protected stringText(quote: number): string {
    const text = this.text;
    const start = this.at;
    let at = start + 1;
    let runStart = at;
    let value = '';
    let hash = 0;
    for (;;) {
      const unit = text.charCodeAt(at);
      if (unit === quote) break;
      if (unit === UNIT.backslash) {
        value += text.slice(runStart, at) + this.escape(at);
        at += jsonEscapeWidth(text, at);
        runStart = at;
      } else if (unit < UNIT.space) {
        if (unit === UNIT.lineFeed || unit === UNIT.carriageReturn) break;
        this.report(
          'invalid-character',
          at,
          at + 1,
          'A control character must be written as an escape, e.g. \\t or \\u0000.',
        );
        at++;
      } else if (at >= text.length) break;
      else {
        hash = (Math.imul(hash, 31) + unit) | 0;
        at++;
      }
    }
    const isClosed = text.charCodeAt(at) === quote;
    const isWhole = isClosed && runStart === start + 1;
    const content = isWhole ? this.pool.slice(runStart, at, hash) : text.slice(runStart, Math.min(at, text.length));
    const end = isClosed ? at + 1 : Math.min(at, text.length);
    if (!isClosed) this.report('unterminated-string', start, end, 'The string has no closing quote.');
    else if (quote === UNIT.apostrophe)
      this.report('syntax', start, at + 1, "JSON strings stand in double quotes, not in ' '.");
    this.moveTo(end);
    return isWhole ? content : value + content;
  }

  protected escape(at: number): string {
    const letter = this.text[at + 1] ?? '';
    const simple = SIMPLE_ESCAPES[letter];
    if (simple !== undefined) return simple;
    if (letter === 'u') {
      const hex = this.text.slice(at + 2, at + 6);
      if (/^[0-9a-fA-F]{4}$/.test(hex)) return String.fromCharCode(Number.parseInt(hex, 16));
    }
    this.report(
      'invalid-escape',
      at,
      Math.min(at + 2, this.text.length),
      'JSON knows the escapes \\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX.',
    );
    return letter === '\n' || letter === '\r' ? '' : letter;
  }

  protected bareKey(): SourceNode | undefined {
    const start = this.at;
    const end = this.wordEnd();
    const word = this.text.slice(start, end);
    this.moveTo(end);
    if (!/^[A-Za-z_$][\w$.-]*$/.test(word)) {
      this.report('unexpected-text', start, end, 'Expected a property: a key in double quotes.');
      return undefined;
    }
    this.report('unquoted-key', start, end, `The key ${word} must stand in double quotes.`);
    return this.bareString(start, end, BARE);
  }

  protected bareValue(unit: number): SourceNode | undefined {
    const start = this.at;
    const end = unit === UNIT.dollar ? this.substitutionEnd() : this.wordEnd();
    const word = this.text.slice(start, end);
    this.moveTo(end);
    if (word === 'true' || word === 'false') return new SourceNode('boolean', this.origin, start, end, word === 'true');
    if (word === 'null') return new SourceNode('null', this.origin, start, end, null);
    if (NUMBER.test(word)) return new SourceNode('number', this.origin, start, end, Number(word));
    if (/^\$\{[^}]*\}$/.test(word)) {
      return this.bareString(start, end, SUBSTITUTION);
    }
    if (/^[-+.\d]/.test(word)) this.report('invalid-number', start, end, `${word} is not a JSON number.`);
    else if (word === '') this.report('unexpected-text', start, end, 'A value is expected here.');
    else this.report('unexpected-text', start, end, `${word} is not a value; a text must stand in double quotes.`);
    return this.bareString(start, end, MALFORMED);
  }

  protected bareString(start: number, end: number, traits: typeof BARE): SourceNode {
    return new SourceNode('string', this.origin, start, end, this.text.slice(start, end), traits);
  }

  protected substitutionEnd(): number {
    if (this.text.charCodeAt(this.at + 1) !== UNIT.openBrace) return this.wordEnd();
    for (let at = this.at + 2; at < this.text.length; at++) {
      const unit = this.text.charCodeAt(at);
      if (unit === UNIT.closeBrace) return at + 1;
      if (unit === UNIT.lineFeed || unit === UNIT.quote || unit === UNIT.openBrace) break;
    }
    return this.wordEnd();
  }

  /** End of the run of characters that have no meaning of their own in JSON; at least one character. */
  protected wordEnd(): number {
    let at = this.at;
    while (at < this.text.length && !isDelimiter(this.text.charCodeAt(at))) at++;
    return Math.min(Math.max(at, this.at + 1), this.text.length);
  }

  /** Leaves out a value that is nested too deep, without recursion. */
  protected skipTooDeep(): undefined {
    this.report(
      'too-deep',
      this.at,
      this.at + 1,
      `Values may be nested at most ${MAXIMUM_DEPTH} deep; this one is not read.`,
    );
    let open = 0;
    let at = this.at;
    for (; at < this.text.length; at++) {
      const unit = this.text.charCodeAt(at);
      if (unit === UNIT.quote) {
        for (at++; at < this.text.length && this.text.charCodeAt(at) !== UNIT.quote; at++) {
          if (this.text.charCodeAt(at) === UNIT.backslash) at++;
        }
      } else if (unit === UNIT.openBrace || unit === UNIT.openBracket) open++;
      else if ((unit === UNIT.closeBrace || unit === UNIT.closeBracket) && --open === 0) break;
    }
    this.moveTo(Math.min(at + 1, this.text.length));
    return undefined;
  }

  /** Skips blanks and comments; returns the unit that follows, or UNIT.end. */
  protected skipTrivia(): number {
    const text = this.text;
    for (;;) {
      const unit = text.charCodeAt(this.at);
      if (unit === UNIT.space || unit === UNIT.lineFeed || unit === UNIT.carriageReturn || unit === UNIT.tab) this.at++;
      else if (unit === UNIT.slash && this.skipComment()) continue;
      else return this.at >= text.length ? UNIT.end : unit;
    }
  }

  protected skipComment(): boolean {
    const start = this.at;
    const second = this.text.charCodeAt(start + 1);
    if (second === UNIT.slash) {
      const lineEnd = this.text.indexOf('\n', start);
      const end = lineEnd === -1 ? this.text.length : lineEnd;
      this.at = this.text[end - 1] === '\r' ? end - 1 : end;
    } else if (second === UNIT.asterisk) {
      const close = this.text.indexOf('*/', start + 2);
      this.at = close === -1 ? this.text.length : close + 2;
      if (close === -1) this.report('unclosed', start, this.text.length, 'The comment is not closed.');
    } else return false;
    this.comments.push({ start: startIn(this.origin, start), end: endIn(this.origin, this.at) });
    if (this.reportsExtensions)
      this.report(
        'comment',
        start,
        this.at,
        'JSON has no comments; AWS refuses a definition with one. Use a Comment field.',
      );
    return true;
  }

  protected tokenEnd(): number {
    if (this.text.charCodeAt(this.at) !== UNIT.quote) return this.wordEnd();
    const close = this.text.indexOf('"', this.at + 1);
    const lineEnd = this.text.indexOf('\n', this.at);
    if (close === -1 || (lineEnd !== -1 && lineEnd < close)) return this.at + 1;
    return close + 1;
  }

  protected advance(): void {
    this.moveTo(this.at + 1);
  }

  protected moveTo(offset: number): void {
    this.at = offset;
    this.lastEnd = offset;
  }

  protected report(code: ProblemCode, start: number, end: number, message: string): void {
    if (this.problems.length >= MAXIMUM_PROBLEMS) return;
    this.problems.push({
      code,
      message,
      start: startIn(this.origin, start),
      end: end > start ? endIn(this.origin, end) : startIn(this.origin, start),
    });
  }
}

function isBlank(unit: number): boolean {
  return unit === UNIT.space || unit === UNIT.tab;
}

function isDelimiter(unit: number): boolean {
  return (
    unit <= UNIT.space ||
    unit === UNIT.quote ||
    unit === UNIT.comma ||
    unit === UNIT.colon ||
    unit === UNIT.openBrace ||
    unit === UNIT.closeBrace ||
    unit === UNIT.openBracket ||
    unit === UNIT.closeBracket ||
    unit === UNIT.slash
  );
}
