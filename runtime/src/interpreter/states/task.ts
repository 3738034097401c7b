import { isObject, type Json, type JsonObject } from '../../asl/json.ts';
import { ExpressionFailure } from '../../expressions/failure.ts';
import { compileTemplate } from '../../expressions/payloadTemplate.ts';
import type { Branch } from '../branch.ts';
import type { TaskCall, TaskOutcome, TaskTarget } from '../environment.ts';
import { withoutUndefined } from '../execution.ts';
import { type NumberReader, numberField, typedField } from '../fields.ts';
import type { CompiledState, Phase, PhaseOutcome } from '../machine.ts';
import {
  argumentsPhases,
  type Evaluated,
  inputAndResult,
  inputPathPhases,
  jsonataOutputPhases,
  parametersPhases,
  phase,
  resultPhases,
  whenEvaluated,
} from '../phases.ts';
import { engineFailure } from '../runState.ts';
import { TaskAttempt, thrownFailure } from '../taskAttempt.ts';
import { taskEvents } from '../taskEvents.ts';
import { taskTarget } from '../taskTarget.ts';

interface TaskFields {
  readonly resource: string;
  readonly target: TaskTarget;
  readonly timeout: NumberReader | undefined;
  readonly heartbeat: NumberReader | undefined;
  readonly roleArn: ((branch: Branch) => Evaluated) | undefined;
}

/** Task: Amazon States Language, "Task State". */
export function taskPhases(definition: JsonObject, queryLanguage: string): Phase[] {
  const resource = String(definition.Resource);
  const fields: TaskFields = {
    resource,
    target: taskTarget(resource),
    timeout: numberField(definition, queryLanguage, { name: 'TimeoutSeconds', kind: 'integer' }),
    heartbeat: numberField(definition, queryLanguage, { name: 'HeartbeatSeconds', kind: 'integer' }),
    roleArn: credentials(definition, queryLanguage),
  };
  const work = phase('result', (branch) => evaluateFields(branch, fields));
  if (queryLanguage === 'JSONata') {
    return [...argumentsPhases(definition), work, ...jsonataOutputPhases(definition, inputAndResult)];
  }
  return [...inputPathPhases(definition), ...parametersPhases(definition), work, ...resultPhases(definition)];
}

/** Tasks that can be answered by a token; the context object shows it in `.waitForTaskToken` and `.sync` tasks (recorded on AWS). */
export function taskTokenOf(resource: string): CompiledState['taskToken'] {
  const target = taskTarget(resource);
  if (target.kind === 'activity') return 'hidden';
  return target.pattern === 'requestResponse' ? 'none' : 'shown';
}

function credentials(definition: JsonObject, queryLanguage: string): ((branch: Branch) => Evaluated) | undefined {
  const { Credentials: owner } = definition;
  if (!isObject(owner)) return undefined;
  if (queryLanguage === 'JSONata') return typedField(owner.RoleArn ?? null, 'Credentials/RoleArn', 'string');
  const template = compileTemplate(owner);
  return (branch) => {
    const value = template.evaluate(branch.evaluation.at(branch.input));
    return value instanceof ExpressionFailure ? value : ((value as JsonObject).RoleArn ?? null);
  };
}

function evaluateFields(branch: Branch, fields: TaskFields): PhaseOutcome | Promise<PhaseOutcome> {
  if (!fields.timeout && !fields.heartbeat && !fields.roleArn)
    return start(branch, fields, undefined, undefined, undefined);
  return optional(fields.timeout?.(branch, branch.input), (timeout) =>
    optional(fields.heartbeat?.(branch, branch.input), (heartbeat) =>
      optional(fields.roleArn?.(branch), (roleArn) =>
        start(
          branch,
          fields,
          timeout as number | undefined,
          heartbeat as number | undefined,
          roleArn as string | undefined,
        ),
      ),
    ),
  );
}

function optional(
  value: Evaluated | undefined,
  use: (value: Json | undefined) => PhaseOutcome | Promise<PhaseOutcome>,
): PhaseOutcome | Promise<PhaseOutcome> {
  return value === undefined ? use(undefined) : whenEvaluated(value, use);
}

function start(
  branch: Branch,
  fields: TaskFields,
  timeoutSeconds: number | undefined,
  heartbeatSeconds: number | undefined,
  credentialsRoleArn: string | undefined,
): PhaseOutcome {
  const { execution } = branch;
  let controller: AbortController | undefined;
  const call: TaskCall = {
    state: branch.state.name,
    branch,
    resource: fields.resource,
    target: fields.target,
    input: branch.effective,
    attempt: branch.attempt,
    taskToken: branch.taskToken,
    timeoutSeconds,
    heartbeatSeconds,
    credentialsRoleArn,
    get signal() {
      controller ??= new AbortController();
      return controller.signal;
    },
  };
  const answer = ask(branch, call);
  if (answer === undefined) return nobodyAnswers(branch, fields);
  // Parameters that do not fit their integration are refused before anything is scheduled (recorded on AWS).
  if (!(answer instanceof Promise) && answer.type === 'failure' && answer.error === 'States.Runtime') {
    return engineFailure(branch, 'States.Runtime', withoutPrefix(answer.cause ?? ''));
  }
  const events = taskEvents(fields.target);
  const schedule = events.scheduled(fields.resource, branch.effective, regionOf(execution.executionArn));
  execution.record(
    branch,
    `${events.family}Scheduled`,
    withoutUndefined({
      ...schedule,
      timeoutInSeconds: timeoutSeconds,
      heartbeatInSeconds: heartbeatSeconds,
      taskCredentials: credentialsRoleArn === undefined ? undefined : { roleArn: credentialsRoleArn },
    }),
  );
  return new TaskAttempt(branch, call, events, () => controller?.abort()).begin(answer);
}

/** Asks the runners in order. A throw is a failure with the thrown error's name, as a Lambda function's would be. */
function ask(branch: Branch, call: TaskCall): TaskOutcome | Promise<TaskOutcome> | undefined {
  for (const runner of branch.execution.environment.tasks) {
    try {
      const answer = runner.run(call);
      if (answer !== undefined) return answer;
    } catch (thrown) {
      return thrownFailure(thrown);
    }
  }
  return undefined;
}

function nobodyAnswers(branch: Branch, fields: TaskFields): PhaseOutcome {
  if (fields.target.kind === 'activity') {
    return engineFailure(branch, 'States.Runtime', `The activity ${fields.resource} does not exist.`);
  }
  return engineFailure(
    branch,
    'States.Runtime',
    `Nothing answers the task '${branch.state.name}' (${fields.resource}). Give it a mocked response in a mock file (MockConfigFile.json), a local handler, or permission to call AWS.`,
  );
}

function withoutPrefix(cause: string): string {
  return cause.replace(/^An error occurred while executing the state '.*?' \(entered at the event id #\d+\)\. /s, '');
}

function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}
