/**
 * A failed evaluation, as a value: expressions never throw on user text or user data.
 * `error` is the AWS error name (States.Runtime, States.QueryEvaluationError, States.IntrinsicFailure ...),
 * `cause` the text without the "An error occurred while executing the state ..." prefix, which only the interpreter can write.
 */
export class ExpressionFailure {
  constructor(
    readonly error: string,
    readonly cause: string,
    /** Field path of a JSONata failure as in EvaluationFailed events: `Output/a[0]`. */
    readonly location?: string,
  ) {}
}

/** Whether the outcome of an evaluation is a failure. */
export function isFailure(outcome: unknown): outcome is ExpressionFailure {
  return outcome instanceof ExpressionFailure;
}
