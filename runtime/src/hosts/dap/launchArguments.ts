import type { DebugProtocol } from '@vscode/debugprotocol';
import { isObject, type Json, type JsonObject } from '../../asl/json.ts';
import type { HistoryLimit } from '../../debugger/historyLimit.ts';
import { IterationFilter } from '../../debugger/iterationFilter.ts';
import type { Verify } from '../../debugger/replay/historyReplay.ts';
import { isSyntaxProblem } from '../../expressions/problem.ts';
import type { Mocks } from '../../tasks/mocked.ts';
import { invalidRequest, type RequestProblem } from './requestProblem.ts';

/** How a task fails by order of the user, although its runner would have answered. */
export interface Fault {
  readonly state: string;
  /** Retries before this attempt; every attempt when absent. */
  readonly attempt?: number;
  readonly error: string;
  readonly cause?: string;
}

export type ClockMode = 'virtual' | 'real';

/** Attributes of a launch configuration. Names follow other debuggers where they have a counterpart. */
export interface LaunchArguments extends DebugProtocol.LaunchRequestArguments {
  /** A definition (JSON or YAML) or a SAM or CloudFormation template. A replay may take the definition that its recording holds. */
  readonly program?: string;
  /** A recorded history, as GetExecutionHistory gives it, to be replayed. */
  readonly history?: string;
  /** Where a replay stands first: by default at the failure, where the execution failed. */
  readonly position?: 'start' | 'failure' | 'end';
  /** Whether a replay compares what it computes with what was recorded, and stops where they part. */
  readonly verify?: Verify;
  /** Logical id in a template that declares several state machines. */
  readonly stateMachine?: string;
  readonly cwd?: string;
  readonly input?: Json;
  readonly inputFile?: string;
  readonly executionName?: string;
  /** Parts of the ARNs of the state machine and its execution. */
  readonly region?: string;
  readonly accountId?: string;
  readonly workflowType?: 'STANDARD' | 'EXPRESS';
  /** Start here instead of at StartAt, with these variables. */
  readonly startAt?: string;
  readonly variables?: JsonObject;
  /** A mock file, or mocks by state. */
  readonly mocks?: string | Mocks;
  readonly testCase?: string;
  /** What becomes of a task that nothing answers. Default: ask, without debugging error. */
  readonly unmocked?: 'error' | 'ask' | 'echo';
  /** A JavaScript module that exports handlers by function name. */
  readonly handlers?: string;
  /** Handlers of Lambda functions as processes on this machine: see LambdaArguments. */
  readonly lambda?: Json;
  /** Environment variables of those handlers, and a file of such lines; `env` wins. */
  readonly env?: Readonly<Record<string, string>>;
  readonly envFile?: string;
  /** Text or JSON that stands in for S3 objects: `s3://bucket/key`. */
  readonly files?: Readonly<Record<string, string>>;
  readonly clock?: ClockMode | { readonly mode?: ClockMode; readonly start?: string; readonly scale?: number };
  readonly waitTimeScale?: number;
  readonly seed?: string | number;
  readonly failAt?: Fault | readonly Fault[];
  /** Stop at the first state, or at the first entry of this state. */
  readonly stopOnEntry?: boolean | string;
  readonly stopOnEnd?: boolean;
  readonly stepping?: 'thread' | 'all';
  readonly stepGranularity?: 'state' | 'phase';
  /** Names, globs or `type:Pass` of states that steps pass over. */
  readonly skipStates?: readonly string[];
  readonly maxThreads?: number;
  /** Iterations that are listed as threads: `failed`, or those for which a JSONata expression holds where they begin. */
  readonly iterationFilter?: string;
  /** How much is recorded with its values; beyond that, values of passed iterations are dropped. */
  readonly historyLimit?: HistoryLimit;
  readonly maxValueLength?: number;
  /** Whether texts that hold JSON can be opened like objects; true by default. */
  readonly decodeJsonStrings?: boolean;
  /** Values for `${Name}` in the definition. */
  readonly definitionSubstitutions?: Readonly<Record<string, string | number | boolean>>;
  /** Definitions of the state machines that tasks start, by name or ARN. */
  readonly childPrograms?: Readonly<Record<string, string>>;
  /** What answers tasks after a change in the past, where no recorded call equals theirs. Default: the user is asked once for each such line. */
  readonly onFork?: 'ask' | 'live' | 'mock' | 'manual';
  /** Names and paths of values that are shown nowhere; `$sensitive` stands for names that such values usually have. */
  readonly redact?: readonly string[];
  /** Where the history is written when the execution has ended, together with the definition: a recording to be replayed. */
  readonly record?: string;
}

const ENUMERATIONS: Readonly<Record<string, readonly string[]>> = {
  workflowType: ['STANDARD', 'EXPRESS'],
  unmocked: ['error', 'ask', 'echo'],
  stepping: ['thread', 'all'],
  stepGranularity: ['state', 'phase'],
  position: ['start', 'failure', 'end'],
  verify: ['off', 'warn', 'stop'],
  onFork: ['ask', 'live', 'mock', 'manual'],
};

const TYPES: Readonly<Record<string, readonly string[]>> = {
  program: ['string'],
  history: ['string'],
  stateMachine: ['string'],
  cwd: ['string'],
  inputFile: ['string'],
  executionName: ['string'],
  region: ['string'],
  accountId: ['string'],
  startAt: ['string'],
  variables: ['object'],
  mocks: ['string', 'object'],
  testCase: ['string'],
  handlers: ['string'],
  env: ['object'],
  envFile: ['string'],
  files: ['object'],
  clock: ['string', 'object'],
  waitTimeScale: ['number'],
  seed: ['string', 'number'],
  failAt: ['object', 'array'],
  stopOnEntry: ['boolean', 'string'],
  stopOnEnd: ['boolean'],
  skipStates: ['array'],
  maxThreads: ['number'],
  iterationFilter: ['string'],
  historyLimit: ['object'],
  maxValueLength: ['number'],
  decodeJsonStrings: ['boolean'],
  definitionSubstitutions: ['object'],
  childPrograms: ['object'],
  redact: ['array'],
  record: ['string'],
};

