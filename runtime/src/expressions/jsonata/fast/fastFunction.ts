import type { Run } from './run.ts';
import type { Value } from './values.ts';

/**
 * A function of the library for the arguments it usually gets. Whatever else it is called with, errors included, is left to the
 * reference implementation by `bail()`. Undefined as first argument is passed on, later arguments are undefined when absent.
 */
export interface FastFunction {
  readonly minimum: number;
  readonly maximum: number;
  /** Whether a call without arguments takes the context as its argument. */
  readonly takesContext?: true;
  readonly call: (first: Value, second: Value, third: Value, run: Run) => Value;
}
