import type { Branch } from './branch.ts';
import type { TaskFailure, TaskOutcome, TaskSuccess } from './environment.ts';
import { Failure } from './failure.ts';
import { dataLimitFailure, fitsPayload } from './limits.ts';
import type { PhaseOutcome } from './machine.ts';
import type { TaskEvents } from './taskEvents.ts';

/** Records the end of a task: its result, or its failure. */
export function settleTask(branch: Branch, events: TaskEvents, outcome: TaskSuccess | TaskFailure): PhaseOutcome {
  return outcome.type === 'success' ? succeed(branch, events, outcome) : fail(branch, events, outcome);
}

/** Whether a task has ended as soon as it was started, with nothing to tell of in between. */
export function isImmediate(outcome: TaskOutcome | Promise<TaskOutcome>): outcome is TaskSuccess | TaskFailure {
  if (outcome instanceof Promise || (outcome.type !== 'success' && outcome.type !== 'failure')) return false;
  return !outcome.durationSeconds && outcome.submitted === undefined;
}

/** What a runner threw, as the failure of a task: named and worded as a Lambda function's error would be. */
export function thrownFailure(thrown: unknown): TaskFailure {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  return {
    type: 'failure',
    error: error.name,
    cause: JSON.stringify({ errorMessage: error.message, errorType: error.name }),
  };
}

function succeed(branch: Branch, events: TaskEvents, { output }: TaskSuccess): PhaseOutcome {
  const { limits } = branch.execution.environment;
  if (!fitsPayload(output, limits.payloadBytes)) {
    const failure = dataLimitFailure(events.nameInDataLimit);
    branch.execution.record(branch, events.failedEvent, events.failed(failure.error, failure.cause));
    return failure;
  }
  branch.execution.record(branch, events.succeeded, output);
  branch.result = output;
  branch.output = output;
  return undefined;
}

function fail(branch: Branch, events: TaskEvents, { error, cause, event }: TaskFailure): PhaseOutcome {
  const failure = new Failure(error, cause);
  branch.execution.record(branch, event ?? events.failedEvent, events.failed(failure.error, failure.cause));
  return failure;
}
