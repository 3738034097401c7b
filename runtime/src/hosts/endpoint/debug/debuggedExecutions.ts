import type { TaskCall } from '../../../interpreter/environment.ts';
import type { HandlerDebug } from '../../../tasks/lambda/handlerDebug.ts';
import type { Executions } from '../executions/executions.ts';
import { HeldExecution, type NewExecution } from '../executions/heldExecution.ts';
import type { ProgramFiles } from './programFiles.ts';

/** Somebody who wants executions to debug. */
export interface Taker {
  /** Takes an execution, or leaves it: then it runs as if nobody were there. */
  wants(execution: NewExecution): boolean;
  /** An execution that waits until `handTo` or `letGo` is called, but for the present turn of the event loop, in which it is put in its place. */
  offer(held: HeldExecution): void;
}

export type HandlerDebugger = (call: TaskCall) => HandlerDebug | undefined;

/** The executions of an endpoint that debuggers hold or watch. */
export class DebuggedExecutions {
  private readonly takers = new Set<Taker>();
  private readonly held = new Map<string, HeldExecution>();
  private executions: Executions | undefined;
  /** Who debugs the handlers of an execution, by its ARN. */
  private readonly handlerDebuggers = new Map<string, HandlerDebugger>();

  constructor(
    readonly files: ProgramFiles,
    /** Whether the handler of a function runs on this machine. */
    readonly isLocalFunction: (name: string) => boolean,
  ) {}

  /** Somebody who may want to debug handlers that the execution calls. */
  setHandlerDebugger(held: HeldExecution, handlerDebugger: HandlerDebugger): void {
    this.handlerDebuggers.set(held.started.arn, handlerDebugger);
  }

  /** What is to be done about the handler of a call; undefined when it just runs. */
  debugOf(call: TaskCall): HandlerDebug | undefined {
    let { execution } = call.branch;
    while (execution.parent) ({ execution } = execution.parent.branch);
    return this.handlerDebuggers.get(execution.executionArn)?.(call);
  }

  /** Takes the executions that may have begun before anybody looked. */
  connect(executions: Executions): void {
    this.executions = executions;
  }

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

  /** Those that run and that nobody looks at, oldest first. */
  get unwatched(): readonly NewExecution[] {
    return (this.executions?.running ?? []).filter(({ arn }) => !this.held.has(arn));
  }

  /**
   * An execution that has begun already, ready to be handed over: watched from its beginning, up to where it is. `before` is set where it was held when
   * its session left. A text says why there is none.
   */
  takeOver(arn: string): { readonly held: HeldExecution; readonly before: HeldExecution | undefined } | string {
    const before = this.held.get(arn);
    if (before?.isWatched) return 'another session debugs it.';
    const entry = this.executions?.running.find((running) => running.arn === arn);
    if (!entry) return 'it is no Standard execution that runs here.';
    const held = new HeldExecution({ arn, name: entry.name, revision: entry.revision });
    if (!this.executions?.takeOver(held)) return 'it has ended meanwhile.';
    this.held.set(arn, held);
    return { held, before };
  }

  /** Nobody debugs the execution any more. */
  letGo(held: HeldExecution): void {
    this.forget(held);
    held.letGo();
  }

  /** The execution has ended. */
  forget(held: HeldExecution): void {
    // Another session may have taken it over.
    if (this.held.get(held.started.arn) !== held) return;
    this.held.delete(held.started.arn);
    this.handlerDebuggers.delete(held.started.arn);
  }
}
