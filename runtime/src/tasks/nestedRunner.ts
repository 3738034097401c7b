import { isObject, type Json, type JsonObject } from '../asl/json.ts';
import type { TaskCall, TaskOutcome, TaskRunner } from '../interpreter/environment.ts';

/** How a child execution ended: the members of DescribeExecution, in upper case, without those that are absent. */
export type ChildEnd = JsonObject & { readonly Status: Json };

/** What starts executions of other machines. Rejects with an error whose `name` is the service's error code. */
export interface ChildExecutions {
  start(request: ChildRequest): Promise<{ readonly executionArn: string; readonly startTime: number }>;
  /** Resolves when the child has ended. */
  ended(executionArn: string): Promise<ChildEnd>;
  stop(executionArn: string): Promise<void>;
}

export interface ChildRequest {
  readonly stateMachineArn: string;
  readonly name?: string;
  readonly input: Json;
  /** The task that starts it: the same task asks for the same child, also after a restart. */
  readonly call: TaskCall;
}

/** Runs `states:startExecution` and its `.sync`, `.sync:2` and `.waitForTaskToken` forms by machines of the same server. */
export function nestedRunner(children: ChildExecutions): TaskRunner {
  return {
    run(call) {
      const { resourceType, action } = call.target;
      if (resourceType !== 'states' || action !== 'startExecution') return undefined;
      return run(children, call);
    },
  };
}

async function run(children: ChildExecutions, call: TaskCall): Promise<TaskOutcome> {
  const parameters = isObject(call.input) ? call.input : {};
  const { StateMachineArn: machine, Name: name } = parameters;
  if (typeof machine !== 'string')
    return unusable(call.input, "The field 'StateMachineArn' is required but was missing");
  try {
    const { executionArn, startTime } = await children.start({
      stateMachineArn: machine,
      ...(typeof name === 'string' ? { name } : {}),
      input: inputOf(parameters.Input),
      call,
    });
    const submitted = response(executionArn, startTime);
    const { pattern } = call.target;
    if (pattern === 'requestResponse') return { type: 'success', output: submitted };
    if (pattern === 'waitForTaskToken') return { type: 'callback', submitted };
    return { ...(await childEnd(children, call, executionArn)), submitted };
  } catch (thrown) {
    return serviceFailure(thrown as Error);
  }
}

async function childEnd(children: ChildExecutions, call: TaskCall, executionArn: string): Promise<TaskOutcome> {
  const stop = () => void children.stop(executionArn);
  call.signal.addEventListener('abort', stop, { once: true });
  const end = await children.ended(executionArn);
  call.signal.removeEventListener('abort', stop);
  if (end.Status !== 'SUCCEEDED') {
    return { type: 'failure', error: 'States.TaskFailed', cause: JSON.stringify(end) };
  }
  if (call.target.pattern === 'sync') return { type: 'success', output: end };
  // `.sync:2` shows input and output as JSON.
  return { type: 'success', output: { ...end, Input: parsed(end.Input), Output: parsed(end.Output) } };
}

/** Input of the child: JSON as it is, or text that holds JSON. */
function inputOf(written: Json | undefined): Json {
  if (written === undefined) return {};
  return typeof written === 'string' ? parsed(written) : written;
}

function parsed(text: Json | undefined): Json {
  if (typeof text !== 'string') return text ?? null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** Response of StartExecution as the optimized integration shows it. */
function response(executionArn: string, startTime: number): JsonObject {
  const headers = { 'Content-Type': 'application/x-amz-json-1.0' };
  return {
    ExecutionArn: executionArn,
    SdkHttpMetadata: {
      AllHttpHeaders: { 'Content-Type': ['application/x-amz-json-1.0'] },
      HttpHeaders: headers,
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: executionArn.slice(executionArn.lastIndexOf(':') + 1) },
    StartDate: startTime,
  };
}

/** An error of the service, worded as the SDK for Java does. */
function serviceFailure(error: Error): TaskOutcome {
  const name = `StepFunctions.${error.name.endsWith('Exception') ? error.name : `${error.name}Exception`}`;
  const tail = `(Service: AWSStepFunctions; Status Code: 400; Error Code: ${error.name}; Request ID: local; Proxy: null)`;
  return { type: 'failure', error: name, cause: `${error.message} ${tail}` };
}

function unusable(input: Json, problem: string): TaskOutcome {
  const cause = `The Parameters '${JSON.stringify(input)}' could not be used to start the Task: [${problem}]`;
  return { type: 'failure', error: 'States.Runtime', cause };
}
