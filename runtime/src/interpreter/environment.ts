import type { Json } from '../asl/json.ts';
import type { PhaseName } from '../asl/phaseFields.ts';
import type { EventRecord } from '../history/events.ts';
import type { Branch } from './branch.ts';
import type { Failure } from './failure.ts';
import type { TaskTokens } from './taskTokens.ts';

/** The ports of the interpreter: everything that is not a pure function of definition and input comes in through these. */
export interface Environment {
  readonly clock: Clock;
  readonly random: Random;
  /** Asked in order; the first that does not answer `undefined` runs the task. */
  readonly tasks: readonly TaskRunner[];
  /** Where tasks of kind `callback` are answered. */
  readonly tokens: TaskTokens;
  readonly observer?: Observer;
  readonly objects: ObjectStore;
  readonly limits: Limits;
  /** Told what HTTP tasks send and get: TestState. Secrets are among it, so nobody else is. */
  readonly onExchange?: (exchange: HttpExchange) => void;
}

/** Time of an execution, in milliseconds since the epoch. */
export interface Clock {
  now(): number;
  /** Calls `fire` once when the clock reaches `time`. Timers of equal time fire in the order in which they were made. */
  schedule(time: number, fire: () => void): Timer;
  /**
   * Called when nothing else can run: a virtual clock jumps to its next timer, fires it and answers true.
   * A clock that runs by itself, or has no timer, answers false.
   */
  advance(): boolean;
}

export interface Timer {
  cancel(): void;
}

/** Seeded sources of chance. */
export interface Random {
  /** A number in [0,1). */
  next(): number;
  /** A version 4 UUID. */
  uuid(): string;
}

/** Objects that stand in for S3: `s3://bucket/key` to text or bytes. */
export interface ObjectStore {
  /** The object, or undefined when there is none. */
  get(bucket: string, key: string): StoredObject | undefined | Promise<StoredObject | undefined>;
  put(bucket: string, key: string, body: string): void | Promise<void>;
  /** Objects of the bucket whose key starts with `prefix`, in key order. */
  list(bucket: string, prefix: string): readonly ObjectSummary[] | Promise<readonly ObjectSummary[]>;
}

export type StoredObject = string | Uint8Array;

export interface ObjectSummary {
  readonly key: string;
  readonly size: number;
  /** Seconds since the epoch. */
  readonly lastModified?: number;
  readonly etag?: string;
  readonly storageClass?: string;
}

/** Service quotas. `Infinity` switches one off. */
export interface Limits {
  /** UTF-8 bytes of one payload: 262,144 on AWS. */
  readonly payloadBytes: number;
  /** Events of one history: 25,000 on AWS (STANDARD only). */
  readonly historyEvents: number;
  /** State transitions after which an EXPRESS execution has run out of its five minutes. */
  readonly expressTransitions: number;
}

/** Runs tasks: mocks, in-process handlers, local Lambda functions, the AWS SDK. */
export interface TaskRunner {
  /**
   * Starts the task, or answers `undefined` when this runner has nothing to do with it. May answer at once or by a promise.
   * A promise that is under way stops a virtual clock, so that a handler's real time is not mistaken for the workflow's.
   * A rejected promise or a throw becomes a failure with the thrown value's `name` and message.
   */
  run(call: TaskCall): TaskOutcome | Promise<TaskOutcome> | undefined;
}

/** One attempt of one Task state. */
export interface TaskCall {
  /** Name of the Task state, and the branch that is in it. */
  readonly state: string;
  readonly branch: Branch;
  /** The Resource as written, and its parts. */
  readonly resource: string;
  readonly target: TaskTarget;
  /** What the task gets: parameters of an integration, input of a function or activity. */
  readonly input: Json;
  /** 0 for the first attempt of this visit of the state. */
  readonly attempt: number;
  /** Present for `.waitForTaskToken`, `.sync` and activities. */
  readonly taskToken?: string;
  readonly timeoutSeconds?: number;
  readonly heartbeatSeconds?: number;
  readonly credentialsRoleArn?: string;
  /** Aborted when the execution or the branch ends before the task does. */
  readonly signal: AbortSignal;
}

