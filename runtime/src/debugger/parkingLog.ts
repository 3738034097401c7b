import type { Branch } from '../interpreter/branch.ts';

/** Remembers which strands waited while another one was stepped, so that a run built again interleaves them in the same way. */
export class ParkingLog {
  private readonly parkedAt = new Set<number>();
  private released: { readonly at: number; readonly many: number | 'one' }[] = [];

  park(index: number): void {
    this.parkedAt.add(index);
  }

  /** `many` strands went on after a step; `one` that did so because nothing else could move. */
  release(at: number, many: number | 'one'): void {
    this.released.push({ at, many });
  }

  isParkedAt(index: number): boolean {
    return this.parkedAt.has(index);
  }

  /** Takes the branches out of `parked` that went on right after a step, in the order in which they have to be released. */
  releasedAt(index: number, parked: Branch[]): Branch[] {
    const many = this.released.find((release) => release.at === index && release.many !== 'one')?.many;
    return typeof many === 'number' ? parked.splice(0, many).reverse() : [];
  }

  /** What was remembered by a position, for a line that goes another way from there. */
  upTo(position: number): ParkingLog {
    const log = new ParkingLog();
    for (const index of this.parkedAt) if (index <= position) log.parkedAt.add(index);
    log.released = this.released.filter(({ at }) => at <= position);
    return log;
  }
}
