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
  /** Branches that are ready, first to last: a list through the branches themselves, in which each is once. */
  private first: Branch | undefined = undefined;
  private last: Branch | undefined = undefined;
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
    if (branch.queued) return;
    branch.queued = true;
    if (this.last) this.last.readyNext = branch;
    else this.first = branch;
    this.last = branch;
  }

  /** Puts a branch at the front of the queue: it goes on as if it had never stopped. */
  enqueueFirst(branch: Branch): void {
    branch.status = 'ready';
    if (branch.queued) return;
    branch.queued = true;
    branch.readyNext = this.first;
    this.first = branch;
    this.last ??= branch;
  }

  /** Whether nothing is running and nothing is ready. */
  get idle(): boolean {
    return !this.pumping && this.first === undefined;
  }

  /** Answers that are owed from outside. */
  get awaited(): number {
    return this.owed;
  }

  /** Whether the running branch should let others go first. Called once a transition. */
  shouldYield(): boolean {
    this.sliceLeft -= 1;
    return this.sliceLeft <= 0 || this.first !== undefined;
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
      const branch = this.first;
      if (branch !== undefined) {
        if (this.sliceLeft <= 0) {
          setImmediate(() => this.pump());
          return;
        }
        this.first = branch.readyNext;
        if (this.first === undefined) this.last = undefined;
        branch.readyNext = undefined;
        branch.queued = false;
        if (branch.status === 'ready') this.run(branch);
        continue;
      }
      if (this.onIdle?.()) continue;
      if (this.held > 0 || this.owed > 0 || !this.clock.advance()) return;
    }
  }
}
