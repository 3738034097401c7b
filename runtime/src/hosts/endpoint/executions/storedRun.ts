import type { TaskCall } from '../../../interpreter/environment.ts';
import type { Execution } from '../../../interpreter/execution.ts';
import type { ExecutionEntry } from '../store/model.ts';
import type { Stimulus } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import type { ActivityQueues } from './activityQueues.ts';
import type { HeldExecution } from './heldExecution.ts';
import type { Run, RunKeeper } from './run.ts';

/** What stored runs need of the executions around them. */
export interface StoredRunHost {
  readonly store: Store;
  readonly activities: ActivityQueues;
  knowToken(token: string, arn: string): void;
  end(entry: ExecutionEntry, run: Run, tokens: readonly string[] | undefined): void;
}

/** Keeps what an execution does in the store. One object a run, not a handful of closures: it is made for every StartExecution. */
export class StoredRun implements RunKeeper {
  run: Run | undefined;
  /** Task tokens that the execution has given out. */
  tokens: string[] | undefined;

  constructor(
    private readonly host: StoredRunHost,
    private readonly entry: ExecutionEntry,
    /** How often the execution ends in what is recorded, to be redriven each time. */
    private endsToCome: number,
    private readonly held: HeldExecution | undefined,
  ) {}

  record(stimulus: Stimulus): void {
    this.host.store.commit({ type: 'stimulus', id: this.entry.id, stimulus });
  }

  onToken(token: string): void {
    this.tokens ??= [];
    this.tokens.push(token);
    this.host.knowToken(token, this.entry.arn);
  }

  onActivity(call: TaskCall): void {
    this.host.activities.add(call, this.run!);
  }

  onEnd(execution: Execution): void {
    if (this.endsToCome > 0) this.endsToCome -= 1;
    else this.host.end(this.entry, this.run!, this.tokens);
    this.held?.ended(execution);
  }
}

/** Keeps nothing: what is replayed stands in the journal, what runs synchronously is asked for by nobody. */
export class UnstoredRun implements RunKeeper {
  constructor(private readonly held?: HeldExecution) {}

  record(): void {}
  onToken(): void {}
  onActivity(): void {}

  onEnd(execution: Execution): void {
    this.held?.ended(execution);
  }
}