/** Attributes whose value may be anything, or is checked elsewhere. */
const UNCHECKED = ['input', 'lambda', 'timeline'];

/** What editors put into every configuration, whatever its type. */
const OF_THE_EDITOR: ReadonlySet<string> = new Set([
  'type',
  'request',
  'name',
  'noDebug',
  'presentation',
  'preLaunchTask',
  'postDebugTask',
  'internalConsoleOptions',
  'debugServer',
  'serverReadyAction',
  'suppressMultipleSessionWarning',
  'windows',
  'linux',
  'osx',
]);

/** Attributes of a launch configuration that have no effect: they are told, so that nobody relies on them. */
export function unknownAttributes(given: JsonObject): string[] {
  return Object.keys(given).filter(
    (name) =>
      !(name in TYPES) &&
      !(name in ENUMERATIONS) &&
      !UNCHECKED.includes(name) &&
      !OF_THE_EDITOR.has(name) &&
      // Editors mark attributes of their own in this way.
      !name.startsWith('__') &&
      !name.startsWith('$'),
  );
}

/** Checks what the client sent: launch configurations are written by hand. */
export function checkLaunchArguments(given: unknown): LaunchArguments | RequestProblem {
  if (!isObject(given)) return invalidRequest('The launch configuration is no object.');
  if (given.program === undefined && given.history === undefined) {
    return invalidRequest("The launch configuration has no 'program': give it the path of a state machine definition.");
  }
  for (const [name, types] of Object.entries(TYPES)) {
    const value = given[name];
    if (value !== undefined && !types.includes(typeName(value))) {
      return invalidRequest(
        `'${name}' in the launch configuration must be ${types.join(' or ')}, not ${typeName(value)}.`,
      );
    }
  }
  for (const [name, values] of Object.entries(ENUMERATIONS)) {
    const value = given[name];
    if (value !== undefined && !values.includes(String(value))) {
      return invalidRequest(`'${name}' in the launch configuration must be one of ${values.join(', ')}.`);
    }
  }
  const listed = contentProblem(given);
  if (listed) return listed;
  if (given.input !== undefined && given.inputFile !== undefined) {
    return invalidRequest("The launch configuration has both 'input' and 'inputFile'. Keep one of them.");
  }
  const refusal = given.history === undefined ? withoutHistory(given) : withHistory(given);
  if (refusal) return refusal;
  const clock = isObject(given.clock) ? given.clock : { mode: given.clock };
  if (clock.mode !== undefined && clock.mode !== 'virtual' && clock.mode !== 'real') {
    return invalidRequest("'clock' in the launch configuration must be virtual or real.");
  }
  return given as unknown as LaunchArguments;
}

/** Lists and tables of texts: what is in them. */
function contentProblem(given: JsonObject): RequestProblem | undefined {
  const { env, redact, childPrograms, definitionSubstitutions, iterationFilter, historyLimit } = given;
  const filter = typeof iterationFilter === 'string' ? IterationFilter.of(iterationFilter, () => {}) : undefined;
  if (isSyntaxProblem(filter))
    return invalidRequest(
      `'iterationFilter' in the launch configuration is neither 'failed' nor JSONata: ${filter.message} (at offset ${filter.offset})`,
    );
  const limits = isObject(historyLimit) ? Object.entries(historyLimit) : [];
  if (!limits.every(([name, value]) => (name === 'steps' || name === 'mb') && typeof value === 'number' && value > 0))
    return invalidRequest("'historyLimit' in the launch configuration has positive numbers 'steps' and 'mb'.");
  if (isObject(env) && !Object.values(env).every((value) => typeof value === 'string'))
    return invalidRequest("'env' in the launch configuration gives each variable a text.");
  if (Array.isArray(redact) && !redact.every((pattern) => typeof pattern === 'string' && pattern !== ''))
    return invalidRequest("'redact' in the launch configuration is a list of names and paths.");
  if (isObject(childPrograms) && !Object.values(childPrograms).every((file) => typeof file === 'string'))
    return invalidRequest(
      "'childPrograms' in the launch configuration gives each name or ARN the path of a definition.",
    );
  const values = isObject(definitionSubstitutions) ? Object.entries(definitionSubstitutions) : [];
  const wrong = values.find(([, value]) => value === null || typeof value === 'object');
  return wrong && invalidRequest(`'${wrong[0]}' of 'definitionSubstitutions' must be a text or a number.`);
}

/** What a replay has from its recording, and what nothing runs for. */
const NOT_IN_A_REPLAY = ['startAt', 'variables', 'clock', 'waitTimeScale', 'handlers', 'lambda', 'failAt'];
const ONLY_IN_A_REPLAY = ['position', 'verify'];

function withHistory(given: JsonObject): RequestProblem | undefined {
  const name = NOT_IN_A_REPLAY.find((attribute) => given[attribute] !== undefined);
  return name === undefined
    ? undefined
    : invalidRequest(
        `The launch configuration has both 'history' and '${name}': a replay takes values and times from its recording and runs no task.`,
      );
}

function withoutHistory(given: JsonObject): RequestProblem | undefined {
  const name = ONLY_IN_A_REPLAY.find((attribute) => given[attribute] !== undefined);
  return name === undefined
    ? undefined
    : invalidRequest(
        `'${name}' in the launch configuration is for replays: it needs 'history', the path of a recording.`,
      );
}

function typeName(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
