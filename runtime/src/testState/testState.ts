import { isObject, type Json, type JsonObject } from '../asl/json.ts';
import type { PhaseName } from '../asl/phaseFields.ts';
import type { Branch } from '../interpreter/branch.ts';
import { compileMachine } from '../interpreter/compile.ts';
import {
  type Environment,
  type FailureHandling,
  HOLD,
  type HttpExchange,
  type Observer,
} from '../interpreter/environment.ts';
import { matchesError } from '../interpreter/errorEquals.ts';
import { Execution } from '../interpreter/execution.ts';
import { Failure } from '../interpreter/failure.ts';
import type { CompiledMachine } from '../interpreter/machine.ts';
import { checkRequest, jsonMember, LONE_STATE, testedState, testedVariables } from './checks.ts';
import { type ErrorDetails, inspectionData, type ObservedPhases } from './inspection.ts';
import { type Notes, withMock } from './mockedWork.ts';
import type { TestStateRequest, TestStateResponse } from './request.ts';

/** What a test wants to be told while its state runs. */
export type TestWatch = Required<Pick<Environment, 'onExchange'>> & { readonly observer: Observer };

/** Who runs the test: ports and identity. */
export interface TestStateHost {
  environment(watch: TestWatch): Environment;
  readonly region: string;
  readonly accountId: string;
}

/**
 * TestState: runs one state and shows its phases. Rejects with TestStateError, `name` being the AWS error code, where the service refuses the
 * request. AWS Step Functions API Reference, "TestState".
 */
export async function testState(request: TestStateRequest, host: TestStateHost): Promise<TestStateResponse> {
  const { definition, machineLanguage } = testedState(request);
  checkRequest(request, definition);
  const numbers = new Map<string, number>();
  const values = new Map<string, Json>();
  const notes: Notes = { numbers, values };
  const machine = withMock(loneMachine(definition, machineLanguage), request, notes);
  const state = machine.stateNamed(LONE_STATE)!;
  const variables = testedVariables(request);
  const { outcome, observer, onFinish } = watch(values, request.stateConfiguration?.retrierRetryCount ?? 0);
  let exchange: HttpExchange | undefined;
  const environment = host.environment({
    observer,
    onExchange: (made) => {
      exchange = made;
    },
  });
  const { random } = environment;
  const prefix = (resource: string) => `arn:aws:states:${host.region}:${host.accountId}:${resource}`;
  const name = random.uuid();
  const input = jsonMember(request.input, {}, 'input');
  new Execution({
    machine,
    input,
    environment,
    type: 'STANDARD',
    synchronous: true,
    stateMachineArn: prefix(`stateMachine:${name}`),
    executionArn: prefix(`express:${name}:${random.uuid()}`),
    roleArn: request.roleArn,
    ...(request.context === undefined ? {} : { context: jsonMember(request.context, {}, 'context') }),
    variables,
    onFinish,
  }).start();
  const end = await outcome;
  if (notes.refusal) throw notes.refusal;
  const level = request.inspectionLevel ?? 'INFO';
  if (level === 'INFO') return end.response;
  const observed = {
    input,
    values,
    worked: end.worked,
    numbers,
    variables: Object.keys(variables).length > 0 ? variables : undefined,
    errorDetails: end.errorDetails,
    exchange: shownExchange(request, exchange),
  };
  return { ...end.response, inspectionData: inspectionData(state, observed) };
}

/** What the connection of an HTTP task adds to its request is shown only to those who ask for it. */
function shownExchange(
  { inspectionLevel, revealSecrets }: TestStateRequest,
  exchange: HttpExchange | undefined,
): ObservedPhases['exchange'] {
  if (inspectionLevel !== 'TRACE' || !exchange) return undefined;
  return { request: revealSecrets ? exchange.secretRequest : exchange.request, response: exchange.response };
}

interface TestEnd {
  readonly response: TestStateResponse;
  readonly worked: boolean;
  readonly errorDetails: ErrorDetails | undefined;
}

