/** A place in a text, both counted from 0; characters are UTF-16 units, as LSP and DAP clients count them. */
export interface LinePosition {
  readonly line: number;
  readonly character: number;
}

/** Offsets to lines and back. This is the only line arithmetic of the project; `\n`, `\r\n` and `\r` end a line. */
export class LineIndex {
  readonly #starts: Int32Array;
  readonly #text: string;

  /** `starts` are the offsets at which lines begin, when somebody knows them already. */
  constructor(text: string, starts = lineStarts(text)) {
    this.#text = text;
    this.#starts = starts;
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

/** Collects the offsets at which lines begin, the first line's included. Who comes by a line again may add it again. */
export class LineStarts {
  #starts: Int32Array;
  #count = 1;
  #last = 0;

  constructor(text: string) {
    this.#starts = new Int32Array((text.length >> 4) + 16);
  }

  add(offset: number): void {
    if (offset <= this.#last) return;
    if (this.#count === this.#starts.length) {
      const larger = new Int32Array(this.#count * 2);
      larger.set(this.#starts);
      this.#starts = larger;
    }
    this.#starts[this.#count++] = offset;
    this.#last = offset;
  }

  get all(): Int32Array {
    return this.#starts.subarray(0, this.#count);
  }
}

function lineStarts(text: string): Int32Array {
  const starts = new LineStarts(text);
  if (text.includes('\r')) {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit === 10 || (unit === 13 && text.charCodeAt(i + 1) !== 10)) starts.add(i + 1);
    }
  } else for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) starts.add(i + 1);
  return starts.all;
}
