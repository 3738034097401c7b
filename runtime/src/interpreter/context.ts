import type { Json, JsonObject } from '../asl/json.ts';
import type { Branch } from './branch.ts';
import type { Execution } from './execution.ts';

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

/** The members of the context object that are the same in every state. */
export interface ContextMembers {
  readonly Execution: JsonObject;
  readonly StateMachine: JsonObject;
}

interface ExecutionFacts {
  readonly execution: Execution;
  readonly synchronous: boolean;
  readonly redriveCount: number;
  /** Milliseconds since the epoch, once the execution was redriven. */
  readonly redriveTime: number | undefined;
}

export function contextMembers({ execution, synchronous, redriveCount, redriveTime }: ExecutionFacts): ContextMembers {
  const { executionArn, stateMachineArn, input, startTime, roleArn } = execution;
  return {
    Execution: {
      Id: executionArn,
      Input: input,
      StartTime: isoTime(startTime),
      // Express ARNs go on with a uuid that is not part of the name.
      Name: executionArn.split(':')[7] ?? '',
      RoleArn: roleArn ?? null,
      ...(synchronous ? {} : { RedriveCount: redriveCount }),
      ...(redriveTime === undefined ? {} : { RedriveTime: isoTime(redriveTime) }),
    },
    StateMachine: { Id: stateMachineArn, Name: stateMachineArn.split(':')[6] ?? '' },
  };
}

function build(branch: Branch): Json {
  const { execution, state } = branch;
  if (execution.context !== undefined) return execution.context;
  const stateMember: Record<string, Json> = { Name: state.name, EnteredTime: isoTime(branch.enteredTime) };
  if (WITH_RETRY_COUNT.has(state.type)) stateMember.RetryCount = branch.attempt;
  const shared = execution.contextMembers;
  const context: Record<string, Json> = {
    Execution: shared.Execution,
    StateMachine: shared.StateMachine,
    State: stateMember,
  };
  if (branch.taskToken !== undefined && state.taskToken === 'shown') context.Task = { Token: branch.taskToken };
  if (branch.mapContext !== undefined) context.Map = branch.mapContext;
  return context;
}
