import type { FieldFact } from './fieldFacts.ts';

/** Fields that several kinds of states share. One value each, spread into the states that have them. */

export const LONGEST_SECONDS = 99_999_999;

type Fields = Readonly<Record<string, FieldFact>>;

export const COMMENT = {
  Comment: { types: ['string'], doc: 'Free text for people. It has no effect on the execution.' },
} as const satisfies Fields;

export const QUERY_LANGUAGE = {
  QueryLanguage: {
    types: ['string'],
    values: ['JSONPath', 'JSONata'],
    assumed: 'JSONPath',
    doc: 'How dynamic values are written: `JSONPath` or `JSONata`. A state machine sets the default for all its states (JSONPath when absent). A state may switch from JSONPath to JSONata, never back.',
  },
} as const satisfies Fields;

export const TRANSITION = {
  Next: {
    types: ['string'],
    holds: 'stateName',
    doc: 'The state that follows. It must be in the same `States` object. Exactly one of `Next` and `"End": true` is needed.',
  },
  End: {
    types: ['boolean'],
    absentWhen: false,
    doc: '`true` makes this a terminal state: the machine, branch or iteration is over when the state is.',
  },
} as const satisfies Fields;

export const INPUT_OUTPUT_PATHS = {
  InputPath: {
    types: ['string', 'null'],
    language: 'JSONPath',
    holds: 'path',
    assumed: '$',
    doc: 'Selects the part of the state input the state works on. `null` gives an empty object. The whole input (`$`) when absent.',
  },
  OutputPath: {
    types: ['string', 'null'],
    language: 'JSONPath',
    holds: 'path',
    assumed: '$',
    doc: 'Selects the part of the result that becomes the state output; the last step of the data flow. `null` gives an empty object.',
  },
} as const satisfies Fields;

export const RESULT_PATH = {
  ResultPath: {
    types: ['string', 'null'],
    language: 'JSONPath',
    holds: 'resultPath',
    assumed: '$',
    doc: 'Where the result is put into the **raw state input**. `$` replaces the input, `$.a.b` adds a member, `null` drops the result and passes the input on.',
  },
} as const satisfies Fields;

export const RESULT_SELECTOR = {
  ResultSelector: {
    types: ['object', 'array'],
    language: 'JSONPath',
    template: true,
    doc: 'A payload template over the raw result. It replaces the result before `ResultPath` merges it.',
  },
} as const satisfies Fields;

export const PARAMETERS = {
  Parameters: {
    types: ['object', 'array'],
    language: 'JSONPath',
    template: true,
    doc: 'A payload template that replaces the effective input. A key that ends in `.$` takes a path or an intrinsic function; every other value is copied as it stands.',
  },
} as const satisfies Fields;

export const ARGUMENTS = {
  Arguments: {
    types: ['any'],
    language: 'JSONata',
    expression: true,
    template: true,
    doc: 'The input of the work, as literal JSON with `{% … %}` expressions at any depth. The state input when absent.',
  },
} as const satisfies Fields;

export const OUTPUT = {
  Output: {
    types: ['any'],
    language: 'JSONata',
    expression: true,
    template: true,
    doc: 'The state output, as literal JSON with `{% … %}` expressions at any depth. When absent, the result (Task, Parallel, Map) or the input is passed on.',
  },
} as const satisfies Fields;

export const ASSIGN = {
  Assign: {
    types: ['object'],
    template: true,
    holds: 'assignments',
    doc: 'Sets workflow variables. Keys are variable names (with `.$` for a path in JSONPath). All expressions of the state see the old values; the new ones exist from the next state on.',
  },
} as const satisfies Fields;

/** `Output` and `Assign` of the states that have a result of their own. */
export const RESULT_OUTPUT = {
  Output: { ...OUTPUT.Output, sees: 'result' },
  Assign: { ...ASSIGN.Assign, sees: 'result' },
} as const satisfies Fields;

export const ERROR_HANDLING = {
  Retry: {
    types: ['array'],
    arrayOf: 'retrier',
    doc: 'Retriers, tried in order when the state fails. The first one that names the error decides whether and when the state runs again.',
  },
  Catch: {
    types: ['array'],
    arrayOf: 'catcher',
    doc: 'Catchers, tried in order when retries do not help. The first one that names the error decides where to go on.',
  },
} as const satisfies Fields;

export const ERROR_EQUALS = {
  ErrorEquals: {
    types: ['array'],
    required: true,
    minLength: 1,
    holds: 'errorNames',
    doc: 'Error names this entry applies to, compared whole and case-sensitively. `States.ALL` matches nearly everything and must stand alone in the last entry.',
  },
} as const satisfies Fields;

export const SCOPE = {
  StartAt: {
    types: ['string'],
    required: true,
    holds: 'stateName',
    doc: 'The state that runs first. It must be a key of `States`.',
  },
  States: {
    types: ['object'],
    required: true,
    minLength: 1,
    holds: 'stateMap',
    doc: 'The states by name. Names are at most 80 characters long and unique in the whole definition, nested states included.',
  },
} as const satisfies Fields;

/** The sibling that takes the value from a reference path. */
export const TWIN_PATH = { types: ['string'], language: 'JSONPath', holds: 'referencePath' } as const;
