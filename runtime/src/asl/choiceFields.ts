import { CHOICE_OPERATORS, type ChoiceOperator, operandType } from './choice.ts';
import { ASSIGN, COMMENT, OUTPUT } from './commonFields.ts';
import type { FieldFact, ObjectFact } from './fieldFacts.ts';

const CONDITION_FIELDS = {
  Variable: {
    types: ['string'],
    language: 'JSONPath',
    holds: 'path',
    doc: 'Path to the value to test. May reach into the input (`$.x`), the context object (`$$.Execution`) or a variable (`$name`).',
  },
  And: {
    types: ['array'],
    language: 'JSONPath',
    minLength: 1,
    arrayOf: 'choiceCondition',
    doc: 'True when all of these rules are.',
  },
  Or: {
    types: ['array'],
    language: 'JSONPath',
    minLength: 1,
    arrayOf: 'choiceCondition',
    doc: 'True when at least one of these rules is.',
  },
  Not: { types: ['object'], language: 'JSONPath', object: 'choiceCondition', doc: 'True when this rule is not.' },
} as const satisfies Record<string, FieldFact>;

/** Rules of a Choice state, and the conditions nested in them, which differ in having no transition. */
export const CHOICE_OBJECTS = {
  choiceRule: {
    doc: 'One rule of a Choice state: a condition and where to go when it is true.',
    groups: [],
    fields: {
      Condition: {
        types: ['boolean'],
        required: true,
        language: 'JSONata',
        expression: true,
        doc: 'A boolean, or an expression that gives one.',
      },
      ...CONDITION_FIELDS,
      ...operatorFields(),
      Next: {
        types: ['string'],
        required: true,
        holds: 'stateName',
        doc: 'The state to go to when the rule is true. Only at the top of a rule, not inside `And`, `Or` or `Not`.',
      },
      ...ASSIGN,
      ...OUTPUT,
      ...COMMENT,
    },
  },
  choiceCondition: {
    doc: 'A condition inside `And`, `Or` or `Not`.',
    groups: [],
    fields: { ...CONDITION_FIELDS, ...operatorFields(), ...COMMENT },
  },
} as const satisfies Partial<Record<string, ObjectFact>>;

type OperandType<O extends ChoiceOperator> = O extends `${string}Path`
  ? 'string'
  : O extends `Numeric${string}`
    ? 'number'
    : O extends `Is${string}` | 'BooleanEquals'
      ? 'boolean'
      : 'string';

type OperatorField<O extends ChoiceOperator> = Omit<FieldFact, 'types' | 'language'> & {
  readonly types: readonly [OperandType<O>];
  readonly language: 'JSONPath';
};

function operatorFields(): { [O in ChoiceOperator]: Pick<OperatorField<O>, 'types' | 'language' | 'doc'> } {
  const fields: Partial<Record<ChoiceOperator, FieldFact>> = {};
  for (const [name, operator] of Object.entries(CHOICE_OPERATORS)) {
    const isLiteralTimestamp = operator.kind === 'timestamp' && !operator.path;
    fields[name as ChoiceOperator] = {
      types: [operandType(operator)],
      language: 'JSONPath',
      doc: operator.doc,
      ...(operator.path ? { holds: 'path' as const } : {}),
      ...(isLiteralTimestamp ? { holds: 'timestamp' as const } : {}),
      ...(operator.kind === 'match' ? { holds: 'stringMatch' as const } : {}),
    };
  }
  return fields as ReturnType<typeof operatorFields>;
}
