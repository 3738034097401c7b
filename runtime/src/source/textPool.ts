/** Longer texts are seldom repeated. */
const LONGEST = 80;
/** A text that comes back so often is a field name, a type or the like. */
const OFTEN = 3;
/** A power of two, as all sizes of the table. */
const SMALLEST = 1024;

/**
 * Gives equal stretches of a text as one string. A definition writes the same keys, types, paths and state names over and over: shared strings
 * take less memory, and comparing them compares pointers.
 */
export class TextPool {
  readonly #text: string;
  #entries: (string | undefined)[] = new Array(SMALLEST).fill(undefined);
  #hashes = new Int32Array(SMALLEST);
  /** How often each entry was found again, up to OFTEN. */
  #uses = new Uint8Array(SMALLEST);
  #size = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text from `start` to `end`; `hash` must be the same for equal texts. */
  slice(start: number, end: number, hash: number): string {
    const length = end - start;
    if (length > LONGEST) return this.#text.slice(start, end);
    const mask = this.#entries.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (let entry = this.#entries[slot]; entry !== undefined; entry = this.#entries[slot]) {
      if (this.#hashes[slot] === hash && entry.length === length && this.#text.startsWith(entry, start))
        return this.#reuse(slot, entry);
      slot = (slot + 1) & mask;
    }
    const text = this.#text.slice(start, end);
    this.#entries[slot] = text;
    this.#hashes[slot] = hash;
    if (++this.#size * 2 > mask) this.#grow();
    return text;
  }

  #reuse(slot: number, entry: string): string {
    const uses = this.#uses[slot]!;
    if (uses === OFTEN) return entry;
    this.#uses[slot] = uses + 1;
    if (uses + 1 < OFTEN) return entry;
    const text = interned(entry);
    this.#entries[slot] = text;
    return text;
  }

  #grow(): void {
    const old = this.#entries;
    const oldHashes = this.#hashes;
    const oldUses = this.#uses;
    const size = old.length * 4;
    this.#entries = new Array(size).fill(undefined);
    this.#hashes = new Int32Array(size);
    this.#uses = new Uint8Array(size);
    for (let i = 0; i < old.length; i++) {
      const entry = old[i];
      if (entry === undefined) continue;
      const hash = oldHashes[i]!;
      let slot = (hash ^ (hash >>> 15)) & (size - 1);
      while (this.#entries[slot] !== undefined) slot = (slot + 1) & (size - 1);
      this.#entries[slot] = entry;
      this.#hashes[slot] = hash;
      this.#uses[slot] = oldUses[i]!;
    }
  }
}

/** The engine keeps one string per property name: this very string equals a name in the code by its address. */
function interned(text: string): string {
  const names: Record<string, true> = Object.create(null);
  names[text] = true;
  return Object.keys(names)[0]!;
}
