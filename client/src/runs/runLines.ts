/** The lines of history of a run: the one it began with, and one for each change in the past. Those that were left stay to be looked at and compared. */
import type { RunEnd, Visit } from './run.ts';

/** As many as the debug adapter keeps. */
const keptLines = 20;

export interface RunLine {
  visits: Map<number, Visit>;
  roots: number[];
  end?: RunEnd;
  lastStep: number;
  lastTime: number;
}

/** Where a line leaves another. */
export interface LineOrigin {
  parent: number;
  /** Last step that both share. */
  from: number;
  /** Name of the state of that step. */
  state?: string;
}

export class RunLines {
  private readonly left = new Map<number, RunLine>();
  private readonly origins = new Map<number, LineOrigin>();

  /** Numbers of the lines that were left, and of the present one. */
  numbers(present: number): number[] {
    return [...new Set([...this.left.keys(), present])].sort((a, b) => a - b);
  }

  /** Undefined for the present line, and for one that is kept no longer. */
  line(number: number): RunLine | undefined {
    return this.left.get(number);
  }

  /** 'original', or 'fork 2 from Charge'. */
  name(number: number): string {
    const origin = this.origins.get(number);
    if (!origin) return 'original';
    return origin.state === undefined ? `fork ${number}` : `fork ${number} from ${origin.state}`;
  }

  /** Keeps a line as it is now; what happens on another does not change it. */
  leave(number: number, line: RunLine): void {
    this.left.set(number, { ...line, roots: [...line.roots], visits: copyVisits(line.visits) });
    for (const oldest of this.left.keys()) {
      if (this.left.size <= keptLines) break;
      this.left.delete(oldest);
    }
  }

  /** The line becomes the present one; a new one gets its origin. */
  enter(number: number, origin: LineOrigin | undefined): void {
    const isKnown = this.left.delete(number);
    if (!isKnown && origin) this.origins.set(number, origin);
  }
}

function copyVisits(visits: ReadonlyMap<number, Visit>): Map<number, Visit> {
  return new Map([...visits].map(([id, visit]) => [id, { ...visit, items: visit.items && { ...visit.items } }]));
}
