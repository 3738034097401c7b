import { isObject, type Json, type JsonObject } from '../asl/json.ts';
import { taskTarget } from '../interpreter/taskTarget.ts';
import { type AwsDiagnostic, refusalText, validateStateMachineDefinition } from '../validation/aws.ts';
import { mockProblem } from './mockSchema.ts';
import { TestStateError, type TestStateRequest } from './request.ts';

/** A state to be tested, with what its machine says about it. */
export interface TestedState {
  readonly definition: JsonObject;
  readonly machineLanguage: Json | undefined;
}

/** Name of a state that is tested by itself. */
export const LONE_STATE = 'StateName';

/** Parses the definition and finds the state; throws TestStateError as the service refuses. */
export function testedState(request: TestStateRequest): TestedState {
  const parsed = parse(request.definition);
  if (!isObject(parsed))
    throw invalidDefinition(validateStateMachineDefinition({ definition: request.definition }).diagnostics);
  if (request.stateName === undefined) {
    checkSchema({ StartAt: LONE_STATE, States: { [LONE_STATE]: parsed } }, LONE_STATE);
    return { definition: parsed, machineLanguage: undefined };
  }
  const found = findState(parsed, request.stateName, '');
  if (!found) throw refused('State not found in definition');
  checkSchema(parsed, request.stateName);
  return { definition: found, machineLanguage: parsed.QueryLanguage };
}

/** Throws where the request asks for what TestState does not do. */
export function checkRequest(request: TestStateRequest, state: JsonObject): void {
  const { mock, stateConfiguration } = request;
  const type = String(state.Type);
  if (mock) checkMock(request, state, type);
  else {
    if (stateConfiguration?.mapIterationFailureCount !== undefined) {
      throw refused('TestState does not support MapIterationFailureCount when a mock is not specified.');
    }
    if (needsMock(state, type)) {
      throw new TestStateError(
        'InvalidDefinition',
        'TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]',
      );
    }
    if (type === 'Task' && request.roleArn === undefined)
      throw refused('RoleArn must be specified when testing a Task state');
    if (request.context !== undefined)
      throw refused('TestState does not support a context object when a mock is not specified.');
  }
  if (request.context !== undefined) checkContext(request.context, state, type);
}

/** Parsed JSON text of a member, or the service's refusal. */
export function jsonMember(text: string | undefined, fallback: Json, what: string): Json {
  if (text === undefined) return fallback;
  const value = parse(text);
  if (value === undefined)
    throw new TestStateError(
      what === 'input' ? 'InvalidExecutionInput' : 'ValidationException',
      `The ${what} must be valid JSON`,
    );
  return value;
}

/** The request's variables. */
export function testedVariables(request: TestStateRequest): JsonObject {
  const variables = jsonMember(request.variables, {}, 'variables');
  if (!isObject(variables)) throw refused('The variables must be a JSON object');
  return variables;
}

function checkMock(request: TestStateRequest, state: JsonObject, type: string): void {
  const mock = request.mock!;
  if (!MOCKABLE.has(type)) throw refused(`State type '${type}' is not supported when a mock is specified`);
  if (mock.result !== undefined && mock.errorOutput !== undefined) {
    throw refused('A test mock should have only one of the following fields: [result, errorOutput].');
  }
  if (request.revealSecrets) throw refused('TestState does not support RevealSecrets when a mock is specified.');
  if (mock.result === undefined) return;
  const result = parse(mock.result);
  if (result === undefined) throw refused('Mocked result must be valid JSON');
  const problem = resultProblem(request, state, type, result);
  if (problem !== undefined) throw refused(problem);
}

const MOCKABLE: ReadonlySet<string> = new Set(['Task', 'Map', 'Parallel']);

function resultProblem(request: TestStateRequest, state: JsonObject, type: string, result: Json): string | undefined {
  if (type === 'Map') {
    if (state.ResultWriter !== undefined) return isObject(result) ? undefined : 'Mocked result must be a JSON object.';
    return Array.isArray(result) ? undefined : 'Mocked result must be an array.';
  }
  if (type === 'Parallel') {
    if (!Array.isArray(result)) return 'Mocked result must be an array.';
    const branches = Array.isArray(state.Branches) ? state.Branches.length : 0;
    return result.length === branches
      ? undefined
      : 'Mocked result must contain the same number of items as number of Parallel branches.';
  }
  const problem = mockProblem(String(state.Resource), result, request.mock?.fieldValidationMode ?? 'STRICT');
  return problem === undefined ? undefined : `Mock result schema validation error: ${problem}`;
}

