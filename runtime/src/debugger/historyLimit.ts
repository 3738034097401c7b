import type { Json } from '../asl/json.ts';
import type { Step, Strand } from './step.ts';

/** How much of a record is kept with its values. */
export interface HistoryLimit {
  /** Number of steps. */
  readonly steps?: number;
  /** Size of the values that the steps hold, in megabytes (2^20 bytes); what steps share counts once. */
  readonly mb?: number;
}

/** What is shown in place of a value that the record has dropped. */
export const NOT_KEPT = 'not kept: the recording has reached its historyLimit. Restart the frame to see it again.';

/**
 * Keeps a record within its limit. Where it grows over it, values of passed iterations are dropped, the oldest first; how each iteration began and
 * ended, and what failed in it, stays.
 */
export class RecordKeeper {
  private steps = 0;
  private bytes = 0;
  /** Passed iterations, the oldest first; those before `next` have lost their values. */
  private passed: Strand[] = [];
  private next = 0;
  private bytesOf = new Map<Strand, number>();
  private seen = new WeakSet<object>();
  private hasTold = false;

  constructor(
    private readonly limit: HistoryLimit,
    /** Values are dropped for the first time. */
    private readonly onDrop: () => void,
  ) {}

  added(step: Step): void {
    this.count(step);
    while (this.isOver && this.next < this.passed.length) this.drop(this.passed[this.next++]!);
  }

  ended(strand: Strand): void {
    if (isInIteration(strand)) this.passed.push(strand);
  }

  /** The record is another one: what it holds is counted anew. */
  reset(steps: readonly Step[], strands: readonly Strand[]): void {
    this.steps = 0;
    this.bytes = 0;
    this.bytesOf = new Map();
    this.seen = new WeakSet();
    for (const step of steps) if (!step.isDropped) this.count(step);
    this.next = 0;
    this.passed = strands
      .filter((strand) => strand.end !== undefined && isInIteration(strand) && !hasDropped(strand))
      .sort((a, b) => a.end! - b.end!);
  }

  private get isOver(): boolean {
    const { steps = Number.POSITIVE_INFINITY, mb = Number.POSITIVE_INFINITY } = this.limit;
    return this.steps > steps || this.bytes > mb * MEGABYTE;
  }

  private count(step: Step): void {
    this.steps += 1;
    if (this.limit.mb === undefined) return;
    const { input, effective, result = null, output, variables, assigned = null } = step;
    let bytes = 0;
    for (const value of [input, effective, result, output, variables as Json, assigned]) bytes += this.sizeOf(value);
    this.bytes += bytes;
    this.bytesOf.set(step.strand, (this.bytesOf.get(step.strand) ?? 0) + bytes);
  }

  private drop(strand: Strand): void {
    if (!this.hasTold) this.onDrop();
    this.hasTold = true;
    for (let step = strand.last?.previous; step?.previous; step = step.previous) {
      if (step.phase === 'failure' || step.isDropped) continue;
      step.drop();
      this.steps -= 1;
    }
    this.bytes -= this.bytesOf.get(strand) ?? 0;
    this.bytesOf.delete(strand);
  }

  /** Bytes of what has not been counted yet: parts that were seen before are shared. */
  private sizeOf(value: Json): number {
    let bytes = 0;
    const open: Json[] = [value];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (typeof at === 'string') bytes += at.length * 2;
      if (typeof at !== 'object' || at === null || this.seen.has(at)) continue;
      this.seen.add(at);
      const members = Array.isArray(at) ? at : Object.values(at);
      bytes += OBJECT_BYTES + members.length * MEMBER_BYTES;
      for (const member of members) open.push(member);
    }
    return bytes;
  }
}

const MEGABYTE = 2 ** 20;
/** What an object costs beside its members, and a member beside its value; about what V8 needs. */
const OBJECT_BYTES = 32;
const MEMBER_BYTES = 8;

function isInIteration(strand: Strand): boolean {
  for (let at: Strand | undefined = strand; at; at = at.parent) if (at.owner?.state.type === 'Map') return true;
  return false;
}

function hasDropped({ last }: Strand): boolean {
  for (let step = last; step; step = step.previous) if (step.isDropped) return true;
  return false;
}
