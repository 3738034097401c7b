import { duplicateKeyProblem } from './duplicateKeys.ts';
import { JsonNode } from './jsonNode.ts';
import { JsonScanner } from './jsonScanner.ts';
import { KEY_SIZE, TAG } from './jsonTape.ts';
import { endIn, type SourceNode, type SourceOrigin, type SourceRange, startIn } from './node.ts';
import { MAXIMUM_DEPTH, MAXIMUM_PROBLEMS, type ParseResult } from './problem.ts';
import { UNIT } from './units.ts';

/**
 * Reads JSON (RFC 8259) in one pass and gives as much tree as the text allows: an unfinished property has a key and no
 * value, a missing bracket closes where the enclosing value closes. Offsets of problems and comments are offsets of the document.
 */
export function parseJson(origin: SourceOrigin, dialect: 'json' | 'jsonc'): ParseResult {
  return new JsonParser(origin, dialect).parse();
}

/** More keys than this are compared through a table. */
const KEYS_TO_COMPARE = 12;

/** The parser behind `parseJson`. */
export class JsonParser extends JsonScanner {
  protected depth = 0;
  private openArrays = 0;
  private openObjects = 0;
  /** Where the keys of the open objects stand on the tape, the innermost object last. */
  private readonly keys: number[] = [];
  private keyCount = 0;

  parse(): ParseResult {
    this.reserve();
    if (this.units[0] === UNIT.byteOrderMark) this.at = 1;
    let unit = this.skipTrivia();
    if (unit === UNIT.end) {
      this.report(
        'empty-document',
        0,
        this.text.length,
        'The document is empty: a state machine definition is an object with StartAt and States.',
      );
      return { problems: this.problems, comments: this.comments };
    }
    this.value(unit);
    unit = this.skipTrivia();
    if (unit !== UNIT.end)
      this.report('unexpected-text', this.at, this.wordEnd(), 'Nothing may follow the end of the value.');
    const root = this.tape.length > 0 ? new JsonNode(this.tape, 0) : undefined;
    return this.result(root);
  }

  protected reserve(): void {
    this.tape.reserve(this.text.length);
  }

  protected result(root: SourceNode | undefined): ParseResult {
    this.tape.pool.seal();
    return { root, problems: this.problems, comments: this.comments, lineStarts: this.lineStarts };
  }

  /** Reads a value; nothing is added for one that is nested too deep. */
  private value(unit: number): void {
    if (unit === UNIT.quote || unit === UNIT.apostrophe) this.string(unit);
    else if (unit === UNIT.openBrace) {
      if (this.depth >= MAXIMUM_DEPTH) this.skipTooDeep();
      else this.object();
    } else if (unit === UNIT.openBracket) {
      if (this.depth >= MAXIMUM_DEPTH) this.skipTooDeep();
      else this.array();
    } else this.bareValue(unit);
  }

  protected object(): void {
    const node = this.tape.value(TAG.object, this.at, this.at, 0);
    const firstKey = this.keyCount;
    this.advance();
    this.depth++;
    this.openObjects++;
    let comma = -1;
    let unit = this.skipTrivia();
    while (unit !== UNIT.closeBrace && unit !== UNIT.end) {
      if (unit === UNIT.comma) {
        this.report('unexpected-text', this.at, this.at + 1, 'A property is expected before the comma.');
        this.advance();
      } else if (unit === UNIT.closeBracket) {
        if (this.openArrays > 0) break;
        this.report('unexpected-text', this.at, this.at + 1, 'This ] closes nothing.');
        this.advance();
      } else if (this.property(unit)) {
        unit = this.next();
        if (unit === UNIT.comma) {
          comma = this.at;
          this.advance();
          unit = this.skipTrivia();
          continue;
        }
        comma = -1;
        if (unit !== UNIT.closeBrace && unit !== UNIT.end && unit !== UNIT.closeBracket) this.missingComma();
        continue;
      }
      comma = -1;
      unit = this.skipTrivia();
    }
    this.openObjects--;
    this.reportDuplicates(firstKey);
    this.keyCount = firstKey;
    this.close(node, unit, UNIT.closeBrace, '}', comma);
  }

  /** Reads one property; false when the text here is no key and was skipped. */
  private property(unit: number): boolean {
    const { mistakes } = this;
    const start = this.at;
    const key = unit === UNIT.quote || unit === UNIT.apostrophe ? this.quotedKey(unit) : this.bareKey();
    if (key === undefined) return false;
    this.keys[this.keyCount++] = this.tape.key(key, start, this.at);
    const valueStart = this.tape.length;
    this.propertyValue(key);
    if (this.tape.length === valueStart) this.tape.value(TAG.absent, this.at, this.at, 0);
    if (this.isLost && this.mistakes === mistakes) this.isLost = false;
    return true;
  }

