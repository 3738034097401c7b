import { isObject, type Json, type JsonObject } from '../asl/json.ts';
import type { TaskCall, TaskOutcome, TaskRunner } from '../interpreter/environment.ts';

/**
 * Mocked responses by state name and number of invocation: `{"Charge": {"0": {...}, "1-2": {...}, "*": {...}}}`. The number counts the starts of
 * that state in the whole execution, retries and iterations included; a range is inclusive; `*` is every invocation without an entry of its own.
 */
export type Mocks = Readonly<Record<string, Readonly<Record<string, MockedResponse>>>>;

/** The same responses found by the task's input instead of by number. */
export type MocksByInput = Readonly<Record<string, readonly (MockedResponse & { readonly input: Json })[]>>;

/** One answer of a task: `Return` or `Throw` as in Step Functions Local's MockConfigFile.json, and what only we know. */
export interface MockedResponse {
  readonly Return?: Json;
  readonly Throw?: { readonly Error?: string; readonly Cause?: string };
  /** Output of TaskSubmitted in `.sync` and `.waitForTaskToken` tasks. */
  readonly Submitted?: Json;
  /** Never answers in time. */
  readonly TimesOut?: boolean;
  /** The execution ended first. */
  readonly NoResponse?: boolean;
  /** Returns its input. */
  readonly Identity?: boolean;
  /** Failure event other than the plain `...Failed`. */
  readonly Event?: string;
  readonly WorkerName?: string;
  /** Seconds on the execution's clock that the task takes. */
  readonly DurationSeconds?: number;
}

/** Answers tasks from mocked responses. Tasks without any are left to the next runner. */
export function mockedTasks(mocks: Mocks | undefined, byInput: MocksByInput | undefined): TaskRunner {
  const compiled = new Map(Object.entries(mocks ?? {}).map(([state, steps]) => [state, compileSteps(steps)]));
  return {
    run: (call) => {
      const steps = compiled.get(call.state);
      const inputs = byInput?.[call.state];
      if (!steps && !inputs) return undefined;
      const { taskCounts } = call.branch.execution;
      const count = taskCounts.get(call.state) ?? 0;
      taskCounts.set(call.state, count + 1);
      const response = steps?.(count) ?? inputs?.find((candidate) => sameJson(candidate.input, call.input));
      if (response) return outcomeOf(response, call);
      return {
        type: 'failure',
        error: 'States.Runtime',
        cause: `The mocked responses of '${call.state}' end before its invocation number ${count}. Add a step "${count}" to them.`,
      };
    },
  };
}

/** Mocks of one test case of a MockConfigFile, or a text that says why there are none. */
export function mocksOfTestCase(file: Json, stateMachine: string, testCase: string): Mocks | string {
  if (!isObject(file) || !isObject(file.StateMachines)) return 'The mock file has no StateMachines.';
  const machine = file.StateMachines[stateMachine];
  if (!isObject(machine))
    return `The mock file has no state machine '${stateMachine}'. It has: ${Object.keys(file.StateMachines).join(', ') || 'none'}.`;
  const cases = isObject(machine.TestCases) ? machine.TestCases : {};
  const chosen = cases[testCase];
  if (!isObject(chosen))
    return `The mock file has no test case '${testCase}' for '${stateMachine}'. It has: ${Object.keys(cases).join(', ') || 'none'}.`;
  const responses = isObject(file.MockedResponses) ? file.MockedResponses : {};
  const mocks: Record<string, Record<string, MockedResponse>> = {};
  for (const [state, name] of Object.entries(chosen)) {
    const steps = responses[String(name)];
    if (!isObject(steps))
      return `The mock file has no mocked response '${name}', which test case '${testCase}' names for state '${state}'.`;
    mocks[state] = steps as unknown as Record<string, MockedResponse>;
  }
  return mocks;
}

type Steps = (count: number) => MockedResponse | undefined;

function compileSteps(steps: Readonly<Record<string, MockedResponse>>): Steps {
  const ranges: { from: number; to: number; response: MockedResponse }[] = [];
  for (const [key, response] of Object.entries(steps)) {
    const range = /^(\d+)(?:-(\d+))?$/.exec(key.trim());
    if (range) ranges.push({ from: Number(range[1]), to: Number(range[2] ?? range[1]), response });
  }
  const always = steps['*'];
  return (count) => ranges.find((range) => count >= range.from && count <= range.to)?.response ?? always;
}

function outcomeOf(response: MockedResponse, call: TaskCall): TaskOutcome {
  const progress = {
    ...(response.Submitted === undefined ? {} : { submitted: response.Submitted }),
    ...(response.WorkerName === undefined ? {} : { workerName: response.WorkerName }),
    ...(response.DurationSeconds === undefined ? {} : { durationSeconds: response.DurationSeconds }),
  };
  if (response.TimesOut || response.NoResponse) return { type: 'unanswered', ...progress };
  if (response.Throw) {
    return {
      type: 'failure',
      error: response.Throw.Error,
      cause: response.Throw.Cause,
      event: response.Event,
      ...progress,
    };
  }
  return { type: 'success', output: response.Identity ? call.input : (response.Return ?? null), ...progress };
}

function sameJson(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => sameJson(item, b[index]!));
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => name in b && sameJson(a[name]!, (b as JsonObject)[name]!))
  );
}
