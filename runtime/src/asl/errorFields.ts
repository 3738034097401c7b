import { ASSIGN, COMMENT, ERROR_EQUALS, LONGEST_SECONDS, OUTPUT, RESULT_PATH } from './commonFields.ts';
import type { ObjectFact } from './fieldFacts.ts';

/** Entries of `Retry` and `Catch`. */
export const ERROR_OBJECTS = {
  retrier: {
    doc: 'Runs the failed state again after a growing delay.',
    groups: [],
    fields: {
      ...ERROR_EQUALS,
      IntervalSeconds: {
        types: ['integer'],
        minimum: 1,
        maximum: LONGEST_SECONDS,
        assumed: 1,
        doc: 'Seconds before the first retry.',
      },
      MaxAttempts: {
        types: ['integer'],
        minimum: 0,
        maximum: LONGEST_SECONDS,
        assumed: 3,
        doc: 'Most retries. `0` means the error is never retried, also not by a later retrier.',
      },
      BackoffRate: {
        types: ['number'],
        minimum: 1,
        assumed: 2,
        doc: 'Factor by which the delay grows from one retry to the next.',
      },
      MaxDelaySeconds: {
        types: ['integer'],
        minimum: 1,
        maximum: 31_622_399,
        doc: 'Longest delay, in seconds. Must be greater than `IntervalSeconds`.',
      },
      JitterStrategy: {
        types: ['string'],
        values: ['FULL', 'NONE'],
        assumed: 'NONE',
        doc: '`FULL` draws each delay at random between 0 and the computed one, so that many executions do not retry at the same moment.',
      },
      ...COMMENT,
    },
  },
  catcher: {
    doc: 'Goes on at another state after an error.',
    groups: [],
    fields: {
      ...ERROR_EQUALS,
      Next: {
        types: ['string'],
        required: true,
        holds: 'stateName',
        doc: 'The state to go to. It must be in the same `States` object.',
      },
      ResultPath: {
        ...RESULT_PATH.ResultPath,
        doc: 'Where the error output `{Error, Cause}` is put into the raw state input. `$` (default) replaces the input, `null` drops the error output.',
      },
      Output: {
        ...OUTPUT.Output,
        sees: 'errorOutput',
        doc: 'The state output on this route. The error output `{Error, Cause}` when absent.',
      },
      Assign: { ...ASSIGN.Assign, sees: 'errorOutput' },
      ...COMMENT,
    },
  },
} as const satisfies Partial<Record<string, ObjectFact>>;