  private propertyValue(key: number): void {
    let unit = this.next();
    if (unit !== UNIT.colon) {
      this.report(
        'missing-colon',
        this.lastEnd,
        Math.max(this.lastEnd, this.at),
        `Expected ":" and a value after "${this.tape.pool.text(key)}".`,
      );
      // A bracket can only be the value; anything else is more probably the next key.
      if (unit === UNIT.openBrace || unit === UNIT.openBracket) this.value(unit);
      return;
    }
    this.advance();
    const colonEnd = this.at;
    unit = this.skipTrivia();
    const isMissing =
      unit === UNIT.comma || unit === UNIT.closeBrace || unit === UNIT.closeBracket || unit === UNIT.end;
    if (isMissing || this.isKeyOnNextLine(unit, colonEnd)) {
      const message = `"${this.tape.pool.text(key)}" has no value.`;
      this.report('missing-value', colonEnd - 1, Math.max(colonEnd, this.at), message);
      return;
    }
    this.value(unit);
  }

  private array(): void {
    const node = this.tape.value(TAG.array, this.at, this.at, 0);
    this.advance();
    this.depth++;
    this.openArrays++;
    let comma = -1;
    let unit = this.skipTrivia();
    while (unit !== UNIT.closeBracket && unit !== UNIT.end) {
      if (unit === UNIT.closeBrace) {
        if (this.openObjects > 0) break;
        this.report('unexpected-text', this.at, this.at + 1, 'This } closes nothing.');
        this.advance();
        unit = this.skipTrivia();
        continue;
      }
      if (unit === UNIT.comma || unit === UNIT.colon) {
        this.report('missing-value', this.at, this.at + 1, 'A value is expected here.');
        this.advance();
        unit = this.skipTrivia();
        continue;
      }
      this.value(unit);
      unit = this.skipTrivia();
      comma = -1;
      if (unit === UNIT.comma) {
        comma = this.at;
        this.advance();
        unit = this.skipTrivia();
      } else if (unit !== UNIT.closeBracket && unit !== UNIT.end && unit !== UNIT.closeBrace) this.missingComma();
    }
    this.openArrays--;
    this.close(node, unit, UNIT.closeBracket, ']', comma);
  }

  private close(node: number, unit: number, expected: number, bracket: string, comma: number): void {
    this.depth--;
    if (comma !== -1 && this.reportsExtensions) {
      const message = `JSON allows no comma before ${unit === UNIT.end ? 'the end' : bracket}.`;
      this.report('trailing-comma', comma, comma + 1, message);
    }
    if (unit === expected) this.advance();
    else {
      const end = unit === UNIT.end ? this.text.length : this.at;
      const kind = expected === UNIT.closeBrace ? 'object' : 'array';
      this.report('unclosed', this.lastEnd, Math.max(this.lastEnd, end), `Expected ${bracket} to close the ${kind}.`);
    }
    // Without its bracket a value reaches up to the next token, so that a cursor in the blank belongs to it.
    this.tape.close(node, unit === expected ? this.at : Math.max(this.at, this.lastEnd));
  }

  private missingComma(): void {
    this.report('missing-comma', this.at, this.tokenEnd(), 'Expected a comma before this.');
  }

  /** Reports the keys from that one on that the object has already. */
  private reportDuplicates(firstKey: number): void {
    const { keys, keyCount } = this;
    const { data } = this.tape;
    if (keyCount - firstKey > KEYS_TO_COMPARE) {
      const firstUse = new Map<number, number>();
      for (let i = firstKey; i < keyCount; i++) {
        const key = data[keys[i]!]!;
        const first = firstUse.get(key);
        if (first === undefined) firstUse.set(key, keys[i]!);
        else this.reportDuplicate(first, keys[i]!);
      }
      return;
    }
    for (let i = firstKey + 1; i < keyCount; i++) {
      const key = data[keys[i]!]!;
      for (let first = firstKey; first < i; first++) {
        if (data[keys[first]!] !== key) continue;
        this.reportDuplicate(keys[first]!, keys[i]!);
        break;
      }
    }
  }

  private reportDuplicate(first: number, repeated: number): void {
    if (this.problems.length >= MAXIMUM_PROBLEMS) return;
    const key = this.tape.pool.text(this.tape.data[first]!);
    this.problems.push(duplicateKeyProblem(key, this.rangeOfKey(first), this.rangeOfKey(repeated)));
  }

  private rangeOfKey(at: number): SourceRange {
    const { data } = this.tape;
    return { start: startIn(this.origin, data[at + 1]!), end: endIn(this.origin, data[at + KEY_SIZE - 1]!) };
  }
}
