import {
  CHOICE_OPERATORS,
  type ChoiceOperator,
  type Comparison,
  type OperatorFact,
} from '../../../../runtime/src/asl/choice.ts';
import type { Json } from '../../../../runtime/src/asl/json.ts';
import type { ChoiceConditionDefinition } from '../../../../runtime/src/asl/model.ts';
import { pathExpression } from './paths.ts';
import type { ConversionProblems } from './problems.ts';

const SIGNS: Record<Comparison, string> = {
  Equals: '=',
  LessThan: '<',
  GreaterThan: '>',
  LessThanEquals: '<=',
  GreaterThanEquals: '>=',
};
/** RFC 3339 as the service reads it. */
const TIMESTAMP = String.raw`/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/`;

/** A rule of a Choice state as an expression. A value of another type makes a comparison false, as in JSONPath. */
export function conditionExpression(
  rule: ChoiceConditionDefinition,
  root: string,
  problems: ConversionProblems,
): string {
  const nested = (condition: ChoiceConditionDefinition): string =>
    `(${conditionExpression(condition, root, problems)})`;
  if (rule.And) return rule.And.map((item) => nested(item as ChoiceConditionDefinition)).join(' and ');
  if (rule.Or) return rule.Or.map((item) => nested(item as ChoiceConditionDefinition)).join(' or ');
  if (rule.Not) return `$not${nested(rule.Not as ChoiceConditionDefinition)}`;
  const name = (Object.keys(CHOICE_OPERATORS) as ChoiceOperator[]).find((operator) => rule[operator] !== undefined);
  if (!name || rule.Variable === undefined) return problems.report('A rule has no comparison.');
  const value = pathExpression(rule.Variable, root, problems);
  const operand: Json = rule[name]!;
  const fact: OperatorFact = CHOICE_OPERATORS[name];
  if (fact.kind === 'type') return typeTest(name, value, operand === true);
  const other = fact.path ? pathExpression(String(operand), root, problems) : JSON.stringify(operand);
  return comparison(fact, value, other, String(operand));
}

function comparison(fact: OperatorFact, value: string, other: string, literal: string): string {
  const sign = fact.comparison ? SIGNS[fact.comparison] : '=';
  switch (fact.kind) {
    case 'string':
    case 'boolean':
    case 'numeric':
      return typed(fact, value, other, sign);
    case 'timestamp': {
      const guard = fact.path ? `${isTimestamp(value)} and ${isTimestamp(other)}` : isTimestamp(value);
      return `${guard} and $toMillis(${value}) ${sign} $toMillis(${other})`;
    }
    default:
      return `$type(${value}) = "string" and $contains(${value}, ${patternOf(literal)})`;
  }
}

/** Equality with a literal needs no look at the type; the order of unlike types is an error in JSONata. */
function typed(fact: OperatorFact, value: string, other: string, sign: string): string {
  const plain = `${value} ${sign} ${other}`;
  if (sign === '=' && !fact.path) return plain;
  const type = fact.kind === 'numeric' ? 'number' : fact.kind;
  const guard = `$type(${value}) = "${type}"`;
  return fact.path ? `${guard} and $type(${other}) = "${type}" and ${plain}` : `${guard} and ${plain}`;
}

function typeTest(name: ChoiceOperator, value: string, expected: boolean): string {
  const tests: Partial<Record<ChoiceOperator, string>> = {
    IsPresent: `$exists(${value})`,
    IsNull: `${value} = null`,
    IsNumeric: `$type(${value}) = "number"`,
    IsString: `$type(${value}) = "string"`,
    IsBoolean: `$type(${value}) = "boolean"`,
    IsTimestamp: isTimestamp(value),
  };
  return expected ? tests[name]! : `$not(${tests[name]})`;
}

function isTimestamp(value: string): string {
  return `$type(${value}) = "string" and $contains(${value}, ${TIMESTAMP})`;
}

/** `*` stands for any text; a backslash takes the meaning from the character behind it. */
function patternOf(pattern: string): string {
  const source = pattern.replace(/\\([\s\S])|\*|[\s\S]/g, (match, escaped: string | undefined) => {
    if (match === '*') return String.raw`[\s\S]*`;
    return (escaped ?? match).replace(/[.+?^${}()|[\]\\/*]/g, String.raw`\$&`);
  });
  return `/^${source}$/`;
}
