import type { AslDocument } from './document.ts';
import type { SourceNode } from './node.ts';

/** A place in a text, both counted from 0; characters are UTF-16 units, as LSP and DAP clients count them. */
export interface LinePosition {
  readonly line: number;
  readonly character: number;
}

/** Offsets to lines and back. This is the only line arithmetic of the project; `\n`, `\r\n` and `\r` end a line. */
export class LineIndex {
  readonly #starts: number[];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    this.#starts = lineStarts(text);
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  /** The position of an offset; offsets outside the text are clamped. */
  positionAt(offset: number): LinePosition {
    const clamped = Math.min(Math.max(offset, 0), this.#text.length);
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= clamped) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: clamped - this.#starts[low]! };
  }

  /** The offset of a position; lines and characters outside the text are clamped. */
  offsetAt(position: LinePosition): number {
    if (position.line < 0) return 0;
    const start = this.#starts[position.line];
    if (start === undefined) return this.#text.length;
    return Math.min(start + Math.max(0, position.character), this.lineEnd(position.line));
  }

  /** The offset at which a line begins. */
  lineStart(line: number): number {
    return this.#starts[line] ?? this.#text.length;
  }

  /** The offset after the last character of a line, its line break not counted. */
  lineEnd(line: number): number {
    const next = this.#starts[line + 1];
    if (next === undefined) return this.#text.length;
    const isCarriageReturnLineFeed = this.#text[next - 1] === '\n' && this.#text[next - 2] === '\r';
    return next - (isCarriageReturnLineFeed ? 2 : 1);
  }
}

/** The deepest node (value or key) whose range contains the offset; both ends count as inside. */
export function nodeAtOffset(document: AslDocument, offset: number): SourceNode | undefined {
  const root = document.root;
  if (!root || !contains(root, offset)) return undefined;
  let node = root;
  for (let child = childAt(node, offset); child; child = childAt(node, offset)) node = child;
  return node;
}

/** The node at an RFC 6901 pointer, e.g. `/States/Pay/Retry/0`. */
export function nodeAtPointer(document: AslDocument, pointer: string): SourceNode | undefined {
  let node = document.root;
  for (const token of parsePointer(pointer)) {
    if (!node) return undefined;
    node = node.items ? node.items[Number(token)] : node.get(token);
  }
  return node;
}

/** The tokens of an RFC 6901 pointer, unescaped. */
export function parsePointer(pointer: string): string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function contains(node: SourceNode, offset: number): boolean {
  return node.start <= offset && offset <= node.end;
}

function childAt(node: SourceNode, offset: number): SourceNode | undefined {
  // The children of an alias are written at its anchor and would lie about where the cursor is.
  if (node.isAlias) return undefined;
  if (node.items) return node.items.find((item) => contains(item, offset));
  for (const { keyNode, valueNode, merged } of node.properties ?? []) {
    if (merged) continue;
    if (contains(keyNode, offset)) return keyNode;
    if (valueNode && contains(valueNode, offset)) return valueNode;
  }
  return undefined;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  if (text.includes('\r')) {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit === 10 || (unit === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
    }
    return starts;
  }
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return starts;
}
