import { isObject, type JsonObject } from './asl/json.ts';
import { awsIdentity } from './hosts/awsIdentity.ts';
import { compileMachine } from './interpreter/compile.ts';
import type { TaskRunner } from './interpreter/environment.ts';
import { Execution, type StateMachineType } from './interpreter/execution.ts';
import { SeededRandom } from './interpreter/seededRandom.ts';
import { RunEnvironment } from './run/environment.ts';
import type { RunOptions, StateMachine } from './run/options.ts';
import { Result, type RunResult } from './run/result.ts';
import { parseDocument } from './source/document.ts';
import type { Handlers } from './tasks/handlers.ts';
import type { Mocks } from './tasks/mocked.ts';
import { LONE_STATE } from './testState/checks.ts';
import type { TestStateRequest, TestStateResponse } from './testState/request.ts';
import { testState as runTestState } from './testState/testState.ts';
import { runProblems } from './validation/index.ts';

export type { HistoryEvent } from './history/api.ts';
export type { Observer } from './interpreter/environment.ts';
export { TaskTokens } from './interpreter/taskTokens.ts';
export type { RunOptions, StateMachine } from './run/options.ts';
export type { RunResult } from './run/result.ts';
export type { TestStateRequest, TestStateResponse } from './testState/request.ts';
export { validateStateMachineDefinition } from './validation/aws.ts';
export { variableReferences } from './validation/variableReferences.ts';

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
    environment: ({ observer, onExchange }) =>
      Object.assign(new RunEnvironment({ ...options, mocks, observers: [observer] }), { onExchange }),
  });
}

/** The tested state goes by a name of the service's, its mocks by its own. */
function forLoneState(mocks: Mocks, stateName: string | undefined): Mocks {
  const own = stateName === undefined ? undefined : mocks[stateName];
  return own ? { ...mocks, [LONE_STATE]: own } : mocks;
}

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

function abortCause(signal: AbortSignal | undefined): string | undefined {
  return typeof signal?.reason === 'string' ? signal.reason : undefined;
}
