export type Units = Uint8Array | Uint16Array;

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
  plus: 43,
  comma: 44,
  slash: 47,
  zero: 48,
  one: 49,
  nine: 57,
  colon: 58,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  openBrace: 123,
  closeBrace: 125,
  byteOrderMark: 0xfeff,
  end: -1,
} as const;

/** Memory for the units of texts, used again and again: to get some megabytes of it for each version of a text takes its time. */
let scratch = new Uint8Array(0);
/** Counts the texts that were written there. */
let edition = 0;
const LARGEST_SCRATCH = 8_000_000;

/** The units of a text. Reading an array of numbers is several times as fast as asking a string for its units. */
export class TextUnits {
  readonly #text: string;
  /** The memory of this text alone. */
  #own: Units | undefined;
  #edition = -1;

  constructor(text: string) {
    this.#text = text;
  }

  /** The units, and one 0 behind them. They hold until those of another text are asked for. */
  get(): Units {
    if (this.#own) return this.#own;
    if (this.#edition !== edition) this.#write();
    return this.#own ?? scratch;
  }

  /** Lets go of them; they can be asked for again. */
  release(): void {
    this.#own = undefined;
    this.#edition = -1;
  }

  #write(): void {
    const { length } = this.#text;
    const isShared = length < LARGEST_SCRATCH;
    if (isShared && scratch.length <= length) scratch = new Uint8Array(length + (length >> 3) + 1);
    const bytes = isShared ? scratch : new Uint8Array(length + 1);
    if (isShared) this.#edition = ++edition;
    const { read, written } = new TextEncoder().encodeInto(this.#text, bytes.subarray(0, length));
    if (read !== length || written !== length) this.#own = wideUnits(this.#text);
    else if (!isShared) this.#own = bytes;
    bytes[length] = 0;
  }
}

function wideUnits(text: string): Uint16Array {
  const units = new Uint16Array(text.length + 1);
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
  return units;
}