/** A machine of the one state, and a Pass state for every place that it may go to. */
function loneMachine(definition: JsonObject, machineLanguage: Json | undefined): CompiledMachine {
  const states: Record<string, Json> = {};
  for (const target of targets(definition)) states[target] = { Type: 'Pass', End: true };
  states[LONE_STATE] = definition;
  return compileMachine({
    ...(machineLanguage === undefined ? {} : { QueryLanguage: machineLanguage }),
    StartAt: LONE_STATE,
    States: states,
  });
}

function targets(definition: JsonObject): string[] {
  const listed = [definition.Choices, definition.Catch].flatMap((list) =>
    Array.isArray(list) ? list.filter(isObject) : [],
  );
  return [definition.Next, definition.Default, ...listed.map((entry) => entry.Next)].filter(
    (name) => typeof name === 'string',
  );
}

/** Notes the phases and stops the state before it is left. */
function watch(
  values: Map<string, Json>,
  retryCount: number,
): { outcome: Promise<TestEnd>; observer: Observer; onFinish: (execution: Execution) => void } {
  let end!: (end: TestEnd) => void;
  const outcome = new Promise<TestEnd>((resolve) => {
    end = resolve;
  });
  let worked = false;
  let caught: { failure: Failure; index: number } | undefined;
  let errorDetails: ErrorDetails | undefined;
  const observer: Observer = {
    onPhase: (branch, phase) => {
      if (branch.kind !== 'execution' || branch.execution.parent) return undefined;
      if (phase === 'input') {
        branch.retryCounts = branch.state.retry.map(() => retryCount);
        return undefined;
      }
      if (phase === 'result') worked = true;
      const value = valueAt(branch, phase);
      if (value !== undefined) values.set(phase, value);
      if (phase !== 'output') return undefined;
      const status = caught ? 'CAUGHT_ERROR' : 'SUCCEEDED';
      const next = branch.next?.name ?? branch.state.next;
      end({
        response: {
          status,
          output: JSON.stringify(branch.output),
          ...(caught ? errorOf(caught.failure) : {}),
          ...(next === undefined ? {} : { nextState: next }),
        },
        worked,
        errorDetails,
      });
      return HOLD;
    },
    onFailure: (branch, failure, handling) => {
      if (branch.kind !== 'execution' || branch.execution.parent) return undefined;
      errorDetails = detailsOf(branch, failure, handling);
      if (handling.kind === 'catch') {
        caught = { failure, index: handling.index };
        return undefined;
      }
      end({
        response: { status: handling.kind === 'retry' ? 'RETRIABLE' : 'FAILED', ...errorOf(failure) },
        worked,
        errorDetails,
      });
      return HOLD;
    },
  };
  // The execution has ended before the state was entered.
  const onFinish = ({ error, cause }: Execution) =>
    end({ response: { status: 'FAILED', ...errorOf(new Failure(error, cause)) }, worked, errorDetails });
  return { outcome, observer, onFinish };
}

function valueAt(branch: Branch, phase: PhaseName): Json | undefined {
  switch (phase) {
    case 'afterInputPath':
    case 'afterParameters':
    case 'afterArguments':
      return branch.effective;
    case 'result':
      return branch.result;
    case 'afterResultSelector':
    case 'afterResultPath':
      return branch.output;
    default:
      return undefined;
  }
}

/** Which retrier or catcher has to do with the failure; an exhausted retrier shows without an interval (recorded on AWS). */
function detailsOf(branch: Branch, failure: Failure, handling: FailureHandling): ErrorDetails | undefined {
  if (handling.kind === 'retry')
    return { retryIndex: handling.index, retryBackoffIntervalSeconds: handling.delaySeconds };
  if (handling.kind === 'catch') return { catchIndex: handling.index };
  const exhausted = branch.state.retry.findIndex((retrier) => matchesError(retrier.errorEquals, failure));
  return exhausted < 0 ? undefined : { retryIndex: exhausted };
}

function errorOf(failure: Failure): Pick<TestStateResponse, 'error' | 'cause'> {
  return {
    ...(failure.error === undefined ? {} : { error: failure.error }),
    ...(failure.cause === undefined ? {} : { cause: failure.cause }),
  };
}
