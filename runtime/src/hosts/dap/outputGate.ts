import type { DebugProtocol } from '@vscode/debugprotocol';

export type OutputBody = DebugProtocol.OutputEvent['body'];

/** Events that are sent one by one in each second; with what is gathered, there are never more than fifty. */
const SINGLE_EVENTS = 40;
const WINDOW_MILLISECONDS = 1_000;
const GATHERING_MILLISECONDS = 100;

/**
 * Lets output through as it comes, and puts it together where it comes too fast: a log point in ten thousand iterations must not drown its client.
 * Lines from one place that follow each other keep their link to it.
 */
export class OutputGate {
  private windowStart = Number.NEGATIVE_INFINITY;
  private sent = 0;
  private gathered: OutputBody[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly send: (body: OutputBody) => void,
    /** Milliseconds of the wall. */
    private readonly now: () => number,
  ) {}

  push(body: OutputBody): void {
    if (this.gathered.length === 0 && this.isFree()) {
      this.sent += 1;
      this.send(body);
      return;
    }
    const last = this.gathered.at(-1);
    if (last && last.category === body.category) this.gathered[this.gathered.length - 1] = joined(last, body);
    else this.gathered.push(body);
    this.timer ??= setTimeout(() => this.flush(), GATHERING_MILLISECONDS);
  }

  /** Sends what was gathered: something else is about to be said. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { gathered } = this;
    this.gathered = [];
    for (const body of gathered) this.send(body);
  }

  private isFree(): boolean {
    const now = this.now();
    if (now - this.windowStart >= WINDOW_MILLISECONDS) {
      this.windowStart = now;
      this.sent = 0;
    }
    return this.sent < SINGLE_EVENTS;
  }
}

function joined(first: OutputBody, second: OutputBody): OutputBody {
  const output = first.output + second.output;
  const isOnePlace = first.line === second.line && first.source?.path === second.source?.path;
  return isOnePlace ? { ...first, output } : { category: first.category, output };
}
