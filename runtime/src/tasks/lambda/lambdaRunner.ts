import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../../asl/json.ts';
import type { TaskCall, TaskOutcome, TaskRunner } from '../../interpreter/environment.ts';
import { callOfFunction, functionFailure, functionName, functionResponse } from './functionCall.ts';
import { FunctionPool } from './functionPool.ts';
import { hasBootstrap } from './handlerCommand.ts';
import type { HandlerDebug } from './handlerDebug.ts';
import { runCommand } from './lambdaCommand.ts';
import { invokeEndpoint } from './lambdaEndpoint.ts';
import type { HandlerOutput, Invocation, InvocationResult, LambdaFunction } from './lambdaFunction.ts';

export interface LambdaRunnerOptions {
  /** The function of that name, if there is one here; asked at every call. */
  readonly functionNamed: (name: string) => LambdaFunction | undefined;
  readonly output: HandlerOutput;
  /** Region and account for functions that are named without them. */
  readonly region?: string;
  readonly account?: string;
  /** Processes of one function at the same time. */
  readonly maxProcesses?: number;
  /** Whether, and how, the handler of a call is debugged. */
  readonly debug?: (call: TaskCall) => HandlerDebug | undefined;
}

export interface LambdaRunner extends TaskRunner {
  /** Ends the handlers' processes. Resolves when everything that they printed has been passed on. */
  close(): Promise<void>;
}

/**
 * Runs Lambda tasks by handlers on this machine: function ARNs, `lambda:invoke` (with `.waitForTaskToken`) and `aws-sdk:lambda:invoke`. Tasks of
 * functions that it does not know are left to others.
 */
export function lambdaRunner(options: LambdaRunnerOptions): LambdaRunner {
  const pools = new Map<LambdaFunction, FunctionPool>();

  const invoke = (lambda: LambdaFunction, invocation: Invocation): Promise<InvocationResult> => {
    if (lambda.endpoint !== undefined) return invokeEndpoint(lambda, lambda.endpoint, invocation);
    if (lambda.command !== undefined) return runCommand(lambda, lambda.command, invocation, options.output);
    if (!hasBootstrap(lambda.runtime)) return Promise.resolve(unknownRuntime(lambda));
    const pool = pools.get(lambda) ?? new FunctionPool(lambda, options);
    pools.set(lambda, pool);
    return pool.invoke(invocation);
  };

  return {
    run(call) {
      const wanted = callOfFunction(call);
      const lambda = wanted && options.functionNamed(functionName(wanted.functionName));
      if (!wanted || !lambda) return undefined;
      const { region = 'us-east-1', account = '123456789012' } = options;
      const invocation: Invocation = {
        requestId: randomUUID(),
        event: JSON.stringify(wanted.payload),
        functionArn: wanted.functionName.startsWith('arn:')
          ? wanted.functionName
          : `arn:aws:lambda:${region}:${account}:function:${lambda.name}`,
        state: call.state,
        // An event that nobody waits for goes on when the execution ends.
        signal: wanted.asynchronous ? undefined : call.signal,
        debug: isOurProcess(lambda) ? options.debug?.(call) : undefined,
      };
      const result = invoke(lambda, invocation);
      if (wanted.asynchronous)
        return Promise.resolve(answered(call, functionResponse(invocation.requestId, 202, undefined)));
      return result.then((outcome) => outcomeOf(call, invocation, outcome));
    },
    async close() {
      const closing = [...pools.values()].map((pool) => pool.close());
      pools.clear();
      await Promise.all(closing);
    },
  };
}

/** Whether the handler runs in a process that our own bootstrap started. */
function isOurProcess({ endpoint, command, runtime }: LambdaFunction): boolean {
  return endpoint === undefined && command === undefined && hasBootstrap(runtime);
}

function outcomeOf(call: TaskCall, invocation: Invocation, result: InvocationResult): TaskOutcome {
  if (result.kind === 'serviceError') return { type: 'failure', error: result.error, cause: result.message };
  if (result.kind === 'functionError') return functionFailure(call, result.payload);
  if (call.target.kind === 'lambda') return { type: 'success', output: result.value };
  if (call.target.resourceType === 'aws-sdk:lambda') {
    const output = { ExecutedVersion: '$LATEST', Payload: result.payload, StatusCode: 200 };
    return { type: 'success', output };
  }
  return answered(call, functionResponse(invocation.requestId, 200, result.value));
}

function answered(call: TaskCall, output: JsonObject): TaskOutcome {
  if (call.target.pattern === 'waitForTaskToken') return { type: 'callback', submitted: output };
  return { type: 'success', output };
}

function unknownRuntime(lambda: LambdaFunction): InvocationResult {
  const message = `The function ${lambda.name} has the runtime '${lambda.runtime ?? ''}', which does not run here by itself. Give it a "command" or an "endpoint" (sam local start-lambda), mock the state, or allow AWS.`;
  return { kind: 'serviceError', error: 'Lambda.InvalidRuntimeException', message };
}
