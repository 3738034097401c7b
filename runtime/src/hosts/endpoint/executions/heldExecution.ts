import { type Environment, HOLD, type Observer, type TaskRunner } from '../../../interpreter/environment.ts';
import type { Execution } from '../../../interpreter/execution.ts';
import type { Revision } from '../store/model.ts';
import type { Run } from './run.ts';

/** An execution that is about to start. */
export interface NewExecution {
  readonly arn: string;
  readonly name: string;
  readonly revision: Revision;
}

/** Somebody who may want to see an execution from its first state on; undefined when nobody does. */
export type HoldNew = (execution: NewExecution) => HeldExecution | undefined;

/** Who takes over a held execution: sees what it does and what its tasks answer, and starts it. */
export interface Onlooker {
  readonly observer: Observer;
  readonly tasks: TaskRunner;
  ended(execution: Execution): void;
}

/**
 * An execution that was accepted and has not begun: it waits until somebody takes it over or lets it go. From then on everything that it does passes
 * through here.
 */
export class HeldExecution implements Observer {
  private taken: Run | undefined;
  private onlooker: Onlooker | undefined;
  private runners: readonly TaskRunner[] = [];
  private isFree = false;
  /**
   * Set when who looked has left and the execution stands until somebody comes back: tells at which step it stands, or that it runs. Absent as long as
   * somebody looks.
   */
  standsAt: (() => number | undefined) | undefined;

  constructor(readonly started: NewExecution) {}

  /** Whether the execution has not begun. */
  get isWaiting(): boolean {
    return this.taken !== undefined && !this.onlooker && !this.isFree;
  }

  get isOver(): boolean {
    return this.taken !== undefined && this.taken.execution.status !== 'RUNNING';
  }

  /** Whether somebody looks at it. */
  get isWatched(): boolean {
    return this.onlooker !== undefined && this.standsAt === undefined;
  }

  get run(): Run {
    return this.taken!;
  }

  /** The runners of the execution's tasks, without an onlooker before them. */
  get tasks(): readonly TaskRunner[] {
    return this.runners;
  }

  /** Puts the onlooker before the runners of the execution's tasks. */
  around(runners: readonly TaskRunner[]): readonly TaskRunner[] {
    this.runners = runners;
    const unlessTaken = (runner: TaskRunner): TaskRunner => ({
      run: (call) => (this.onlooker ? undefined : runner.run(call)),
    });
    return [{ run: (call) => this.onlooker?.tasks.run(call) }, ...runners.map(unlessTaken)];
  }

  /** Takes the run that would have been started. */
  take(run: Run): void {
    this.taken = run;
    run.standStill();
  }

  /** Hands the execution over. Whoever gets it starts it, and calls `goOn` of the run then. */
  handTo(onlooker: Onlooker): Environment {
    this.onlooker = onlooker;
    return this.run;
  }

  /** Nobody looks any more: the execution goes on by itself, from its beginning when it has not begun. */
  letGo(): void {
    const wasWaiting = this.isWaiting;
    this.isFree = true;
    this.onlooker = undefined;
    this.run.goOn();
    if (wasWaiting) this.run.start();
  }

  ended(execution: Execution): void {
    this.onlooker?.ended(execution);
  }

  onEvent: Observer['onEvent'] = (event, branch) => this.onlooker?.observer.onEvent?.(event, branch);
  onBranchStart: Observer['onBranchStart'] = (branch) => this.onlooker?.observer.onBranchStart?.(branch);
  onBranchEnd: Observer['onBranchEnd'] = (branch) => this.onlooker?.observer.onBranchEnd?.(branch);

  onPhase: Observer['onPhase'] = (branch, phase) => {
    if (this.onlooker) return this.onlooker.observer.onPhase?.(branch, phase);
    // Stopped before it was taken over: it begins, and does nothing.
    return this.isFree ? undefined : HOLD;
  };

  onFailure: Observer['onFailure'] = (branch, failure, handling) =>
    this.onlooker?.observer.onFailure?.(branch, failure, handling);
}
