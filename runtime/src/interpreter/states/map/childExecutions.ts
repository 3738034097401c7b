import type { Json } from '../../../asl/json.ts';
import type { Execution } from '../../execution.ts';
import type { MapRunCounts } from '../../mapRun.ts';
import type { ChildInputs } from './childInputs.ts';

/** Children that exist at the same time when MaxConcurrency gives no smaller number. */
const CHILD_CONCURRENCY = 1_000;

/** Makes the child execution of an item or batch; `former` is the one that it replaces. */
export type NewChild = (index: number, input: Json, former: Execution | undefined) => Execution;

/** The child executions of a Map Run: which are to come, which run, and what has become of the others. */
export class ChildExecutions {
  /** In item order: children are started in that order. */
  readonly started: Execution[] = [];
  /** Items of the children that did not succeed, without those that are going to be redriven. */
  failedItems = 0;
  readonly itemCount: number;
  private readonly running = new Set<Execution>();
  /** Numbers of the children that a redrive has yet to start, the next one last. */
  private toRedrive: number[] = [];

  constructor(
    private readonly children: ChildInputs,
    private readonly create: NewChild,
  ) {
    const { inputs, sizes } = children;
    this.itemCount = sizes ? sizes.reduce((sum, size) => sum + size, 0) : inputs.length;
  }

  get inputs(): readonly Json[] {
    return this.children.inputs;
  }

  /** Whether no child is running and none is to come. */
  get done(): boolean {
    return this.running.size === 0 && !this.more;
  }

  private get more(): boolean {
    return this.toRedrive.length > 0 || this.started.length < this.inputs.length;
  }

  /** Starts children as long as `concurrency` allows it and `goesOn` says so; 0 sets no limit. */
  startMore(concurrency: number, goesOn: () => boolean): void {
    const most = concurrency > 0 ? Math.min(concurrency, CHILD_CONCURRENCY) : CHILD_CONCURRENCY;
    while (this.more && this.running.size < most && goesOn()) {
      const again = this.toRedrive.pop();
      if (again === undefined) this.start(this.started.length, undefined);
      else this.startAgain(again);
    }
  }

  /** Notes that a child has ended. */
  ended(child: Execution): void {
    this.running.delete(child);
    if (child.status !== 'SUCCEEDED') this.failedItems += this.itemCountOf(child);
  }

  /** Stops those that run. */
  stop(): void {
    for (const child of [...this.running]) child.stop();
  }

  /** Puts those that did not succeed back into the queue, before those that were never started. */
  redrive(): void {
    this.failedItems = 0;
    this.toRedrive = [];
    for (let number = this.started.length - 1; number >= 0; number--) {
      const child = this.started[number]!;
      if (child.status === 'SUCCEEDED') continue;
      if (canRunAgain(child)) this.toRedrive.push(number);
      else this.failedItems += this.itemCountOf(child);
    }
  }

  get pendingRedrive(): ReadonlySet<Execution> {
    return new Set(this.toRedrive.map((number) => this.started[number]!));
  }

  itemCountOf(child: Execution): number {
    return this.sizeOf(child.parent!.index);
  }

  /** How many stand how. `written` says whether the results of those that have ended were exported. */
  counts(unit: 'items' | 'executions', written: boolean): MapRunCounts {
    const counts: { -readonly [Count in keyof MapRunCounts]: number } = { ...NO_COUNTS };
    const waiting = new Set(this.toRedrive);
    this.inputs.forEach((_input, number) => {
      const child = this.started[number];
      const weight = unit === 'items' ? this.sizeOf(number) : 1;
      counts.total += weight;
      if (!child) counts.pending += weight;
      else if (waiting.has(number)) counts.pendingRedrive += weight;
      else {
        counts[COUNT_OF_STATUS[child.status]] += weight;
        if (written) counts.resultsWritten += weight;
        if (hasFailed(child) && !canRunAgain(child)) counts.failuresNotRedrivable += weight;
      }
    });
    return counts;
  }

  private start(number: number, former: Execution | undefined): void {
    const child = this.create(number, this.inputs[number]!, former);
    this.started[number] = child;
    this.running.add(child);
    child.start();
  }

  /** Standard children go on where they had ended; Express children have no history to go on with and start anew. */
  private startAgain(number: number): void {
    const child = this.started[number]!;
    if (child.type === 'EXPRESS') {
      this.start(number, child);
      return;
    }
    this.running.add(child);
    child.redrive();
  }

  private sizeOf(number: number): number {
    return this.children.sizes?.[number] ?? 1;
  }
}

function hasFailed(child: Execution): boolean {
  return child.status !== 'SUCCEEDED' && child.status !== 'RUNNING';
}

function canRunAgain(child: Execution): boolean {
  return child.type === 'EXPRESS' || child.isRedrivable;
}

export const NO_COUNTS: MapRunCounts = {
  pending: 0,
  running: 0,
  succeeded: 0,
  failed: 0,
  timedOut: 0,
  aborted: 0,
  total: 0,
  resultsWritten: 0,
  failuresNotRedrivable: 0,
  pendingRedrive: 0,
};

const COUNT_OF_STATUS = {
  RUNNING: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timedOut',
  ABORTED: 'aborted',
} as const;
