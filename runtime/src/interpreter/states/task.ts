import { isObject, type Json, type JsonObject } from '../../asl/json.ts';
import { ExpressionFailure } from '../../expressions/failure.ts';
import { isJsonataString } from '../../expressions/jsonata.ts';
import { compileTemplate } from '../../expressions/payloadTemplate.ts';
import type { Branch } from '../branch.ts';
import type { TaskCall, TaskOutcome, TaskTarget } from '../environment.ts';
import { type NumberField, numberField, typedField } from '../fields.ts';
import { inputLimitFailure, LONGEST_TIMEOUT_SECONDS } from '../limits.ts';
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
import { TaskAttempt } from '../taskAttempt.ts';
import { recordScheduled, type ScheduledTask, type TaskEvents, taskEvents } from '../taskEvents.ts';
import { isImmediate, settleTask, thrownFailure } from '../taskOutcome.ts';
import { taskTarget } from '../taskTarget.ts';

interface TaskResource {
  readonly resource: string;
  readonly target: TaskTarget;
  readonly events: TaskEvents;
  /** The work of a state that says nothing but its resource: one serves them all. */
  readonly plainWork: Phase;
}

/** What a task may say beside its resource, as it is at an attempt. */
interface TaskSettings {
  readonly timeoutSeconds?: number | undefined;
  readonly heartbeatSeconds?: number | undefined;
  readonly credentialsRoleArn?: string | undefined;
}

const NO_SETTINGS: TaskSettings = {};

/** Evaluates the settings of a task, and goes on with them. */
export type SettingsReader = (
  branch: Branch,
  use: (settings: TaskSettings) => PhaseOutcome | Promise<PhaseOutcome>,
) => PhaseOutcome | Promise<PhaseOutcome>;

/** Task: Amazon States Language, "Task State". */
export function taskPhases(definition: JsonObject, queryLanguage: string): Phase[] {
  const resource = resourceOf(String(definition.Resource));
  const settings = settingsReader(definition, queryLanguage);
  const work = settings
    ? phase('result', (branch) => settings(branch, (known) => start(branch, resource, known)))
    : resource.plainWork;
  if (queryLanguage === 'JSONata') {
    return [...taskArguments(definition, resource), work, ...jsonataOutputPhases(definition, inputAndResult)];
  }
  return [...inputPathPhases(definition), ...parametersPhases(definition), work, ...resultPhases(definition)];
}

/** An integration is called with an object, a function or an activity with anything. */
function taskArguments(definition: JsonObject, { target }: TaskResource): Phase[] {
  const { Arguments: written } = definition;
  if (target.kind !== 'integration' || written === undefined || !isJsonataString(written))
    return argumentsPhases(definition);
  const evaluate = typedField(written, 'Arguments', 'object');
  return [
    phase('afterArguments', (branch) =>
      whenEvaluated(evaluate(branch), (value) => {
        branch.effective = value;
        return undefined;
      }),
    ),
  ];
}

/** Seconds that a task may take, or be silent: AWS Step Functions Developer Guide, "Task". */
function duration(seconds: number, name: string): string | undefined {
  return seconds < 1 || seconds > LONGEST_TIMEOUT_SECONDS
    ? `${name} must be between 1 and ${LONGEST_TIMEOUT_SECONDS}.`
    : undefined;
}

const TIMEOUT: NumberField = { name: 'TimeoutSeconds', kind: 'integer', check: duration };
const HEARTBEAT: NumberField = { name: 'HeartbeatSeconds', kind: 'integer', check: duration };

/** Machines name the same few resources again and again: each is taken apart once. */
const resources = new Map<string, TaskResource>();
const MOST_RESOURCES = 1_000;

function resourceOf(resource: string): TaskResource {
  let known = resources.get(resource);
  if (!known) {
    if (resources.size >= MOST_RESOURCES) resources.clear();
    known = taskResource(resource);
    resources.set(resource, known);
  }
  return known;
}

function taskResource(resource: string): TaskResource {
  const target = taskTarget(resource);
  const own: TaskResource = {
    resource,
    target,
    events: taskEvents(target),
    plainWork: phase('result', (branch) => start(branch, own, NO_SETTINGS)),
  };
  return own;
}

/** Tasks that can be answered by a token; the context object shows it in `.waitForTaskToken` and `.sync` tasks (recorded on AWS). */
export function taskTokenOf(resource: string): CompiledState['taskToken'] {
  const { target } = resourceOf(resource);
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
    if (value instanceof ExpressionFailure) return value;
    const { RoleArn: roleArn } = value as JsonObject;
    return typeof roleArn === 'string' || roleArn === undefined
      ? (roleArn ?? null)
      : new ExpressionFailure(
          'States.Runtime',
          `The RoleArn of Credentials must be a string: ${JSON.stringify(roleArn)}`,
        );
  };
}

