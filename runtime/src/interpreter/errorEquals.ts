import type { Failure } from './failure.ts';

/** States.TaskFailed stands for every failure of a task but its time-out (AWS: "Error names"). */
const NOT_TASK_FAILED: ReadonlySet<string> = new Set([
  'States.Timeout',
  'States.HeartbeatTimeout',
  'States.DataLimitExceeded',
]);

/** Whether an ErrorEquals list names the failure. States.Runtime is never matched (recorded on AWS). */
export function matchesError(errorEquals: readonly string[], failure: Failure): boolean {
  if (failure.fatal) return false;
  return errorEquals.some(
    (name) =>
      (name === 'States.ALL' && !failure.details.terminal) ||
      name === failure.error ||
      (failure.details.alias !== undefined && name === failure.details.alias) ||
      (name === 'States.TaskFailed' && !NOT_TASK_FAILED.has(failure.error ?? '')),
  );
}
