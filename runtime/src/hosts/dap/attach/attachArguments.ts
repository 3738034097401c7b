import { isObject, type Json, type JsonObject } from '../../../asl/json.ts';
import { readHandlerDebugging } from '../handlerSessions/lambdaArguments.ts';
import { invalidRequest, type RequestProblem } from '../requestProblem.ts';

/** A state machine of the endpoint, and the file that its definition comes from. */
export interface PathMapping {
  readonly arn: string;
  readonly localPath: string;
}

/** Attributes of a configuration that attaches to an endpoint on this machine. */
export interface AttachArguments {
  /** URL of `stepwise serve`; http://127.0.0.1:8083 by default. */
  readonly endpoint?: string;
  readonly address?: string;
  readonly port?: number;
  /** Token of the debug channel. Read from the file that the endpoint names when absent. */
  readonly token?: string;
  /** Names, ARNs or globs of the state machines whose executions are debugged; all by default. */
  readonly stateMachines?: readonly string[];
  /** Debug this execution only. */
  readonly executionArn?: string;
  /** New executions wait for their session; true by default. */
  readonly holdNewExecutions?: boolean;
  /** Executions that run already get sessions, too; false by default. */
  readonly runningExecutions?: boolean;
  readonly pathMappings?: readonly PathMapping[];
  /** One child session per execution; true by default. */
  readonly sessionPerExecution?: boolean;
  /** Executions that are debugged at the same time; further ones run without waiting. 10 by default. */
  readonly maxSessions?: number;
  /** How handlers that the endpoint runs are debugged; not at all by default. */
  readonly lambda?: JsonObject;
  /** Attach again when the endpoint has gone and comes back; `delay` in milliseconds between attempts. */
  readonly restart?: boolean | { readonly delay?: number; readonly maxAttempts?: number };
  /** What becomes of executions when the client goes; `continue` by default. */
  readonly onDisconnect?: OnDisconnect;
}

export type OnDisconnect = 'continue' | 'terminate' | 'hold';

export const DEFAULT_ENDPOINT = 'http://127.0.0.1:8083';

type Check = (value: Json) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isBoolean: Check = (value) => typeof value === 'boolean';
const isPositive: Check = (value) => typeof value === 'number' && value > 0;
const isMapping: Check = (value) => isObject(value) && isText(value.arn ?? null) && isText(value.localPath ?? null);

const isRestart: Check = (value) =>
  isBoolean(value) || (isObject(value) && isPositive(value.delay ?? 1) && isPositive(value.maxAttempts ?? 1));

const ATTRIBUTES: Readonly<Record<keyof AttachArguments, readonly [check: Check, what: string]>> = {
  endpoint: [isText, `a URL such as "${DEFAULT_ENDPOINT}"`],
  address: [isText, 'a loopback address such as "127.0.0.1"'],
  port: [isPositive, 'the number of a port'],
  token: [isText, 'a text'],
  stateMachines: [(value) => Array.isArray(value) && value.every(isText), 'a list of names, ARNs or globs'],
  executionArn: [isText, 'the ARN of an execution'],
  holdNewExecutions: [isBoolean, 'true or false'],
  runningExecutions: [isBoolean, 'true or false'],
  pathMappings: [(value) => Array.isArray(value) && value.every(isMapping), 'a list of {"arn", "localPath"}'],
  sessionPerExecution: [isBoolean, 'true or false'],
  maxSessions: [isPositive, 'a positive number'],
  lambda: [
    (value) => isObject(value) && value.functions === undefined && typeof readHandlerDebugging(value) !== 'string',
    'an object with "debug" (off, onStep or always) and "attachTimeout" (seconds); its functions are those of the endpoint',
  ],
  restart: [isRestart, 'true, false or {"delay", "maxAttempts"}'],
  onDisconnect: [(value) => ['continue', 'terminate', 'hold'].includes(String(value)), 'continue, terminate or hold'],
};

/** Checks what the client sent. Attributes that `launch` has, too, are looked at where they are used. */
export function checkAttachArguments(given: unknown): AttachArguments | RequestProblem {
  if (!isObject(given)) return invalidRequest('The attach configuration is no object.');
  for (const [name, [check, what]] of Object.entries(ATTRIBUTES)) {
    const value = given[name];
    if (value !== undefined && !check(value)) {
      return invalidRequest(`'${name}' in the attach configuration must be ${what}.`);
    }
  }
  return given as AttachArguments;
}

/** Where the endpoint is said to be. */
export function endpointOf({ endpoint, address, port }: AttachArguments): string {
  if (endpoint !== undefined) return endpoint;
  if (address === undefined && port === undefined) return DEFAULT_ENDPOINT;
  return `http://${address ?? '127.0.0.1'}:${port ?? 8083}`;
}
