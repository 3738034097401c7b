import { duplicateKeyProblem, duplicateKeys } from './duplicateKeys.ts';
import { JSON_STRING, JsonScanner, UNIT } from './jsonScanner.ts';
import { SourceNode, type SourceOrigin, type SourceProperty, tie } from './node.ts';
import { MAXIMUM_DEPTH, MAXIMUM_PROBLEMS, type ParseResult } from './problem.ts';

/**
 * Reads JSON (RFC 8259) in one pass and gives as much tree as the text allows: an unfinished property has a key and no
 * value, a missing bracket closes where the enclosing value closes. Offsets of problems and comments are offsets of the document.
 */
export function parseJson(origin: SourceOrigin, dialect: 'json' | 'jsonc'): ParseResult {
  return new JsonParser(origin, dialect).parse();
}

/** A property whose key is a node only when somebody asks for it: most keys are never looked at. */
class QuotedProperty implements SourceProperty {
  readonly key: string;
  readonly valueNode: SourceNode | undefined;
  private readonly object: SourceNode;
  private readonly start: number;
  private readonly end: number;
  private node: SourceNode | undefined = undefined;

  constructor(object: SourceNode, key: string, start: number, end: number, valueNode: SourceNode | undefined) {
    this.object = object;
    this.key = key;
    this.start = start;
    this.end = end;
    this.valueNode = valueNode;
    if (valueNode) tie(valueNode, object, key);
  }

  get keyNode(): SourceNode {
    if (!this.node) {
      this.node = new SourceNode('string', this.object.origin, this.start, this.end, this.key, JSON_STRING);
      this.node.isKey = true;
      tie(this.node, this.object, this.key);
    }
    return this.node;
  }
}

class JsonParser extends JsonScanner {
  private depth = 0;
  private openArrays = 0;
  private openObjects = 0;
  /** What the open objects and arrays hold so far, the innermost last: each takes its part when it ends, in an array of that length. */
  private readonly properties: SourceProperty[] = [];
  private propertyCount = 0;
  private readonly items: SourceNode[] = [];
  private itemCount = 0;

  parse(): ParseResult {
    if (this.text.charCodeAt(0) === UNIT.byteOrderMark) this.at = 1;
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
    const root = this.value(unit);
    unit = this.skipTrivia();
    if (unit !== UNIT.end)
      this.report('unexpected-text', this.at, this.wordEnd(), 'Nothing may follow the end of the value.');
    return { root, problems: this.problems, comments: this.comments };
  }

  private value(unit: number): SourceNode | undefined {
    if (unit === UNIT.openBrace) return this.depth >= MAXIMUM_DEPTH ? this.skipTooDeep() : this.object();
    if (unit === UNIT.openBracket) return this.depth >= MAXIMUM_DEPTH ? this.skipTooDeep() : this.array();
    if (unit === UNIT.quote || unit === UNIT.apostrophe) return this.string(unit);
    return this.bareValue(unit);
  }

  private object(): SourceNode {
    const start = this.at;
    const node = new SourceNode('object', this.origin, start, start);
    const first = this.propertyCount;
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
      } else if (this.property(node, unit)) {
        unit = this.skipTrivia();
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
    const properties = this.properties.slice(first, this.propertyCount);
    this.propertyCount = first;
    node.fill(properties);
    this.reportDuplicates(properties);
    this.close(node, unit, UNIT.closeBrace, '}', comma);
    return node;
  }

  /** Reads one property; false when the text here is no key and was skipped. */
  private property(object: SourceNode, unit: number): boolean {
    if (unit !== UNIT.quote && unit !== UNIT.apostrophe) return this.bareProperty(object);
    const start = this.at;
    const key = this.stringText(unit);
    const end = this.at;
    const property = new QuotedProperty(object, key, start, end, this.propertyValue(key));
    this.properties[this.propertyCount++] = property;
    return true;
  }

  private bareProperty(object: SourceNode): boolean {
    const keyNode = this.bareKey();
    if (!keyNode) return false;
    const key = keyNode.value as string;
    keyNode.isKey = true;
    tie(keyNode, object, key);
    const valueNode = this.propertyValue(key);
    if (valueNode) tie(valueNode, object, key);
    this.properties[this.propertyCount++] = { key, keyNode, valueNode };
    return true;
  }

  private propertyValue(key: string): SourceNode | undefined {
    let unit = this.skipTrivia();
    if (unit !== UNIT.colon) {
      this.report(
        'missing-colon',
        this.lastEnd,
        Math.max(this.lastEnd, this.at),
        `Expected ":" and a value after "${key}".`,
      );
      // A bracket can only be the value; anything else is more probably the next key.
      return unit === UNIT.openBrace || unit === UNIT.openBracket ? this.value(unit) : undefined;
    }
    this.advance();
    const colonEnd = this.at;
    unit = this.skipTrivia();
    const isMissing =
      unit === UNIT.comma || unit === UNIT.closeBrace || unit === UNIT.closeBracket || unit === UNIT.end;
    if (isMissing || this.isKeyOnNextLine(unit, colonEnd)) {
      this.report('missing-value', colonEnd - 1, Math.max(colonEnd, this.at), `"${key}" has no value.`);
      return undefined;
    }
    return this.value(unit);
  }

  private array(): SourceNode {
    const node = new SourceNode('array', this.origin, this.at, this.at);
    const first = this.itemCount;
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
      const item = this.value(unit);
      if (item) {
        tie(item, node, this.itemCount - first);
        this.items[this.itemCount++] = item;
      }
      unit = this.skipTrivia();
      comma = -1;
      if (unit === UNIT.comma) {
        comma = this.at;
        this.advance();
        unit = this.skipTrivia();
      } else if (unit !== UNIT.closeBracket && unit !== UNIT.end && unit !== UNIT.closeBrace) this.missingComma();
    }
    this.openArrays--;
    node.fill(this.items.slice(first, this.itemCount));
    this.itemCount = first;
    this.close(node, unit, UNIT.closeBracket, ']', comma);
    return node;
  }

  private close(node: SourceNode, unit: number, expected: number, bracket: string, comma: number): void {
    this.depth--;
    if (comma !== -1 && this.reportsExtensions) {
      this.report(
        'trailing-comma',
        comma,
        comma + 1,
        `JSON allows no comma before ${unit === UNIT.end ? 'the end' : bracket}.`,
      );
    }
    if (unit === expected) this.advance();
    else {
      const end = unit === UNIT.end ? this.text.length : this.at;
      this.report(
        'unclosed',
        this.lastEnd,
        Math.max(this.lastEnd, end),
        `Expected ${bracket} to close the ${node.kind}.`,
      );
    }
    // Without its bracket a value reaches up to the next token, so that a cursor in the blank belongs to it.
    node.originEnd = unit === expected ? this.at : Math.max(this.at, this.lastEnd);
  }

  private missingComma(): void {
    this.report('missing-comma', this.at, this.tokenEnd(), 'Expected a comma before this.');
  }

  private reportDuplicates(properties: readonly SourceProperty[]): void {
    for (const { first, repeated } of duplicateKeys(properties)) {
      if (this.problems.length < MAXIMUM_PROBLEMS) this.problems.push(duplicateKeyProblem(first, repeated));
    }
  }
}
