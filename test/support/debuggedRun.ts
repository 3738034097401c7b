import type { Json, JsonObject } from '../../runtime/src/asl/json.ts';
import { Debugger } from '../../runtime/src/debugger/debugger.ts';
import type { DebuggerOptions } from '../../runtime/src/debugger/debuggerOptions.ts';
import {
  type Answered,
  firstAnswer,
  type NamedRunner,
  RecordedCalls,
} from '../../runtime/src/debugger/recordedCalls.ts';
import type { Stop } from '../../runtime/src/debugger/stopRules.ts';
import { compileMachine } from '../../runtime/src/interpreter/compile.ts';
import type { Clock, Observer, TaskCall, TaskRunner } from '../../runtime/src/interpreter/environment.ts';
import { Execution } from '../../runtime/src/interpreter/execution.ts';
import { AWS_LIMITS } from '../../runtime/src/interpreter/limits.ts';
import { SeededRandom } from '../../runtime/src/interpreter/seededRandom.ts';
import { TaskTokens } from '../../runtime/src/interpreter/taskTokens.ts';
import { VirtualClock } from '../../runtime/src/interpreter/virtualClock.ts';
import { memoryObjects } from '../../runtime/src/tasks/memoryObjects.ts';
import { type Mocks, type MocksByInput, mockedTasks } from '../../runtime/src/tasks/mocked.ts';

/** What an execution needs, in the shape of the conformance cases. */
export interface RunnableCase {
  readonly definition: JsonObject;
  readonly input?: Json;
  readonly stateMachineType?: 'STANDARD' | 'EXPRESS';
  readonly mocks?: Mocks;
  readonly mocksByInput?: MocksByInput;
  readonly files?: Readonly<Record<string, string>>;
  readonly context?: { readonly stateMachineArn?: string; readonly executionArn?: string; readonly roleArn?: string };
  readonly tasks?: readonly TaskRunner[];
}

/** An execution under a debugger without any protocol. */
export class DebuggedRun {
  readonly session: Debugger;
  readonly stops: Stop[] = [];
  readonly logs: string[] = [];
  finished: Execution | undefined;
  private wake: () => void = () => {};

  constructor(run: RunnableCase, options: Partial<DebuggerOptions> = {}) {
    this.session = new Debugger({
      machine: compileMachine(run.definition),
      calls: (moment) => new RecordedCalls(answeredBy(...runnersOf(run)), moment),
      start: (observed) => executionOf(run, [this.session.calls], observed),
      listener: {
        stopped: (stop) => {
          this.stops.push(stop);
          this.wake();
        },
        resumed: () => {},
        log: ({ text }) => this.logs.push(text),
        finished: (execution) => {
          this.finished = execution;
          this.wake();
        },
        forked: () => {},
      },
      ...options,
    });
  }

  /** Lets the execution go on by `move` and waits until it stands again; undefined when it has ended instead. */
  async until(move: () => unknown): Promise<Stop | undefined> {
    const before = this.stops.length;
    const woken = new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    await move();
    if (this.stops.length === before && !this.finished) await woken;
    return this.stops.length > before ? this.stops.at(-1) : undefined;
  }

  start(): Promise<Stop | undefined> {
    return this.until(() => this.session.start());
  }
}

/** What the record of calls asks: runners in order. */
export function answeredBy(...runners: readonly TaskRunner[]): (call: TaskCall) => Answered | undefined {
  const named = runners.map((runner): NamedRunner => ({ source: 'runner', runner }));
  return (call) => firstAnswer(named, call);
}

/** The same execution without any debugger, run to its end. */
export async function plainRun(run: RunnableCase): Promise<Execution> {
  const execution = executionOf(run, runnersOf(run), {});
  execution.start();
  return execution.finished;
}

function runnersOf(run: RunnableCase): TaskRunner[] {
  return [mockedTasks(run.mocks ?? {}, run.mocksByInput), ...(run.tasks ?? [])];
}

export function executionOf(
  run: RunnableCase,
  tasks: readonly TaskRunner[],
  { observer, onFinish }: { observer?: Observer; onFinish?: (execution: Execution) => void },
  clock: Clock = new VirtualClock(0),
): Execution {
  const stateMachineArn = run.context?.stateMachineArn ?? 'arn:aws:states:us-east-1:123456789012:stateMachine:Machine';
  return new Execution({
    machine: compileMachine(run.definition),
    input: run.input === undefined ? {} : run.input,
    type: run.stateMachineType ?? 'STANDARD',
    stateMachineArn,
    executionArn: run.context?.executionArn ?? `${stateMachineArn.replace(':stateMachine:', ':execution:')}:run`,
    roleArn: run.context?.roleArn ?? 'arn:aws:iam::123456789012:role/Role',
    onFinish,
    environment: {
      clock,
      random: new SeededRandom(0),
      tasks,
      tokens: new TaskTokens(),
      observer,
      objects: memoryObjects({ ...run.files }),
      limits: AWS_LIMITS,
    },
  });
}

/** The history and outcome of an execution as text, to compare two runs byte by byte. */
export function outcomeText(execution: Execution): string {
  const { status, output, error, cause, recorder } = execution;
  return JSON.stringify({ status, output, error, cause, events: recorder.events });
}
