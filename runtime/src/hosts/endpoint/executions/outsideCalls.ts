import type { Json } from '../../../asl/json.ts';
import type { Stimulus } from '../store/records.ts';

type Answer = Extract<Stimulus, { readonly kind: 'answer' }>;

export interface OutsideCallsOptions {
  /** Answers that came inside the call itself, before the server was last stopped. */
  readonly recorded: readonly Stimulus[];
  /** Whether everything that was recorded has been delivered: only then may somebody outside be called. */
  readonly isLive: () => boolean;
  /** Keeps an answer that came inside the call itself. */
  readonly record: (call: number, value: Json) => void;
  /** Calls that were made already and are not answered yet, by their numbers: they are not made again. */
  readonly underWay?: ReadonlyMap<number, Promise<Json>>;
  /** Hands in an answer that came later; `answer` is called when its turn has come. */
  readonly deliver: (call: number, value: Json) => void;
}

/** How a call that is answered later can end without an answer. */
export interface Abandonment {
  readonly signal: AbortSignal;
  readonly value: Json;
}

interface OpenCall {
  readonly ask: () => Json | Promise<Json>;
  readonly answer: (value: Json) => void;
  /** What somebody outside has been asked; undefined as long as nobody has. */
  asked: Promise<Json> | undefined;
}

/**
 * What an execution asks of the outside -- tasks, objects -- numbered in the order in which it asks. Each is asked once: after a restart the recorded
 * answers are given again, and only what was not answered is asked anew.
 */
export class OutsideCalls {
  private readonly atOnce = new Map<number, Json>();
  private readonly open = new Map<number, OpenCall>();
  private count = 0;

  constructor(private readonly options: OutsideCallsOptions) {
    for (const stimulus of options.recorded) {
      if (isAtOnce(stimulus)) this.atOnce.set(stimulus.call, stimulus.value);
    }
  }

  /** Number of calls that are not answered yet. */
  get pending(): number {
    return this.open.size;
  }

  isOpen(call: number): boolean {
    return this.open.has(call);
  }

  /** Asks, or answers from the record. `fromRecord` tells the caller that nobody was asked. */
  ask(ask: () => Json | Promise<Json>, fromRecord: () => void, abandonment?: () => Abandonment): Json | Promise<Json> {
    const call = this.count++;
    const recorded = this.atOnce.get(call);
    if (recorded !== undefined) {
      fromRecord();
      return recorded;
    }
    const underWay = this.options.underWay?.get(call);
    if (underWay || !this.options.isLive()) return this.later(call, ask, underWay, abandonment);
    const answer = ask();
    if (answer instanceof Promise) {
      return this.later(call, ask, answer, abandonment);
    }
    this.options.record(call, answer);
    return answer;
  }

  /** Asks again what was not answered when the server stopped. */
  askAgain(): void {
    for (const [call, open] of this.open) {
      if (open.asked) continue;
      open.asked = Promise.resolve(open.ask());
      this.await(call, open.asked);
    }
  }

  /** Calls that were made and are not answered yet. */
  get underWay(): Map<number, Promise<Json>> {
    const calls = new Map(this.options.underWay);
    for (const [call, { asked }] of this.open) if (asked) calls.set(call, asked);
    return calls;
  }

  answer(call: number, value: Json): void {
    this.open.get(call)?.answer(value);
  }

  private later(
    call: number,
    ask: OpenCall['ask'],
    asked: Promise<Json> | undefined,
    abandonment: (() => Abandonment) | undefined,
  ): Promise<Json> {
    if (asked) this.await(call, asked);
    return new Promise((resolve) => {
      const answer = (value: Json) => {
        this.open.delete(call);
        resolve(value);
      };
      this.open.set(call, { ask, answer, asked });
      // Nobody looks at the answer of a call that was abandoned; the promise must settle all the same.
      const { signal, value } = abandonment?.() ?? {};
      signal?.addEventListener('abort', () => answer(value ?? null), { once: true });
    });
  }

  private await(call: number, answer: Promise<Json>): void {
    answer.then((value) => this.options.deliver(call, value));
  }
}

export function isAtOnce(stimulus: Stimulus): stimulus is Answer {
  return stimulus.kind === 'answer' && stimulus.atOnce === true;
}