function needsMock(state: JsonObject, type: string): boolean {
  if (type === 'Map' || type === 'Parallel') return true;
  if (type !== 'Task') return false;
  const target = taskTarget(String(state.Resource));
  return target.kind === 'activity' || target.pattern !== 'requestResponse';
}

/** Members of a given context object and, for those that are checked, of their members. */
const CONTEXT_MEMBERS: Readonly<Record<string, readonly string[] | undefined>> = {
  Execution: ['Id', 'Input', 'Name', 'RoleArn', 'StartTime', 'RedriveCount', 'RedriveTime'],
  State: ['EnteredTime', 'Name', 'RetryCount'],
  StateMachine: ['Id', 'Name'],
  Task: ['Token'],
};
/** Members whose values are no texts. */
const NOT_TEXT: ReadonlySet<string> = new Set(['Execution.Input', 'Execution.RedriveCount', 'State.RetryCount']);

function checkContext(text: string, state: JsonObject, type: string): void {
  const refuse = (problem: string) => refused(`Invalid Context object provided: ${problem}`);
  const context = parse(text);
  if (!isObject(context)) throw refuse('Context must be a JSON object');
  if (context.Map !== undefined) throw refuse("'Map' field is not supported when mocking a Context object");
  for (const [name, member] of Object.entries(context)) {
    const allowed = Object.hasOwn(CONTEXT_MEMBERS, name) ? CONTEXT_MEMBERS[name] : undefined;
    if (!allowed) throw refuse(`Field '${name}' is not allowed`);
    if (!isObject(member)) throw refuse(`${name} must be an object`);
    for (const [inner, value] of Object.entries(member)) {
      if (!allowed.includes(inner)) throw refuse(`Field '${inner}' is not allowed`);
      const number = inner === 'RedriveCount' || inner === 'RetryCount';
      if (number ? typeof value !== 'number' : !NOT_TEXT.has(`${name}.${inner}`) && typeof value !== 'string') {
        throw refuse(`${name}.${inner} must be a ${number ? 'number' : 'string'}`);
      }
    }
  }
  if (
    context.Task !== undefined &&
    (type !== 'Task' || taskTarget(String(state.Resource)).pattern === 'requestResponse')
  ) {
    throw refuse(
      "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern",
    );
  }
}

/** The state of that name at any depth. */
function findState(machine: JsonObject, name: string, pointer: string): JsonObject | undefined {
  if (!isObject(machine.States)) return undefined;
  for (const [stateName, state] of Object.entries(machine.States)) {
    if (!isObject(state)) continue;
    if (stateName === name) return state;
    const inner = [state.ItemProcessor, state.Iterator, ...(Array.isArray(state.Branches) ? state.Branches : [])];
    for (const candidate of inner) {
      const found = candidate !== undefined && isObject(candidate) ? findState(candidate, name, pointer) : undefined;
      if (found) return found;
    }
  }
  return undefined;
}

/** The state's own schema problems, worded as CreateStateMachine words them. */
function checkSchema(machine: JsonObject, name: string): void {
  const { diagnostics } = validateStateMachineDefinition({ definition: JSON.stringify(machine) });
  const own = diagnostics.filter(
    (diagnostic) =>
      diagnostic.severity === 'ERROR' &&
      diagnostic.code !== 'MISSING_TRANSITION_TARGET' &&
      diagnostic.code !== 'MISSING_END_STATE' &&
      `${diagnostic.location ?? ''}/`.includes(`/States/${name}/`),
  );
  if (own.length > 0) throw invalidDefinition(own);
}

function invalidDefinition(diagnostics: readonly AwsDiagnostic[]): TestStateError {
  return new TestStateError('InvalidDefinition', refusalText(diagnostics));
}

function refused(message: string): TestStateError {
  return new TestStateError('ValidationException', message);
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
