import { FLAG, JsonTape, TAG } from './jsonTape.ts';
import { escapeAt, jsonEscapeWidth, jsonStringContent } from './jsonText.ts';
import { LineStarts } from './lines.ts';
import { endIn, type SourceOrigin, type SourceRange, startIn } from './node.ts';
import { MAXIMUM_DEPTH, MAXIMUM_PROBLEMS, type Problem, type ProblemCode } from './problem.ts';
import { TextUnits, UNIT, type Units } from './units.ts';

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** Mistakes after which the reader may take what follows for something else than what was meant. */
const MISLEADING: ReadonlySet<ProblemCode> = new Set([
  'unexpected-text',
  'missing-colon',
  'unclosed',
  'unterminated-string',
]);
/** What such a mistake is followed by, until a property is read that is whole. */
const ECHOES: ReadonlySet<ProblemCode> = new Set([...MISLEADING, 'missing-comma', 'missing-value', 'unquoted-key']);
/** Longer values are seldom repeated. */
const LONGEST_POOLED = 80;

/** Reads the tokens of JSON; what is wrong with one becomes a problem and reading goes on after it. */
export abstract class JsonScanner {
  protected readonly text: string;
  protected readonly textUnits: TextUnits;
  /** The units of the text, and one 0 behind them. */
  protected units: Units;
  protected readonly origin: SourceOrigin;
  protected readonly tape: JsonTape;
  protected readonly reportsExtensions: boolean;
  protected readonly problems: Problem[] = [];
  protected readonly comments: SourceRange[] = [];
  protected at = 0;
  /** End of the last token that was read: missing things are reported there. */
  protected lastEnd = 0;
  protected readonly lines: LineStarts;
  /** Whether text was skipped that may hold line ends. */
  private hasSkipped = false;
  /** How many mistakes of structure were met, reported or not. */
  protected mistakes = 0;
  /** Whether a mistake was met after which no whole property was read: one mistake is reported once, without its echoes. */
  protected isLost = false;

  constructor(origin: SourceOrigin, dialect: 'json' | 'jsonc') {
    this.text = origin.text;
    this.textUnits = new TextUnits(origin.text);
    this.units = this.textUnits.get();
    this.origin = origin;
    this.tape = new JsonTape(origin);
    this.reportsExtensions = dialect === 'json';
    this.lines = new LineStarts(origin.text);
  }

  /** The offsets at which lines begin; undefined when this came not by all of them. */
  protected get lineStarts(): Int32Array | undefined {
    return this.hasSkipped || this.at < this.text.length || this.origin.map ? undefined : this.lines.all;
  }

  /** While a value is being typed the string on the next line is the next key: `"Next": ⏎ "End": true`. */
  protected isKeyOnNextLine(unit: number, colonEnd: number): boolean {
    if (unit !== UNIT.quote) return false;
    let lineEnd = colonEnd;
    while (lineEnd < this.at && this.units[lineEnd] !== UNIT.lineFeed) lineEnd++;
    if (lineEnd === this.at) return false;
    let end = this.at + 1;
    for (let next = this.text.charCodeAt(end); next !== UNIT.quote; next = this.text.charCodeAt(++end)) {
      if (end >= this.text.length || next === UNIT.lineFeed) return false;
      if (next === UNIT.backslash) end++;
    }
    while (isBlank(this.text.charCodeAt(++end)));
    return this.text.charCodeAt(end) === UNIT.colon;
  }

  /** Reads a string that is a value. */
  protected string(quote: number): void {
    const start = this.at;
    const hash = this.scanString(quote);
    const isWhole = !this.isIndirect;
    const pooled =
      isWhole && this.at - start <= LONGEST_POOLED ? this.tape.pool.add(this.units, start + 1, this.at - 1, hash) : -1;
    this.tape.value(isWhole ? TAG.string : TAG.string | FLAG.indirect, start, this.at, pooled);
  }

  /** Reads a string that is a key and gives the number of its text. */
  protected quotedKey(quote: number): number {
    const start = this.at;
    const hash = this.scanString(quote);
    const { pool } = this.tape;
    return this.isIndirect
      ? pool.addText(jsonStringContent(this.text, start, this.at))
      : pool.add(this.units, start + 1, this.at - 1, hash);
  }

  /** Whether the content of the string read last is not simply what stands between its quotes. */
  private isIndirect = false;

  /** Goes behind a string and gives the hash of what stands between its quotes. */
  private scanString(quote: number): number {
    const units = this.units;
    const start = this.at;
    let at = start + 1;
    let hash = 0;
    for (;;) {
      const unit = units[at]!;
      if (unit === quote) break;
      if (unit === UNIT.backslash || unit < UNIT.space) {
        this.isIndirect = true;
        this.scanUnusualString(quote, at);
        return 0;
      }
      hash = (Math.imul(hash, 31) + unit) | 0;
      at++;
    }
    this.isIndirect = false;
    this.at = at + 1;
    this.lastEnd = at + 1;
    if (quote === UNIT.apostrophe) this.reportApostrophes(start);
    return hash;
  }

