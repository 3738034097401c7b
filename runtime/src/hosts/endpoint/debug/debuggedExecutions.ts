import { HeldExecution, type NewExecution } from '../executions/heldExecution.ts';
import type { ProgramFiles } from './programFiles.ts';

/** Somebody who wants executions to debug. */
export interface Taker {
  /** Takes an execution, or leaves it: then it runs as if nobody were there. */
  wants(execution: NewExecution): boolean;
  /** An execution that waits until `handTo` or `letGo` is called, but for the present turn of the event loop, in which it is put in its place. */
  offer(held: HeldExecution): void;
}

/** The executions of an endpoint that debuggers hold or watch. */
export class DebuggedExecutions {
  private readonly takers = new Set<Taker>();
  private readonly held = new Map<string, HeldExecution>();

  constructor(readonly files: ProgramFiles) {}

  add(taker: Taker): void {
    this.takers.add(taker);
  }

  remove(taker: Taker): void {
    this.takers.delete(taker);
  }

  /** Holds a new execution for the first who wants it. */
  hold(execution: NewExecution): HeldExecution | undefined {
    for (const taker of this.takers) {
      if (!taker.wants(execution)) continue;
      const held = new HeldExecution(execution);
      this.held.set(execution.arn, held);
      taker.offer(held);
      return held;
    }
    return undefined;
  }

  /** An execution that waits for its session. */
  waiting(arn: string): HeldExecution | undefined {
    const held = this.held.get(arn);
    return held?.isWaiting ? held : undefined;
  }

  /** Nobody debugs the execution any more. */
  letGo(held: HeldExecution): void {
    this.held.delete(held.started.arn);
    held.letGo();
  }

  /** The execution has ended. */
  forget(held: HeldExecution): void {
    this.held.delete(held.started.arn);
  }
}
