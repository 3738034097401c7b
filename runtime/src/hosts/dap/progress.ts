import type { Debugger } from '../../debugger/debugger.ts';
import { countsOf } from '../../debugger/mapScopes.ts';
import type { Strand } from '../../debugger/step.ts';

/** Runs shorter than this are not worth a message. */
const FIRST_AFTER_MILLISECONDS = 500;
const EVERY_MILLISECONDS = 200;

/** Tells the client how far a long run has come: `ProcessOrders 4,213 of 10,000`. */
export class Progress {
  private timer: NodeJS.Timeout | undefined;
  private ids = 0;
  private open: string | undefined;

  constructor(
    private readonly session: Debugger,
    private readonly send: (event: string, body: unknown) => void,
    /** Somebody is asked something, or stands in a handler: the run goes on when they do, not by itself. */
    private readonly isWaitingForUser: () => boolean,
  ) {}

  begin(): void {
    clearInterval(this.timer);
    this.timer = setTimeout(() => this.show(), FIRST_AFTER_MILLISECONDS).unref();
  }

  end(): void {
    clearTimeout(this.timer);
    this.close();
  }

  private close(): void {
    if (this.open) this.send('progressEnd', { progressId: this.open });
    this.open = undefined;
  }

  private show(): void {
    this.timer = setTimeout(() => this.show(), EVERY_MILLISECONDS).unref();
    if (this.isWaitingForUser()) this.close();
    else this.tell(this.message());
  }

  private tell(message: string): void {
    if (!this.open) {
      this.ids += 1;
      this.open = `run-${this.ids}`;
      this.send('progressStart', { progressId: this.open, title: 'Running', message, cancellable: false });
    } else {
      this.send('progressUpdate', { progressId: this.open, message });
    }
  }

  private message(): string {
    const { timeline } = this.session;
    if (!this.session.isRecorded)
      return `${this.session.execution.recorder.lastId.toLocaleString('en')} events of the history`;
    const strand: Strand | undefined = timeline.steps.at(-1)?.strand;
    const owner = strand?.owner ?? strand?.last?.visit;
    if (!owner) return 'Starting';
    if (owner.state.children.length === 0) return owner.state.name;
    const counts = countsOf(owner, this.session);
    const done = counts.succeeded + counts.failed + counts.aborted;
    return `${owner.state.name} ${done.toLocaleString('en')} of ${counts.total.toLocaleString('en')}`;
  }
}