  /** Goes on in a string with escapes, control characters or without end. */
  private scanUnusualString(quote: number, from: number): void {
    const { text } = this;
    const start = this.at;
    let at = from;
    for (;;) {
      const unit = text.charCodeAt(at);
      if (unit === quote) break;
      if (unit === UNIT.backslash) {
        if (escapeAt(text, at) === undefined) this.reportEscape(at);
        at += jsonEscapeWidth(text, at);
      } else if (unit < UNIT.space) {
        // Behind this skipTrivia goes on, and sees the line end.
        if (unit === UNIT.lineFeed || unit === UNIT.carriageReturn) break;
        this.report(
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
    const end = isClosed ? at + 1 : Math.min(at, text.length);
    if (!isClosed) this.report('unterminated-string', start, end, 'The string has no closing quote.');
    this.moveTo(end);
    if (isClosed && quote === UNIT.apostrophe) this.reportApostrophes(start);
  }

  private reportApostrophes(start: number): void {
    this.report('syntax', start, this.at, "JSON strings stand in double quotes, not in ' '.");
  }

  private reportEscape(at: number): void {
    this.report(
      'invalid-escape',
      at,
      Math.min(at + 2, this.text.length),
      'JSON knows the escapes \\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX.',
    );
  }

  /** Reads a key without quotes and gives the number of its text; undefined when the text here is no key. */
  protected bareKey(): number | undefined {
    const start = this.at;
    const end = this.wordEnd();
    const word = this.text.slice(start, end);
    this.moveTo(end);
    if (!/^[A-Za-z_$][\w$.-]*$/.test(word)) {
      this.report('unexpected-text', start, end, 'Expected a property: a key in double quotes.');
      return undefined;
    }
    this.report('unquoted-key', start, end, `The key ${word} must stand in double quotes.`);
    return this.tape.pool.addText(word);
  }

  protected bareValue(unit: number): void {
    const start = this.at;
    if (this.skipWholeNumber(unit)) {
      this.tape.value(TAG.number, start, this.at, 0);
      return;
    }
    const end = unit === UNIT.dollar ? this.substitutionEnd() : this.wordEnd();
    const word = this.text.slice(start, end);
    this.moveTo(end);
    const { tape } = this;
    if (NUMBER.test(word)) tape.value(TAG.number, start, end, 0);
    else if (word === 'true' || word === 'false') tape.value(TAG.boolean, start, end, 0);
    else if (word === 'null') tape.value(TAG.null, start, end, 0);
    else if (/^\$\{[^}]*\}$/.test(word)) this.bareString(start, end, FLAG.substitution);
    else {
      if (/^[-+.\d]/.test(word)) this.report('invalid-number', start, end, `${word} is not a JSON number.`);
      else if (word === '') this.report('unexpected-text', start, end, 'A value is expected here.');
      else this.report('unexpected-text', start, end, `${word} is not a value; a text must stand in double quotes.`);
      this.bareString(start, end, FLAG.malformed);
    }
  }

  /** Goes behind a number without sign, fraction and exponent; false when there is something else. */
  private skipWholeNumber(unit: number): boolean {
    if (unit < UNIT.one || unit > UNIT.nine) return false;
    const { units } = this;
    let at = this.at + 1;
    while (units[at]! >= UNIT.zero && units[at]! <= UNIT.nine) at++;
    if (!isDelimiter(units[at]!)) return false;
    this.moveTo(at);
    return true;
  }

  private bareString(start: number, end: number, flag: number): void {
    this.tape.value(TAG.string | FLAG.bare | FLAG.indirect | flag, start, end, -1);
  }

  protected substitutionEnd(): number {
    if (this.text.charCodeAt(this.at + 1) !== UNIT.openBrace) return this.wordEnd();
    for (let at = this.at + 2; at < this.text.length; at++) {
      const unit = this.text.charCodeAt(at);
      if (unit === UNIT.closeBrace) return at + 1;
      if (unit === UNIT.lineFeed || unit === UNIT.quote || unit === UNIT.openBrace) break;
      if (unit === UNIT.carriageReturn) this.hasSkipped = true;
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
  protected skipTooDeep(): void {
    this.hasSkipped = true;
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
  }

  /** As skipTrivia, where seldom anything is to be skipped: before a colon or a comma. */
  protected next(): number {
    const unit = this.units[this.at]!;
    return unit === UNIT.comma || unit === UNIT.colon ? unit : this.skipTrivia();
  }

  /** Skips blanks and comments; returns the unit that follows, or UNIT.end. */
  protected skipTrivia(): number {
    const { units } = this;
    let { at } = this;
    for (;;) {
      const unit = units[at]!;
      if (unit > UNIT.space) {
        this.at = at;
        if (unit !== UNIT.slash || !this.skipComment()) return unit;
        at = this.at;
      } else if (unit === UNIT.space) at++;
      else if (unit === UNIT.lineFeed) this.lines.add(++at);
      else if (unit === UNIT.tab) at++;
      else if (unit === UNIT.carriageReturn) {
        if (units[++at] !== UNIT.lineFeed) this.lines.add(at);
      } else {
        this.at = at;
        return at >= this.text.length ? UNIT.end : unit;
      }
    }
  }

  protected skipComment(): boolean {
    this.hasSkipped = true;
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
    if (ECHOES.has(code)) {
      this.mistakes++;
      if (this.isLost) return;
      this.isLost = MISLEADING.has(code);
    }
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
