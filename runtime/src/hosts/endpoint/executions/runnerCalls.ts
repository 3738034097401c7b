import type { TaskCall, TaskOutcome, TaskRunner } from '../../../interpreter/environment.ts';
import { thrownFailure } from '../../../interpreter/taskOutcome.ts';

/** Asks the runners; null when none of them runs the task. Never throws, never rejects. */
export function askRunners(runners: readonly TaskRunner[], call: TaskCall): TaskOutcome | Promise<TaskOutcome> | null {
  for (const runner of runners) {
    try {
      const answer = runner.run(call);
      if (answer !== undefined) return answer instanceof Promise ? answer.catch(thrownFailure) : answer;
    } catch (thrown) {
      return thrownFailure(thrown);
    }
  }
  return null;
}

/** Mocks are chosen by how often their state was started: a start that is answered from the record counts, too. */
export function countStart({ branch, state }: TaskCall): void {
  const { taskCounts } = branch.execution;
  taskCounts.set(state, (taskCounts.get(state) ?? 0) + 1);
}

export function nobodyAnswers(call: TaskCall): TaskOutcome {
  return {
    type: 'failure',
    error: 'States.Runtime',
    cause: `Nothing answers the task '${call.state}' (${call.resource}) since the server was started again.`,
  };
}
