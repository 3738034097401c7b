import type { SourceOrigin } from './node.ts';
import { TextPool } from './textPool.ts';

/** What an entry of the tape is. */
export const TAG = { object: 0, array: 1, string: 2, number: 3, boolean: 4, null: 5, absent: 6, unread: 7 } as const;

/** Beside the tag of a string: how it is written. */
export const FLAG = {
  /** The content has escapes, or is no quoted string that ends with its quote. */
  indirect: 8,
  /** No quotes. */
  bare: 16,
  substitution: 32,
  malformed: 64,
} as const;

/** The part of an entry's first number that is the tag. */
export const TAG_MASK = 7;

/**
 * The values of a JSON text in the order of the text, as numbers: a definition of 10,000 states has a quarter of a million values, of which
 * most are looked at once or never, so they become nodes only when somebody asks.
 *
 * - A value is `tag, start, end, rest`. `rest` of an object or array is the place behind its last member; of a string the number of its
 *   text in the pool, or -1; of other values 0.
 * - An object that is not read yet is a value without members, too. `rest` is the place at which it stands once it is read, or -1.
 * - A property is `key, start, end` (number of the key's text; range of the key) and its value, which may be absent.
 */
export class JsonTape {
  readonly origin: SourceOrigin;
  readonly pool: TextPool;
  /** How much of `data` is in use. */
  length = 0;
  data = new Int32Array(64);
  /** Reads the object that begins at an offset, and gives its place: there is one while something is not read. */
  reader: ((start: number) => number) | undefined;

  constructor(origin: SourceOrigin) {
    this.origin = origin;
    this.pool = new TextPool(origin.text);
  }

  /** Makes place for all values of a text of that length. */
  reserve(length: number): void {
    // Seldom more than one number for four units of text; pages that are never written cost nothing.
    this.enlarge(this.length + (length >> 2) + 64);
  }

  /** Adds a value and gives its place. */
  value(tag: number, start: number, end: number, rest: number): number {
    const at = this.length;
    const data = at + VALUE_SIZE > this.data.length ? this.grow() : this.data;
    data[at] = tag;
    data[at + 1] = start;
    data[at + 2] = end;
    data[at + 3] = rest;
    this.length = at + VALUE_SIZE;
    return at;
  }

  /** Adds the key of a property; its value is what is added next. */
  key(text: number, start: number, end: number): number {
    const at = this.length;
    const data = at + KEY_SIZE > this.data.length ? this.grow() : this.data;
    data[at] = text;
    data[at + 1] = start;
    data[at + 2] = end;
    this.length = at + KEY_SIZE;
    return at;
  }

  /** Ends the object or array at that place: what was added since then is its content. */
  close(at: number, end: number): void {
    this.data[at + 2] = end;
    this.data[at + 3] = this.length;
  }

  /** The place behind the value at that place. */
  after(at: number): number {
    return (this.data[at]! & TAG_MASK) <= TAG.array ? this.data[at + 3]! : at + VALUE_SIZE;
  }

  /** The place of the object with its members: they are read now, when nobody asked for them before. */
  membersOf(at: number): number {
    if (this.data[at] !== TAG.unread) return at;
    let place = this.data[at + 3]!;
    if (place === UNREAD) {
      place = this.reader!(this.data[at + 1]!);
      this.data[at + 3] = place;
    }
    return place;
  }

  private grow(): Int32Array {
    return this.enlarge(this.data.length * 2);
  }

  private enlarge(size: number): Int32Array {
    const larger = new Int32Array(size);
    larger.set(this.data.subarray(0, this.length));
    this.data = larger;
    return larger;
  }
}

/** The place of an object that is not read. */
export const UNREAD = -1;
export const VALUE_SIZE = 4;
export const KEY_SIZE = 3;
