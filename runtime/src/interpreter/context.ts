import type { Json } from '../asl/json.ts';
import type { Branch } from './branch.ts';

/** State types whose context object shows RetryCount (recorded on AWS). */
const WITH_RETRY_COUNT: ReadonlySet<string> = new Set(['Task', 'Parallel', 'Map']);

/** The context object as the branch sees it now: `$$`, `$states.context`. Key order as recorded on AWS. */
export function contextObject(branch: Branch): Json {
  branch.contextObject ??= build(branch);
  return branch.contextObject;
}

/** An instant as the context object and history show it: ISO 8601, UTC, milliseconds. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function build(branch: Branch): Json {
  const { execution, state } = branch;
  if (execution.context !== undefined) return execution.context;
  const stateMember: Record<string, Json> = { Name: state.name, EnteredTime: isoTime(branch.enteredTime) };
  if (WITH_RETRY_COUNT.has(state.type)) stateMember.RetryCount = branch.attempt;
  const context: Record<string, Json> = {
    Execution: execution.contextMember,
    StateMachine: execution.stateMachineMember,
    State: stateMember,
  };
  if (branch.taskToken !== undefined && state.taskToken === 'shown') context.Task = { Token: branch.taskToken };
  if (branch.mapContext !== undefined) context.Map = branch.mapContext;
  return context;
}
