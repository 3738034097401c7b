import type { Json } from '../../../asl/json.ts';
import { type Delivery, TaskTokens, type WaitingTask } from '../../../interpreter/taskTokens.ts';

/**
 * The task tokens of one execution. It can tell before a message is delivered whether it will be; and it keeps the message of a worker that is quicker
 * than the call which has brought it the token: a Lambda handler may answer its token before it returns.
 */
export class RunTokens extends TaskTokens {
  private readonly openTokens = new Set<string>();
  /** Tokens that are on their way to a worker, and what came back for them already. */
  private readonly underWay = new Map<string, (() => void) | undefined>();
  private readonly due: (() => void)[] = [];

  /** A call has begun that carries the token. */
  sent(token: string): void {
    this.underWay.set(token, undefined);
  }

  /** The call has come back. What was answered meanwhile is delivered if the task waits for it: see `deliverDue`. */
  arrived(token: string): void {
    if (this.underWay.get(token) === undefined) this.underWay.delete(token);
  }

  /** Delivers one answer that came too early, now that its task waits for it. False when there is none. */
  deliverDue(): boolean {
    const deliver = this.due.shift();
    deliver?.();
    return deliver !== undefined;
  }

  override register(token: string, task: WaitingTask): void {
    this.openTokens.add(token);
    super.register(token, task);
    const early = this.underWay.get(token);
    this.underWay.delete(token);
    if (early) this.due.push(early);
  }

  override close(token: string): void {
    this.openTokens.delete(token);
    this.underWay.delete(token);
    super.close(token);
  }

  override succeed(token: string, output: Json): Delivery {
    return this.keep(token, () => super.succeed(token, output)) ?? super.succeed(token, output);
  }

  override fail(token: string, error?: string, cause?: string): Delivery {
    return this.keep(token, () => super.fail(token, error, cause)) ?? super.fail(token, error, cause);
  }

  override heartbeat(token: string): Delivery {
    return this.underWay.has(token) ? 'delivered' : super.heartbeat(token);
  }

  /** Tasks that wait for a message. */
  get openCount(): number {
    return this.openTokens.size;
  }

  /** Whether a message to the token will be delivered, now or soon. The first answer counts. */
  isOpen(token: string): boolean {
    return this.openTokens.has(token) || (this.underWay.has(token) && this.underWay.get(token) === undefined);
  }

  private keep(token: string, deliver: () => void): Delivery | undefined {
    if (!this.underWay.has(token)) return undefined;
    this.underWay.set(token, deliver);
    return 'delivered';
  }
}
