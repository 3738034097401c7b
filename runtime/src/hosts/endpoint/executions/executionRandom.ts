import { createHash } from 'node:crypto';
import type { Random } from '../../../interpreter/environment.ts';

/**
 * Chance of one execution: reproducible from its seed, and of the quality that task tokens need, which nobody may guess: blocks of SHA-256 over
 * the seed and a counter.
 */
export class ExecutionRandom implements Random {
  private counter = 0;

  constructor(private readonly seed: string) {}

  next(): number {
    const block = this.block();
    return (block.readUInt32BE(0) * 0x200000 + (block.readUInt32BE(4) >>> 11)) / 2 ** 53;
  }

  uuid(): string {
    const bytes = this.block();
    bytes[6] = (bytes[6]! & 0x0f) | 0x40;
    bytes[8] = (bytes[8]! & 0x3f) | 0x80;
    return bytes.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }

  private block(): Buffer {
    return createHash('sha256')
      .update(`${this.seed}:${this.counter++}`)
      .digest();
  }
}
