import type { Units } from './units.ts';

/** A text that comes back so often is a field name, a type or the like. */
const OFTEN = 3;
/** Powers of two, as all sizes of the table. */
const SMALLEST = 1024;
const GROWTH = 4;

/**
 * Numbers the texts that stand in a document, equal texts alike, and gives each as one string when somebody asks. A definition writes the same
 * keys, types, paths and state names over and over: shared strings take less memory, and comparing them compares pointers.
 */
export class TextPool {
  private readonly document: string;
  /** Hash table of the numbers of texts, plus one. */
  private slots = new Int32Array(SMALLEST);
  private starts = new Int32Array(SMALLEST);
  private lengths = new Int32Array(SMALLEST);
  private hashes = new Int32Array(SMALLEST);
  private uses = new Int32Array(SMALLEST);
  private readonly texts: (string | undefined)[] = [];
  private size = 0;

  constructor(document: string) {
    this.document = document;
  }

  /** How many different texts there are. */
  get count(): number {
    return this.size;
  }

  /** The number of the text that stands from `start` to `end` of the document's units; `hash` is `textHash` of it. */
  add(units: Units, start: number, end: number, hash: number): number {
    const mask = this.slots.length - 1;
    const length = end - start;
    let slot = mixed(hash) & mask;
    for (let entry = this.slots[slot]!; entry !== 0; entry = this.slots[slot]!) {
      const number = entry - 1;
      if (this.hashes[number] === hash && this.lengths[number] === length && this.equals(units, number, start)) {
        this.uses[number]!++;
        return number;
      }
      slot = (slot + 1) & mask;
    }
    return this.insert(slot, start, length, hash);
  }

  /** The number of a text that does not stand in the document as it is. */
  addText(text: string): number {
    let hash = 0;
    for (let i = 0; i < text.length; i++) hash = textHash(hash, text.charCodeAt(i));
    const mask = this.slots.length - 1;
    let slot = mixed(hash) & mask;
    for (let entry = this.slots[slot]!; entry !== 0; entry = this.slots[slot]!) {
      if (this.hashes[entry - 1] === hash && this.text(entry - 1) === text) return entry - 1;
      slot = (slot + 1) & mask;
    }
    const number = this.insert(slot, NOWHERE, text.length, hash);
    this.texts[number] = text;
    return number;
  }

  /** The text of that number. */
  text(number: number): string {
    let text = this.texts[number];
    if (text === undefined) {
      const start = this.starts[number]!;
      text = this.document.slice(start, start + this.lengths[number]!);
      if (this.uses[number]! >= OFTEN) text = interned(text);
      this.texts[number] = text;
    }
    return text;
  }

  /** No more texts will be added: what only adding needs is let go. */
  seal(): void {
    this.slots = EMPTY;
    this.hashes = EMPTY;
  }

  private equals(units: Units, number: number, start: number): boolean {
    const known = this.starts[number]!;
    if (known === NOWHERE) return this.document.startsWith(this.texts[number]!, start);
    const length = this.lengths[number]!;
    for (let i = 0; i < length; i++) if (units[known + i] !== units[start + i]) return false;
    return true;
  }

  private insert(slot: number, start: number, length: number, hash: number): number {
    const number = this.size++;
    if (number === this.starts.length) this.growEntries();
    this.starts[number] = start;
    this.lengths[number] = length;
    this.hashes[number] = hash;
    this.slots[slot] = number + 1;
    this.texts.push(undefined);
    if (this.size * 2 > this.slots.length) this.growTable();
    return number;
  }

  private growEntries(): void {
    this.starts = enlarged(this.starts);
    this.lengths = enlarged(this.lengths);
    this.hashes = enlarged(this.hashes);
    this.uses = enlarged(this.uses);
  }

  private growTable(): void {
    const slots = new Int32Array(this.slots.length * GROWTH);
    const mask = slots.length - 1;
    for (let number = 0; number < this.size; number++) {
      let slot = mixed(this.hashes[number]!) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.slots = slots;
  }
}

/** The hash of a text is computed unit by unit, beginning with 0. */
export function textHash(hash: number, unit: number): number {
  return (Math.imul(hash, 31) + unit) | 0;
}

/** The start of a text that stands nowhere in the document. */
const NOWHERE = -1;
const EMPTY = new Int32Array(0);

function mixed(hash: number): number {
  return hash ^ (hash >>> 15);
}

function enlarged(numbers: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(numbers.length * GROWTH);
  larger.set(numbers);
  return larger;
}

/** The engine keeps one string per property name: this very string equals a name in the code by its address. */
function interned(text: string): string {
  const names: Record<string, true> = Object.create(null);
  names[text] = true;
  return Object.keys(names)[0]!;
}
