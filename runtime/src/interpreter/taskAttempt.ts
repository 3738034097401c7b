import type { EventDetails } from '../history/events.ts';
import type { Branch } from './branch.ts';
import type { TaskCall, TaskFailure, TaskOutcome, TaskSuccess, Timer } from './environment.ts';
import { Failure } from './failure.ts';
import { LONGEST_TIMEOUT_SECONDS } from './limits.ts';
import { type PhaseOutcome, SUSPENDED } from './machine.ts';
import { resume } from './runState.ts';
import type { GiveUp } from './scheduler.ts';
import type { TaskEvents } from './taskEvents.ts';
import { settleTask, thrownFailure } from './taskOutcome.ts';

/** One attempt of a Task from Scheduled to its end: answer, failure, time-out or missed heartbeat, whichever comes first. */
export class TaskAttempt {
  private timeout: Timer | undefined;
  private heartbeat: Timer | undefined;
  private answer: Timer | undefined;
  private giveUp: GiveUp | undefined;
  private started = false;
  private ended = false;
  private suspended = false;

  constructor(
    private readonly branch: Branch,
    private readonly call: TaskCall & { abort(): void },
    private readonly events: TaskEvents,
  ) {}

  /** Records what is known at once and goes on, or suspends the branch until the task ends. */
  begin(answer: TaskOutcome | Promise<TaskOutcome>): PhaseOutcome {
    const outcome = answer instanceof Promise ? this.settled(answer) : this.proceed(answer);
    if (outcome === SUSPENDED) {
      this.suspended = true;
      this.branch.cancelWait = () => {
        this.close();
        this.call.abort();
      };
    }
    return outcome;
  }

  private settled(promise: Promise<TaskOutcome>): PhaseOutcome {
    this.start(undefined);
    this.watch();
    this.giveUp = this.branch.execution.scheduler.await(
      promise,
      (outcome) => this.later(() => this.proceed(outcome)),
      (thrown) => this.later(() => this.proceed(thrownFailure(thrown))),
    );
    return SUSPENDED;
  }

  /** Events of the answer; SUSPENDED where its time has not come. */
  private proceed(outcome: TaskOutcome): PhaseOutcome {
    if (outcome.type === 'callback') return this.awaitMessage(outcome);
    this.start(outcome.workerName);
    if (outcome.submitted !== undefined)
      this.branch.execution.record(this.branch, this.events.submitted, outcome.submitted);
    if (outcome.type === 'unanswered') {
      this.watch();
      return SUSPENDED;
    }
    if (!outcome.durationSeconds) return this.finish(outcome);
    this.watch();
    const { clock } = this.branch.execution.environment;
    this.answer = clock.schedule(clock.now() + outcome.durationSeconds * 1000, () =>
      this.later(() => this.finish(outcome)),
    );
    return SUSPENDED;
  }

  /** The task's end comes by its token. A virtual clock stands still meanwhile. */
  private awaitMessage(outcome: TaskOutcome): PhaseOutcome {
    const token = this.call.taskToken;
    const { tokens } = this.branch.execution.environment;
    const { scheduler } = this.branch.execution;
    if (token === undefined) return this.finish({ type: 'success', output: outcome.submitted ?? null });
    if (this.call.target.kind !== 'activity') this.start(outcome.workerName);
    if (outcome.submitted !== undefined)
      this.branch.execution.record(this.branch, this.events.submitted, outcome.submitted);
    this.watch();
    this.giveUp = scheduler.owe();
    const answered = (answer: TaskSuccess | TaskFailure) => this.later(() => this.finish(answer));
    tokens.register(token, {
      started: (workerName) => this.start(workerName),
      heartbeat: () => this.watchHeartbeat(),
      succeed: (output) => answered({ type: 'success', output }),
      fail: (error, cause) => answered({ type: 'failure', error, cause }),
    });
    return SUSPENDED;
  }

  private start(workerName: string | undefined): void {
    if (this.started) return;
    this.started = true;
    this.record(this.events.startedEvent, this.events.started(workerName));
  }

  private finish(outcome: TaskSuccess | TaskFailure): PhaseOutcome {
    this.close();
    return settleTask(this.branch, this.events, outcome);
  }

  /** Starts the clocks of TimeoutSeconds and HeartbeatSeconds. */
  private watch(): void {
    const { clock } = this.branch.execution.environment;
    const seconds = this.call.timeoutSeconds ?? LONGEST_TIMEOUT_SECONDS;
    this.timeout ??= clock.schedule(clock.now() + seconds * 1000, () =>
      this.later(() => this.timedOut('States.Timeout')),
    );
    this.watchHeartbeat();
  }

  private watchHeartbeat(): void {
    if (this.call.heartbeatSeconds === undefined || this.ended) return;
    const { clock } = this.branch.execution.environment;
    this.heartbeat?.cancel();
    this.heartbeat = clock.schedule(clock.now() + this.call.heartbeatSeconds * 1000, () =>
      this.later(() => this.timedOut('States.HeartbeatTimeout')),
    );
  }

  /** A missed heartbeat is recorded as States.Timeout too; Retry and Catch may call it by its own name (recorded on AWS). */
  private timedOut(alias: string): PhaseOutcome {
    this.close();
    this.call.abort();
    this.record(this.events.timedOutEvent, this.events.failed('States.Timeout', undefined));
    return new Failure('States.Timeout', undefined, { timedOut: true, alias });
  }

  /** Continues after a wait, unless the attempt has ended meanwhile. */
  private later(use: () => PhaseOutcome): void {
    if (this.ended || !this.suspended) return;
    const outcome = use();
    if (outcome !== SUSPENDED) resume(this.branch, outcome);
    this.branch.execution.scheduler.pump();
  }

  private record(event: string, details: EventDetails | undefined): void {
    this.branch.execution.record(this.branch, event, details);
  }

  private close(): void {
    this.ended = true;
    this.timeout?.cancel();
    this.heartbeat?.cancel();
    this.answer?.cancel();
    this.giveUp?.();
    const token = this.call.taskToken;
    if (token !== undefined) this.branch.execution.environment.tokens.close(token);
  }
}
