import type { TaskCall } from '../../../interpreter/environment.ts';
import type { ChildEnd, ChildExecutions } from '../../../tasks/nestedRunner.ts';
import { executionDoesNotExist } from '../api/serviceError.ts';
import { parseMachineArn } from '../arns.ts';
import { startExecution } from '../operations/executions.ts';
import type { Service } from '../service.ts';
import type { ExecutionEntry } from '../store/model.ts';

/** Executions that tasks start: those of the endpoint's own machines. */
export function childExecutions(service: Service): ChildExecutions {
  return {
    async start({ stateMachineArn, name, input, call }) {
      const parsed = parseMachineArn(stateMachineArn, 'stateMachine', 'qualified');
      const machine = service.machine(parsed);
      const entry = startExecution(service, {
        machine,
        route: service.route(machine, parsed),
        name: name ?? service.newId(),
        input,
        startedBy: startedBy(service, call),
      });
      await service.store.durable();
      return { executionArn: entry.arn, startTime: entry.startTime };
    },
    async ended(executionArn) {
      const entry = existing(service, executionArn);
      await service.executions.ended(entry);
      return endOf(service, entry);
    },
    async stop(executionArn) {
      await service.executions.deliver(executionArn, { kind: 'stop' });
    },
  };
}

/**
 * Names the attempt of a task, in the same way before and after a restart. Undefined in an execution that does not survive one: nobody will ask for its
 * children.
 */
function startedBy(service: Service, { branch, state, attempt }: TaskCall): string | undefined {
  let { execution: root } = branch;
  while (root.parent) root = root.parent.branch.execution;
  if (!service.store.executions.has(root.executionArn)) return undefined;
  const { executionArn } = branch.execution;
  return [root.executionArn, executionArn, branch.id, state, branch.enteredEventId, attempt].join(' ');
}

function existing(service: Service, arn: string): ExecutionEntry {
  const entry = service.store.executions.get(arn);
  if (!entry) throw executionDoesNotExist(arn);
  return entry;
}

/** DescribeExecution as integrations show it, in the order recorded on AWS; times in milliseconds. */
function endOf(service: Service, entry: ExecutionEntry): ChildEnd {
  const { input, output, error, cause } = service.executions.dataOf(entry);
  const status = entry.ended?.status ?? 'RUNNING';
  const succeeded = status === 'SUCCEEDED';
  return {
    ...(cause === undefined ? {} : { Cause: cause }),
    ...(error === undefined ? {} : { Error: error }),
    ExecutionArn: entry.arn,
    Input: JSON.stringify(input),
    InputDetails: { Included: true },
    Name: entry.name,
    ...(succeeded ? { Output: JSON.stringify(output ?? null), OutputDetails: { Included: true } } : {}),
    StartDate: entry.startTime,
    StateMachineArn: entry.revision.machineArn,
    Status: status,
    StopDate: entry.ended?.time ?? entry.startTime,
  };
}
