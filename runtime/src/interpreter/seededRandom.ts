import type { Random } from './environment.ts';

/** Reproducible chance: the same seed gives the same numbers and UUIDs (sfc32, seeded by a hash of the text or number). */
export class SeededRandom implements Random {
  private a = 0;
  private b = 0;
  private c = 0;
  private d = 0;
  private seeded = false;

  constructor(private readonly seed: string | number) {}

  private start(): void {
    this.seeded = true;
    const text = String(this.seed);
    this.a = hashed(text, 0x811c9dc5);
    this.b = hashed(text, 0x01234567);
    this.c = hashed(text, 0x9e3779b9);
    this.d = hashed(text, 0x5bd1e995);
    for (let i = 0; i < 12; i++) this.uint32();
  }

  next(): number {
    return (this.uint32() * 0x200000 + (this.uint32() >>> 11)) / 2 ** 53;
  }

  uuid(): string {
    writeHex(this.uint32(), 0, 4);
    writeHex((this.uint32() & 0xffff0fff) | 0x00004000, 9, 14);
    writeHex((this.uint32() & 0x3fffffff) | 0x80000000, 19, 24);
    writeHex(this.uint32(), 28, 32);
    return UUID.toString('latin1');
  }

  private uint32(): number {
    if (!this.seeded) this.start();
    const t = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + t) | 0;
    return t >>> 0;
  }
}

/** The characters of the UUID that is being made: a text that is put together from parts costs ten times its length. */
const UUID = Buffer.from('xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx', 'latin1');
const HEX_DIGITS = Buffer.from('0123456789abcdef', 'latin1');

/** Writes the upper half of a word at one place of the UUID and its lower half at another. */
function writeHex(word: number, upper: number, lower: number): void {
  for (let digit = 0; digit < 4; digit++) {
    UUID[upper + digit] = HEX_DIGITS[(word >>> (28 - 4 * digit)) & 15]!;
    UUID[lower + digit] = HEX_DIGITS[(word >>> (12 - 4 * digit)) & 15]!;
  }
}

/** FNV-1a over the text, finished by a multiplicative mix. Four salts give 128 bits of state. */
function hashed(text: string, salt: number): number {
  let state = salt;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) | 0;
}