/** A Resource taken apart. `resourceType` and `resource` are those of history events. */
export interface TaskTarget {
  readonly kind: 'lambda' | 'activity' | 'integration';
  readonly pattern: 'requestResponse' | 'sync' | 'sync:2' | 'waitForTaskToken';
  /** `lambda`, `sqs`, `aws-sdk:s3` ...; empty for function and activity ARNs. */
  readonly resourceType: string;
  /** `invoke`, `sendMessage.waitForTaskToken` ...; the ARN itself for functions and activities. */
  readonly resource: string;
  /** API action without pattern: `invoke`, `sendMessage`. */
  readonly action: string;
}

/** How a task ended, or that it has not. Times are virtual seconds since the task was started. */
export type TaskOutcome = TaskSuccess | TaskFailure | TaskUnanswered | TaskCallback;

interface TaskProgress {
  /** Response of the call that started a `.sync` or `.waitForTaskToken` task (TaskSubmitted). */
  readonly submitted?: Json;
  readonly durationSeconds?: number;
  /** Name that an activity's worker gave. */
  readonly workerName?: string;
}

/** An HTTP request and its response, in the members of TestState's inspection data. Headers are `[name: value, ...]`. */
export interface HttpExchange {
  /** Without what the connection adds. */
  readonly request: HttpRequestData;
  /** As it was sent, with what the connection adds: secrets among it. */
  readonly secretRequest: HttpRequestData;
  readonly response: HttpResponseData;
}

export interface HttpRequestData {
  readonly protocol: string;
  readonly method: string;
  readonly url: string;
  readonly headers: string;
  readonly body?: string;
}

export interface HttpResponseData {
  readonly protocol: string;
  readonly statusCode: string;
  readonly statusMessage: string;
  readonly headers: string;
  readonly body: string;
}

export interface TaskSuccess extends TaskProgress {
  readonly type: 'success';
  readonly output: Json;
}

export interface TaskFailure extends TaskProgress {
  readonly type: 'failure';
  readonly error?: string;
  readonly cause?: string;
  /** Event that reports it, when it is not the family's plain `...Failed`: TaskSubmitFailed, LambdaFunctionScheduleFailed ... */
  readonly event?: string;
}

/** Never answers: time-outs decide. */
export interface TaskUnanswered extends TaskProgress {
  readonly type: 'unanswered';
}

/** Was started; its end comes through TaskTokens. */
export interface TaskCallback extends TaskProgress {
  readonly type: 'callback';
}

/** Answer of an observer that wants the branch to stand still until `execution.release(branch)`. */
export const HOLD = Symbol('hold');
export type Hold = typeof HOLD;

/** What will be done about a failure. */
export type FailureHandling =
  | { readonly kind: 'retry'; readonly index: number; readonly attempt: number; readonly delaySeconds: number }
  | { readonly kind: 'catch'; readonly index: number }
  | { readonly kind: 'uncaught' };

/**
 * Sees an execution as it happens. Every method is called synchronously and must not throw; a branch may be held at each checkpoint.
 * A machine runs at full speed when no observer is attached.
 */
export interface Observer {
  /** Every history event, in order, before any JSON text is made. */
  onEvent?(event: EventRecord, branch: Branch): void;
  /** A branch (execution, Parallel branch, Map iteration, child execution) begins, before its first state is entered. */
  onBranchStart?(branch: Branch): void;
  onBranchEnd?(branch: Branch): void;
  /**
   * A phase of `branch.state` has ended. `input` comes first, when the state has been entered and nothing was evaluated yet; `output` comes last,
   * before the state is left. Fields of the branch that later phases read may be replaced while it is held.
   */
  onPhase?(branch: Branch, phase: PhaseName): Hold | undefined;
  /** `branch.state` failed; `handling` says what follows. */
  onFailure?(branch: Branch, failure: Failure, handling: FailureHandling): Hold | undefined;
}
