import type { Json, JsonObject } from '../../asl/json.ts';
import type { TaskCall, TaskOutcome, TaskRunner } from '../../interpreter/environment.ts';
import type { Fault } from './launchArguments.ts';

/** Fails the tasks that the launch configuration wants to fail. */
export function faultTasks(faults: readonly Fault[]): TaskRunner {
  return {
    run: ({ state, attempt }) => {
      const fault = faults.find((candidate) => candidate.state === state && (candidate.attempt ?? attempt) === attempt);
      return fault && { type: 'failure', error: fault.error, cause: fault.cause };
    },
  };
}

/** Returns the input of every task that nothing else answers. */
export const echoTasks: TaskRunner = { run: ({ input }) => ({ type: 'success', output: input }) };

/** A task that waits for an answer from the user. */
export interface OpenQuestion {
  readonly call: number;
  readonly task: TaskCall;
}

/** Asks the user what a task answers; answers can be kept as mocks for the rest of the session. */
export class AskedTasks implements TaskRunner {
  private readonly kept = new Map<string, TaskOutcome>();
  private readonly open = new Map<number, { readonly question: OpenQuestion; answer(outcome: TaskOutcome): void }>();
  private calls = 0;

  constructor(private readonly ask: (question: OpenQuestion) => void) {}

  run(task: TaskCall): TaskOutcome | Promise<TaskOutcome> {
    const kept = this.kept.get(task.state);
    if (kept) return kept;
    this.calls += 1;
    const question = { call: this.calls, task };
    return new Promise((resolve) => {
      this.open.set(question.call, { question, answer: resolve });
      task.signal.addEventListener('abort', () => this.open.delete(question.call));
      this.ask(question);
    });
  }

  get questions(): readonly OpenQuestion[] {
    return [...this.open.values()].map(({ question }) => question);
  }

  /** Answers a question; false when nobody waits for it. */
  answer(call: number, outcome: TaskOutcome): boolean {
    const waiting = this.open.get(call);
    if (!waiting) return false;
    this.open.delete(call);
    waiting.answer(outcome);
    return true;
  }

  /** From now on the state's tasks get this answer. */
  keep(state: string, outcome: TaskOutcome): void {
    this.kept.set(state, outcome);
  }
}

/** An outcome as a mocked response of a MockConfigFile. */
export function mockedResponse(outcome: TaskOutcome): Json {
  const duration: JsonObject = outcome.durationSeconds ? { DurationSeconds: outcome.durationSeconds } : {};
  if (outcome.type === 'success') return { Return: outcome.output, ...duration };
  if (outcome.type !== 'failure') return { TimesOut: true };
  const thrown: Record<string, Json> = {};
  if (outcome.error !== undefined) thrown.Error = outcome.error;
  if (outcome.cause !== undefined) thrown.Cause = outcome.cause;
  return { Throw: thrown, ...duration };
}
