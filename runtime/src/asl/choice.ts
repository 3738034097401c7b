/** Comparison operators of JSONPath choice rules: data, and the facts of one comparison. */

/** What an operator compares, or `type` for the tests on the kind of a value. */
export type ComparisonKind = 'string' | 'numeric' | 'timestamp' | 'boolean' | 'match' | 'type';

export type Comparison = 'Equals' | 'LessThan' | 'GreaterThan' | 'LessThanEquals' | 'GreaterThanEquals';

export interface OperatorFact {
  readonly kind: ComparisonKind;
  /** The comparison made; absent for `StringMatches` and the type tests. */
  readonly comparison?: Comparison;
  /** The operand is a path to the value instead of the value. */
  readonly path?: true;
  readonly doc: string;
}

const COMPARISONS: readonly (readonly [Comparison, string])[] = [
  ['Equals', 'equal to'],
  ['LessThan', 'less than'],
  ['GreaterThan', 'greater than'],
  ['LessThanEquals', 'less than or equal to'],
  ['GreaterThanEquals', 'greater than or equal to'],
];
const ORDERED = [
  ['String', 'string', 'text'],
  ['Numeric', 'numeric', 'number'],
  ['Timestamp', 'timestamp', 'instant'],
] as const;

type OrderedOperator = `${(typeof ORDERED)[number][0]}${Comparison}`;
type TypeTest = 'IsNull' | 'IsPresent' | 'IsNumeric' | 'IsString' | 'IsBoolean' | 'IsTimestamp';
/** Names of all operators of a data-test rule. */
export type ChoiceOperator =
  | OrderedOperator
  | `${OrderedOperator}Path`
  | 'StringMatches'
  | 'BooleanEquals'
  | 'BooleanEqualsPath'
  | TypeTest;

/** All operators by name, in the order completion offers them. */
export const CHOICE_OPERATORS: Readonly<Record<ChoiceOperator, OperatorFact>> = operators();

/** Members that combine rules. `And` and `Or` take an array of rules, `Not` one rule. */
export const BOOLEAN_OPERATORS = ['And', 'Or', 'Not'] as const;

/** The operator of that name, if it is one. Other members of a rule (`Variable`, `Next`, `And` ...) are not. */
export function choiceOperator(name: string): OperatorFact | undefined {
  return Object.hasOwn(CHOICE_OPERATORS, name) ? CHOICE_OPERATORS[name as ChoiceOperator] : undefined;
}

/** JSON type of an operator's operand. */
export function operandType(operator: OperatorFact): 'string' | 'number' | 'boolean' {
  if (operator.path) return 'string';
  if (operator.kind === 'numeric') return 'number';
  return operator.kind === 'boolean' || operator.kind === 'type' ? 'boolean' : 'string';
}

/** Whether `left comparison right` holds. Strings compare by code unit, as the service does. */
export function compare<T extends string | number | boolean>(left: T, comparison: Comparison, right: T): boolean {
  switch (comparison) {
    case 'Equals':
      return left === right;
    case 'LessThan':
      return left < right;
    case 'GreaterThan':
      return left > right;
    case 'LessThanEquals':
      return left <= right;
    case 'GreaterThanEquals':
      return left >= right;
  }
}

const TIMESTAMP = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d+)?(?:Z|([+-])(\d{2}):(\d{2}))$/;
const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * The instant a timestamp names, in milliseconds since the epoch (fractions kept), or undefined when it is not RFC 3339 as
 * Step Functions reads it: upper-case `T`, `Z` or an offset, months, days and hours in range (recorded on AWS).
 */
export function parseTimestamp(text: string): number | undefined {
  const parts = TIMESTAMP.exec(text);
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const longest = DAYS_IN_MONTH[month - 1];
  if (longest === undefined || day < 1 || day > longest || hour > 23 || minute > 59 || second > 59) return undefined;
  if (month === 2 && day === 29 && !(year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0))) return undefined;
  const offset = parts[8] ? (parts[8] === '-' ? -1 : 1) * (Number(parts[9]) * 60 + Number(parts[10])) : 0;
  if (Math.abs(offset) > 18 * 60) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, 0);
  return date.getTime() - offset * 60_000 + Number(parts[7] ?? 0) * 1000;
}

function operators(): Record<ChoiceOperator, OperatorFact> {
  const table: Record<string, OperatorFact> = {};
  for (const [prefix, kind, noun] of ORDERED) {
    for (const [comparison, words] of COMPARISONS) {
      const name = `${prefix}${comparison}`;
      const doc = `True when \`Variable\` is a ${noun} ${words} this value. Any other kind of value makes it false.`;
      table[name] = { kind, comparison, doc };
      table[`${name}Path`] = { kind, comparison, path: true, doc: `As \`${name}\`, with the value taken from a path.` };
    }
  }
  table.StringMatches = {
    kind: 'match',
    doc: 'True when the text fits this pattern: `*` stands for any run of characters, `\\\\*` for a star, `\\\\\\\\` for a backslash.',
  };
  table.BooleanEquals = { kind: 'boolean', comparison: 'Equals', doc: 'True when `Variable` is this boolean.' };
  table.BooleanEqualsPath = {
    kind: 'boolean',
    comparison: 'Equals',
    path: true,
    doc: 'As `BooleanEquals`, with the value taken from a path.',
  };
  const test = (what: string) => ({
    kind: 'type' as const,
    doc: `\`true\`: the rule holds when \`Variable\` ${what}. \`false\`: the rule holds when it does not.`,
  });
  table.IsNull = test('is `null`');
  table.IsPresent = test('exists in the input; the only operator that does not fail when it is missing');
  table.IsNumeric = test('is a number');
  table.IsString = test('is a string');
  table.IsBoolean = test('is `true` or `false`');
  table.IsTimestamp = test('is RFC 3339 text');
  return table as Record<ChoiceOperator, OperatorFact>;
}
