import type { Json, JsonObject } from './asl/json.ts';
import { isObject } from './asl/json.ts';
import { jsonText } from './asl/jsonText.ts';
import { type HistoryEvent, historyEvents } from './history/api.ts';
import type { Recorder } from './history/recorder.ts';
import { awsIdentity } from './hosts/awsIdentity.ts';
import { realClock } from './hosts/realClock.ts';
import { compileMachine } from './interpreter/compile.ts';
import type { Clock, Environment, Limits, ObjectStore, Observer, TaskRunner } from './interpreter/environment.ts';
import { Execution, type ExecutionStatus, type StateMachineType } from './interpreter/execution.ts';
import { AWS_LIMITS, NO_LIMITS } from './interpreter/limits.ts';
import type { CompiledMachine } from './interpreter/machine.ts';
import { SeededRandom } from './interpreter/seededRandom.ts';
import { TaskTokens } from './interpreter/taskTokens.ts';
import { VirtualClock } from './interpreter/virtualClock.ts';
import { parseDocument } from './source/document.ts';
import { type Handlers, handlerTasks } from './tasks/handlers.ts';
import { type Files, memoryObjects } from './tasks/memoryObjects.ts';
import { type Mocks, type MocksByInput, mockedTasks } from './tasks/mocked.ts';
import { LONE_STATE } from './testState/checks.ts';
import type { TestStateRequest, TestStateResponse } from './testState/request.ts';
import { testState as runTestState } from './testState/testState.ts';
import { runProblems } from './validation/index.ts';

export type { HistoryEvent } from './history/api.ts';
export type { Observer } from './interpreter/environment.ts';
export { TaskTokens } from './interpreter/taskTokens.ts';
export type { TestStateRequest, TestStateResponse } from './testState/request.ts';
export { validateStateMachineDefinition } from './validation/aws.ts';
export { variableReferences } from './validation/variableReferences.ts';

/** A compiled definition: compile once, run thousands of times at once. */
export interface StateMachine {
  readonly compiled: CompiledMachine;
}

/** A definition that cannot be run, with what is wrong and where. */
export class InvalidDefinition extends Error {
  override readonly name = 'InvalidDefinition';
  constructor(
    message: string,
    readonly diagnostics: readonly DefinitionProblem[],
  ) {
    super(message);
  }
}

export interface DefinitionProblem {
  readonly message: string;
  /** Offsets in the definition's text. */
  readonly start: number;
  readonly end: number;
}

export interface CompileOptions {
  /** Format of the text; found out from it by default. */
  readonly format?: 'json' | 'yaml';
  /** What Express state machines cannot do is checked only when the type is known. */
  readonly type?: StateMachineType;
}

/**
 * Compiles the text of a definition, JSON or YAML. Throws InvalidDefinition, with every error and its place, when AWS would refuse it.
 */
export function compile(definition: string, options: CompileOptions = {}): StateMachine {
  const document = parseDocument(definition, options);
  const errors = runProblems(document, { type: options.type });
  if (errors.length > 0 || !isObject(document.value)) throw new InvalidDefinition(summary(definition, errors), errors);
  return { compiled: compileMachine(document.value) };
}

/** The first error with its line, and how many there are. */
function summary(text: string, errors: readonly DefinitionProblem[]): string {
  const [first] = errors;
  if (!first) return 'Invalid State Machine Definition: the definition must be an object.';
  const line = text.slice(0, first.start).split('\n').length;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return `Invalid State Machine Definition: line ${line}: ${first.message}${more}`;
}

export interface RunOptions {
  /** Text of a definition, or a machine that was compiled before. */
  readonly definition?: string;
  readonly machine?: StateMachine;
  /** The input as a JSON value (a string is that string); `{}` by default. */
  readonly input?: Json;
  readonly type?: StateMachineType;
  /** Started by StartSyncExecution. By default an EXPRESS execution that nobody named is. */
  readonly synchronous?: boolean;
  readonly mocks?: Mocks;
  readonly mocksByInput?: MocksByInput;
  readonly handlers?: Handlers;
  /** Runners that are asked after mocks and handlers. */
  readonly tasks?: readonly TaskRunner[];
  /** Objects for ItemReader and ResultWriter: `s3://bucket/key` to text or bytes. What is written is added. */
  readonly files?: Files;
  /** A store of objects instead of `files`: a folder, S3. */
  readonly objects?: ObjectStore;
  readonly clock?: 'virtual' | 'real' | Clock;
  /** Seed of random numbers, UUIDs and tokens. The same seed gives the same history, byte by byte. */
  readonly seed?: string | number;
  /** Quotas; `false` switches them off. */
  readonly limits?: false | Partial<Limits>;
  readonly observers?: readonly Observer[];
  readonly tokens?: TaskTokens;
  /** Aborting it is StopExecution. */
  readonly signal?: AbortSignal;
  readonly stateMachineArn?: string;
  readonly executionArn?: string;
  readonly roleArn?: string;
}

