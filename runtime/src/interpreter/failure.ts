/** Characters that the service keeps of an error's name and of its cause. */
const ERROR_LENGTH = 256;
const CAUSE_LENGTH = 32_768;

/**
 * A failed state, as a value: AWS error name and cause. Both may be absent (Fail without Error, SendTaskFailure without arguments).
 */
export class Failure {
  readonly error: string | undefined;
  readonly cause: string | undefined;

  constructor(
    error: string | undefined,
    cause: string | undefined,
    readonly details: FailureDetails = {},
  ) {
    this.error = error?.slice(0, ERROR_LENGTH);
    this.cause = cause?.slice(0, CAUSE_LENGTH);
  }

  /** States.Runtime ends the whole execution wherever it happens; no Retry or Catch sees it (recorded on AWS). */
  get fatal(): boolean {
    return this.error === 'States.Runtime';
  }
}

/** What the interpreter must know about a failure beside its name and cause. */
export interface FailureDetails {
  /** Set when a JSONata evaluation failed: field path as in EvaluationFailed events, absent where AWS gives none. */
  readonly evaluation?: { readonly location?: string };
  /** A missed TimeoutSeconds or HeartbeatSeconds: the error output shows an empty cause. */
  readonly timedOut?: boolean;
  /** A second name that Retry and Catch may use for this failure, such as States.HeartbeatTimeout for States.Timeout. */
  readonly alias?: string;
  /** Only an ErrorEquals that spells the name matches it, not States.ALL. */
  readonly terminal?: boolean;
  /** The state that failed first, when the failure comes out of a branch or iteration. */
  readonly origin?: string;
}
