import type { Branch } from './branch.ts';
import type { Clock } from './environment.ts';

/** Transitions after which the event loop gets its turn, so that signals, timers and other work are seen during long runs. */
const SLICE = 20_000;

/** Says that an answer has come, or will not be waited for any more. Calling it again does nothing. */
export type GiveUp = () => void;

/**
 * Runs the branches of an execution (and of its child executions) in turn, deterministically: first ready, first run, one state at a time while
 * several are ready. Everything is synchronous until nothing is ready and somebody outside owes an answer.
 */
export class Scheduler {
  private queue: Branch[] = [];
  private head = 0;
  private pumping = false;
  private sliceLeft = SLICE;
  /** Answers that are owed from outside: while there are any, a virtual clock stands still. */
  private owed = 0;
  /** Branches that an observer holds: while there are any, a virtual clock stands still. */
  held = 0;
  /** While true nothing runs at all: a debugger shows one moment of the whole execution. Whoever clears it calls `pump`. */
  frozen = false;
  /** Asked when no branch is ready, before the clock is looked at; true when it has made one ready. */
  onIdle: (() => boolean) | undefined = undefined;

  constructor(
    private readonly clock: Clock,
    private readonly run: (branch: Branch) => void,
  ) {}

  /** Puts a branch at the end of the queue. */
  enqueue(branch: Branch): void {
    branch.status = 'ready';
    this.queue.push(branch);
  }

  /** Puts a branch at the front of the queue: it goes on as if it had never stopped. */
  enqueueFirst(branch: Branch): void {
    branch.status = 'ready';
    if (this.head > 0) {
      this.head -= 1;
      this.queue[this.head] = branch;
    } else this.queue.unshift(branch);
  }

  /** Whether nothing is running and nothing is ready. */
  get idle(): boolean {
    return !this.pumping && this.head >= this.queue.length;
  }

  /** Answers that are owed from outside. */
  get awaited(): number {
    return this.owed;
  }

  /** Whether the running branch should let others go first. Called once a transition. */
  shouldYield(): boolean {
    this.sliceLeft -= 1;
    return this.sliceLeft <= 0 || this.head < this.queue.length;
  }

  /** Runs `use` or `refuse` when the promise has settled; until then, or until the answer is given up, a virtual clock stands still. */
  await<T>(promise: Promise<T>, use: (value: T) => void, refuse: (reason: unknown) => void): GiveUp {
    const giveUp = this.owe();
    const settle = (then: () => void) => {
      giveUp();
      then();
      this.pump();
    };
    promise.then(
      (value) => settle(() => use(value)),
      (reason) => settle(() => refuse(reason)),
    );
    return giveUp;
  }

  /** Somebody outside owes an answer, until the returned function is called. */
  owe(): GiveUp {
    this.owed += 1;
    let open = true;
    return () => {
      if (open) this.owed -= 1;
      open = false;
    };
  }

  /** Runs everything that can run now. */
  pump(): void {
    if (this.pumping) return;
    this.pumping = true;
    try {
      this.drain();
    } finally {
      this.pumping = false;
    }
  }

  private drain(): void {
    this.sliceLeft = SLICE;
    for (;;) {
      if (this.frozen) return;
      if (this.head < this.queue.length) {
        if (this.sliceLeft <= 0) {
          setImmediate(() => this.pump());
          return;
        }
        const branch = this.take();
        if (branch.status === 'ready') this.run(branch);
        continue;
      }
      if (this.onIdle?.()) continue;
      if (this.held > 0 || this.owed > 0 || !this.clock.advance()) return;
    }
  }

  private take(): Branch {
    const branch = this.queue[this.head]!;
    this.head += 1;
    if (this.head === this.queue.length) {
      this.queue.length = 0;
      this.head = 0;
    } else if (this.head > 1024 && this.head * 2 > this.queue.length) {
      this.queue = this.queue.slice(this.head);
      this.head = 0;
    }
    return branch;
  }
}