export interface RunResult {
  readonly status: Exclude<ExecutionStatus, 'RUNNING'>;
  /** JSON text. */
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  /** As GetExecutionHistory gives them. */
  readonly events: HistoryEvent[];
}

/** Runs an execution to its end. Rejects only when the definition is none (InvalidDefinition); every failure of the execution is a result. */
export function runExecution(options: RunOptions): Promise<RunResult> {
  try {
    const machine = options.machine ?? compile(options.definition ?? '', { type: options.type });
    const execution = startExecution(machine, options);
    if (execution.status !== 'RUNNING') return Promise.resolve(new Result(execution));
    return finish(execution, options.signal);
  } catch (error) {
    return Promise.reject(error);
  }
}

async function finish(execution: Execution, signal: AbortSignal | undefined): Promise<RunResult> {
  const stop = () => execution.stop(undefined, abortCause(signal));
  if (signal?.aborted) stop();
  else signal?.addEventListener('abort', stop, { once: true });
  await execution.finished;
  signal?.removeEventListener('abort', stop);
  return new Result(execution);
}

/** Answers of tasks for a TestState request without a mock of its own. */
export interface TestStateOptions {
  readonly mocks?: Mocks;
  readonly handlers?: Handlers;
  readonly tasks?: readonly TaskRunner[];
  readonly seed?: string | number;
}

/**
 * TestState: runs one state and shows its phases. Rejects with an Error whose `name` is the AWS error code (ValidationException, InvalidDefinition,
 * InvalidExecutionInput) where the service refuses the request.
 */
export function testState(request: TestStateRequest, options: TestStateOptions = {}): Promise<TestStateResponse> {
  const mocks = options.mocks && forLoneState(options.mocks, request.stateName);
  return runTestState(request, {
    ...awsIdentity(),
    environment: {
      clock: new VirtualClock(VIRTUAL_START),
      random: new SeededRandom(options.seed ?? 0),
      tasks: taskRunners({ ...options, mocks }),
      tokens: new TaskTokens(),
      objects: memoryObjects({}),
      limits: AWS_LIMITS,
    },
  });
}

/** The tested state goes by a name of the service's, its mocks by its own. */
function forLoneState(mocks: Mocks, stateName: string | undefined): Mocks {
  const own = stateName === undefined ? undefined : mocks[stateName];
  return own ? { ...mocks, [LONE_STATE]: own } : mocks;
}

/** When the virtual clock starts: a fixed instant, so that the same run twice shows the same times. */
const VIRTUAL_START = Date.UTC(2026, 0, 1);

function startExecution(machine: StateMachine, options: RunOptions): Execution {
  const type = options.type ?? 'STANDARD';
  const stateMachineArn = options.stateMachineArn ?? 'arn:aws:states:us-east-1:123456789012:stateMachine:StateMachine';
  const executionArn = options.executionArn ?? (() => newExecutionArn(stateMachineArn, type, options.seed ?? 0));
  return new Execution({
    machine: machine.compiled,
    input: options.input === undefined ? EMPTY : options.input,
    type,
    synchronous: options.synchronous ?? (type === 'EXPRESS' && isUnnamed(options.executionArn)),
    stateMachineArn,
    executionArn,
    roleArn: options.roleArn ?? 'arn:aws:iam::123456789012:role/StepFunctionsRole',
    environment: new RunEnvironment(options),
  }).start();
}

/** What the options say of an execution's surroundings. What many executions never ask for is made when it is asked for: thousands may run at once. */
class RunEnvironment implements Environment {
  readonly clock: Clock;
  readonly observer: Observer | undefined;
  readonly limits: Limits;
  private source: SeededRandom | undefined = undefined;
  private runners: readonly TaskRunner[] | undefined = undefined;
  private registry: TaskTokens | undefined;
  private store: ObjectStore | undefined;

  constructor(private readonly options: RunOptions) {
    this.clock = clockOf(options.clock);
    this.observer = options.observers && combined(options.observers);
    this.limits = limitsOf(options.limits);
    this.registry = options.tokens;
    this.store = options.objects;
  }

