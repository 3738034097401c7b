import type { TaskCall } from '../../../interpreter/environment.ts';
import type { HandlerDebug } from '../../../tasks/lambda/handlerDebug.ts';
import { HeldExecution, type NewExecution } from '../executions/heldExecution.ts';
import { startExecution } from '../operations/executions.ts';
import type { Service } from '../service.ts';
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
  private service: Service | undefined;
  /** Whether the execution that is being started has its taker already. */
  private isTaken = false;
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

  /** Takes the service whose executions are debugged. */
  connect(service: Service): void {
    this.service = service;
  }

  add(taker: Taker): void {
    this.takers.add(taker);
  }

  remove(taker: Taker): void {
    this.takers.delete(taker);
  }

  /** Holds a new execution for the first who wants it. */
  hold(execution: NewExecution): HeldExecution | undefined {
    if (this.isTaken) return this.holdFor(execution);
    for (const taker of this.takers) {
      if (!taker.wants(execution)) continue;
      const held = this.holdFor(execution);
      taker.offer(held);
      return held;
    }
    return undefined;
  }

  private holdFor(execution: NewExecution): HeldExecution {
    const held = new HeldExecution(execution);
    this.held.set(execution.arn, held);
    return held;
  }

  /**
   * Starts an execution like that one: of the machine as it is now, or of the version that was asked for, with the same input and a name of its own.
   * It waits for whoever asks. A text says why there is none.
   */
  startAgain({ started: { arn } }: HeldExecution): HeldExecution | string {
    const { service } = this;
    const entry = service?.store.executions.get(arn);
    if (!service || !entry) return 'it was started by StartSyncExecution: only its caller can start it again.';
    const machine = service.store.machines.get(entry.revision.machineArn);
    if (!machine) return 'its state machine has been deleted.';
    const { versionArn, aliasArn, traceHeader } = entry;
    const { input, testCase } = service.store.startOf(entry);
    const revision = versionArn === undefined ? machine.revision : entry.revision;
    const route = { revision, versionArn, aliasArn };
    this.isTaken = true;
    try {
      const name = service.newId();
      const again = startExecution(service, { machine, route, name, input, traceHeader, testCase });
      return this.held.get(again.arn)!;
    } finally {
      this.isTaken = false;
    }
  }

  /** An execution that waits for its session. */
  waiting(arn: string): HeldExecution | undefined {
    const held = this.held.get(arn);
    return held?.isWaiting ? held : undefined;
  }

  /** Those that run and that nobody looks at, oldest first. */
  get unwatched(): readonly NewExecution[] {
    return (this.service?.executions.running ?? []).filter(({ arn }) => !this.held.has(arn));
  }

  /**
   * An execution that has begun already, ready to be handed over: watched from its beginning, up to where it is. `before` is set where it was held when
   * its session left. A text says why there is none.
   */
  takeOver(arn: string): { readonly held: HeldExecution; readonly before: HeldExecution | undefined } | string {
    const before = this.held.get(arn);
    if (before?.isWatched) return 'another session debugs it.';
    const entry = this.service?.executions.running.find((running) => running.arn === arn);
    if (!entry) return 'it is no Standard execution that runs here.';
    const held = new HeldExecution({ arn, name: entry.name, revision: entry.revision });
    if (!this.service?.executions.takeOver(held)) return 'it has ended meanwhile.';
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
