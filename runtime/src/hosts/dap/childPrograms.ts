import { isObject } from '../../asl/json.ts';
import type { TaskRunner } from '../../interpreter/environment.ts';
import { Execution } from '../../interpreter/execution.ts';
import { AWS_LIMITS } from '../../interpreter/limits.ts';
import { SeededRandom } from '../../interpreter/seededRandom.ts';
import { TaskTokens } from '../../interpreter/taskTokens.ts';
import { VirtualClock } from '../../interpreter/virtualClock.ts';
import { memoryObjects } from '../../tasks/memoryObjects.ts';
import { type ChildEnd, type ChildRequest, nestedRunner } from '../../tasks/nestedRunner.ts';
import type { LaunchArguments } from './launchArguments.ts';
import { loadProgram, type Program } from './program.ts';
import { RequestProblem } from './requestProblem.ts';

/** Programs of the state machines that tasks start, by the name or ARN under which the launch configuration has them. */
export type ChildPrograms = ReadonlyMap<string, Program>;

/** Reads the child programs of a launch configuration. */
export async function readChildPrograms(
  { childPrograms = {} }: LaunchArguments,
  at: (file: string) => string,
): Promise<ChildPrograms | RequestProblem> {
  const programs = new Map<string, Program>();
  for (const [name, file] of Object.entries(childPrograms)) {
    const program = await loadProgram(at(file), {});
    if (program instanceof RequestProblem) return program;
    programs.set(name, program);
  }
  return programs;
}

/**
 * Runs `states:startExecution` and its `.sync` forms by the child programs. Children have the task answers of the session and a virtual clock of
 * their own; the task takes as long as they do.
 */
export function childTasks(programs: ChildPrograms, seed: string, tasks: () => readonly TaskRunner[]): TaskRunner {
  const children = new Map<string, Execution>();
  const runner = nestedRunner({
    start: async (request) => {
      const execution = newChild(request, programOf(programs, request.stateMachineArn)!, {
        name: request.name ?? new SeededRandom(`${seed} child ${children.size}`).uuid(),
        tasks: tasks(),
      });
      children.set(execution.executionArn, execution);
      return { executionArn: execution.executionArn, startTime: execution.start().startTime };
    },
    ended: async (executionArn) => endOf(await children.get(executionArn)!.finished),
    stop: async (executionArn) => children.get(executionArn)?.stop(),
  });
  return {
    run(call) {
      const machine = isObject(call.input) ? call.input.StateMachineArn : undefined;
      if (typeof machine !== 'string' || !programOf(programs, machine)) return undefined;
      const outcome = runner.run(call);
      if (!(outcome instanceof Promise)) return outcome;
      return outcome.then((ended) => {
        const arn = isObject(ended.submitted) ? ended.submitted.ExecutionArn : undefined;
        const child = typeof arn === 'string' ? children.get(arn) : undefined;
        if (child?.stopTime === undefined || child.stopTime === child.startTime) return ended;
        return { ...ended, durationSeconds: (child.stopTime - child.startTime) / 1000 };
      });
    },
  };
}

/** By its ARN, or by its name alone; versions and aliases count as the machine itself. */
function programOf(programs: ChildPrograms, machineArn: string): Program | undefined {
  const [name = ''] = machineArn.split(':stateMachine:').slice(-1);
  return programs.get(machineArn) ?? programs.get(name) ?? programs.get(name.replace(/:.*$/, ''));
}

function newChild(
  { stateMachineArn, input, call }: ChildRequest,
  program: Program,
  { name, tasks }: { readonly name: string; readonly tasks: readonly TaskRunner[] },
): Execution {
  const parent = call.branch.execution;
  const qualified = stateMachineArn.startsWith('arn:')
    ? stateMachineArn
    : parent.stateMachineArn.replace(/[^:]*$/, stateMachineArn);
  return new Execution({
    machine: program.machine,
    input,
    type: program.type,
    stateMachineArn: qualified,
    executionArn: `${qualified.replace(':stateMachine:', ':execution:')}:${name}`,
    roleArn: parent.roleArn,
    environment: {
      clock: new VirtualClock(parent.environment.clock.now()),
      random: new SeededRandom(name),
      tasks,
      tokens: new TaskTokens(),
      objects: memoryObjects({}),
      limits: AWS_LIMITS,
    },
  });
}

/** DescribeExecution as integrations show it; times in milliseconds. */
function endOf(execution: Execution): ChildEnd {
  const { status, input, output, error, cause, executionArn, stateMachineArn, startTime, stopTime } = execution;
  return {
    ...(cause === undefined ? {} : { Cause: cause }),
    ...(error === undefined ? {} : { Error: error }),
    ExecutionArn: executionArn,
    Input: JSON.stringify(input),
    InputDetails: { Included: true },
    Name: executionArn.slice(executionArn.lastIndexOf(':') + 1),
    ...(status === 'SUCCEEDED' ? { Output: JSON.stringify(output ?? null), OutputDetails: { Included: true } } : {}),
    StartDate: startTime,
    StateMachineArn: stateMachineArn,
    Status: status,
    StopDate: stopTime ?? startTime,
  };
}