  get random(): SeededRandom {
    this.source ??= new SeededRandom(this.options.seed ?? 0);
    return this.source;
  }

  get tasks(): readonly TaskRunner[] {
    this.runners ??= taskRunners(this.options);
    return this.runners;
  }

  get tokens(): TaskTokens {
    this.registry ??= new TaskTokens();
    return this.registry;
  }

  get objects(): ObjectStore {
    this.store ??= memoryObjects(this.options.files ?? {});
    return this.store;
  }
}

const EMPTY: JsonObject = Object.freeze({});

/** Whether the service made the name up. */
function isUnnamed(executionArn: string | undefined): boolean {
  return (
    executionArn === undefined || /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(executionArn.split(':')[7] ?? '')
  );
}

/** The ARN has random numbers of its own: whether somebody asks for it must not change those of the execution. */
function newExecutionArn(stateMachineArn: string, type: StateMachineType, seed: string | number): string {
  const random = new SeededRandom(`${seed} execution`);
  const [arn, partition, service, region, account, , name] = stateMachineArn.split(':');
  const prefix = [arn, partition, service, region, account].join(':');
  return type === 'EXPRESS'
    ? `${prefix}:express:${name}:${random.uuid()}:${random.uuid()}`
    : `${prefix}:execution:${name}:${random.uuid()}`;
}

function limitsOf(limits: RunOptions['limits']): Limits {
  if (limits === false) return NO_LIMITS;
  return limits ? { ...AWS_LIMITS, ...limits } : AWS_LIMITS;
}

function clockOf(clock: RunOptions['clock']): Clock {
  if (typeof clock === 'object') return clock;
  return clock === 'real' ? realClock() : new VirtualClock(VIRTUAL_START);
}

function taskRunners(options: RunOptions): TaskRunner[] {
  const runners: TaskRunner[] = [];
  if (options.mocks || options.mocksByInput) runners.push(mockedTasks(options.mocks, options.mocksByInput));
  if (options.handlers) runners.push(handlerTasks(options.handlers));
  if (options.tasks) runners.push(...options.tasks);
  return runners;
}

/** One observer that asks several; any of them may hold a branch. */
function combined(observers: readonly Observer[]): Observer | undefined {
  if (observers.length <= 1) return observers[0];
  return {
    onEvent: (event, branch) => {
      for (const observer of observers) observer.onEvent?.(event, branch);
    },
    onBranchStart: (branch) => {
      for (const observer of observers) observer.onBranchStart?.(branch);
    },
    onBranchEnd: (branch) => {
      for (const observer of observers) observer.onBranchEnd?.(branch);
    },
    onPhase: (branch, phase) => observers.map((observer) => observer.onPhase?.(branch, phase)).find((hold) => hold),
    onFailure: (branch, failure, handling) =>
      observers.map((observer) => observer.onFailure?.(branch, failure, handling)).find((hold) => hold),
  };
}

function abortCause(signal: AbortSignal | undefined): string | undefined {
  return typeof signal?.reason === 'string' ? signal.reason : undefined;
}

/** The result of an execution. Keeps the events alone, not the execution: thousands of results may be held at once. The history is put into AWS's shape, and the output into text, when somebody looks at it. */
class Result implements RunResult {
  readonly status: RunResult['status'];
  declare readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  private readonly value: Json | undefined;
  private text: string | undefined;
  private readonly recorder: Recorder;
  private shaped: HistoryEvent[] | undefined;

  constructor(execution: Execution) {
    this.status = execution.status as RunResult['status'];
    this.value = execution.output;
    if (this.value !== undefined) Object.defineProperty(this, 'output', Result.OUTPUT);
    if (execution.error !== undefined) this.error = execution.error;
    if (execution.cause !== undefined) this.cause = execution.cause;
    this.recorder = execution.recorder;
  }

  /** A member of the result's own, so that copies have it, which makes the text at the first read. */
  private static readonly OUTPUT: PropertyDescriptor = {
    enumerable: true,
    configurable: true,
    get(this: Result): string {
      this.text ??= jsonText(this.value!);
      return this.text;
    },
  };

  get events(): HistoryEvent[] {
    this.shaped ??= historyEvents(this.recorder);
    return this.shaped;
  }

  toJSON() {
    const { status, output, error, cause, events } = this;
    return { status, output, error, cause, events };
  }
}