/** Reads TimeoutSeconds, HeartbeatSeconds and Credentials; undefined where the definition has none of them. */
export function settingsReader(definition: JsonObject, queryLanguage: string): SettingsReader | undefined {
  const timeout = numberField(definition, queryLanguage, TIMEOUT);
  const heartbeat = numberField(definition, queryLanguage, HEARTBEAT);
  const roleArn = credentials(definition, queryLanguage);
  if (!timeout && !heartbeat && !roleArn) return undefined;
  return (branch, use) =>
    optional(timeout?.(branch, branch.input), (timeoutValue) =>
      optional(heartbeat?.(branch, branch.input), (heartbeatValue) =>
        optional(roleArn?.(branch), (role) => {
          const timeoutSeconds = timeoutValue as number | undefined;
          const heartbeatSeconds = heartbeatValue as number | undefined;
          if (heartbeatSeconds !== undefined && timeoutSeconds !== undefined && heartbeatSeconds >= timeoutSeconds)
            return heartbeatFailure(branch);
          return use({ timeoutSeconds, heartbeatSeconds, credentialsRoleArn: role as string | undefined });
        }),
      ),
    );
}

function optional(
  value: Evaluated | undefined,
  use: (value: Json | undefined) => PhaseOutcome | Promise<PhaseOutcome>,
): PhaseOutcome | Promise<PhaseOutcome> {
  return value === undefined ? use(undefined) : whenEvaluated(value, use);
}

/** A heartbeat that is not missed before the time is out would mean nothing. */
function heartbeatFailure(branch: Branch): ExpressionFailure {
  const error = branch.state.queryLanguage === 'JSONata' ? 'States.QueryEvaluationError' : 'States.Runtime';
  return new ExpressionFailure(error, 'HeartbeatSeconds must be smaller than TimeoutSeconds.', 'HeartbeatSeconds');
}

function start(branch: Branch, resource: TaskResource, settings: TaskSettings): PhaseOutcome {
  const tooLarge = inputLimitFailure(branch);
  if (tooLarge) return tooLarge;
  const call = new Call(branch, resource, settings);
  const answer = ask(branch, call);
  if (answer === undefined) return nobodyAnswers(branch, resource);
  // Parameters that do not fit their integration are refused before anything is scheduled (recorded on AWS).
  if (!(answer instanceof Promise) && answer.type === 'failure' && answer.error === 'States.Runtime') {
    return engineFailure(branch, 'States.Runtime', withoutPrefix(answer.cause ?? ''));
  }
  const { events } = resource;
  recordScheduled(branch, events, call);
  if (!isImmediate(answer)) return new TaskAttempt(branch, call, events).begin(answer);
  branch.execution.record(branch, events.startedEvent, events.started(answer.workerName));
  return settleTask(branch, events, answer);
}

/** What a runner is told of the attempt. */
class Call implements TaskCall, ScheduledTask {
  readonly state: string;
  readonly resource: string;
  readonly target: TaskTarget;
  readonly input: Json;
  readonly attempt: number;
  readonly taskToken: string | undefined;
  private controller: AbortController | undefined;

  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  readonly credentialsRoleArn: string | undefined;

  constructor(
    readonly branch: Branch,
    resource: TaskResource,
    settings: TaskSettings,
  ) {
    this.timeoutSeconds = settings.timeoutSeconds;
    this.heartbeatSeconds = settings.heartbeatSeconds;
    this.credentialsRoleArn = settings.credentialsRoleArn;
    this.state = branch.state.name;
    this.resource = resource.resource;
    this.target = resource.target;
    this.input = branch.effective;
    this.attempt = branch.attempt;
    this.taskToken = branch.taskToken;
  }

  get region(): string {
    return this.target.kind === 'integration' ? (this.branch.execution.executionArn.split(':')[3] ?? '') : '';
  }

  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    return this.controller.signal;
  }

  abort(): void {
    this.controller?.abort();
  }
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

function nobodyAnswers(branch: Branch, { resource, target }: TaskResource): PhaseOutcome {
  if (target.kind === 'activity') {
    return engineFailure(branch, 'States.Runtime', `The activity ${resource} does not exist.`);
  }
  return engineFailure(
    branch,
    'States.Runtime',
    `Nothing answers the task '${branch.state.name}' (${resource}). Give it a mocked response in a mock file (MockConfigFile.json), a local handler, or permission to call AWS.`,
  );
}

function withoutPrefix(cause: string): string {
  return cause.replace(/^An error occurred while executing the state '.*?' \(entered at the event id #\d+\)\. /s, '');
}
