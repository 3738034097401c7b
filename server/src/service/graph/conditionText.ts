import { CHOICE_OPERATORS, type Comparison, choiceOperator } from '../../../../runtime/src/asl/choice.ts';
import type { SourceNode } from '../../../../runtime/src/source/document.ts';
import { type TypedObject, textOf } from '../../../../runtime/src/validation/model.ts';

const LONGEST = 120;
const SIGNS: Record<Comparison, string> = {
  Equals: '=',
  LessThan: '<',
  GreaterThan: '>',
  LessThanEquals: '≤',
  GreaterThanEquals: '≥',
};

/** The fields that a rule and the conditions inside it have in common. */
type ConditionFields = TypedObject<'choiceCondition'>['fields'];

/** A choice rule in one line: `$.count > 10`, or the JSONata expression. */
export function conditionText({ fields }: TypedObject<'choiceRule'>): string | undefined {
  const condition = fields.Condition?.valueNode;
  const text = condition ? expressionText(condition) : testText(fields);
  return text && text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function expressionText(condition: SourceNode): string {
  const text = textOf(condition);
  if (text === undefined) return String(condition.value);
  return text.replace(/^\{%\s*|\s*%\}$/g, '').replace(/\s+/g, ' ');
}

function testText(fields: ConditionFields): string | undefined {
  if (fields.And) return joined(fields.And.valueNode, 'and');
  if (fields.Or) return joined(fields.Or.valueNode, 'or');
  if (fields.Not?.valueNode) return `not (${testText(fieldsOf(fields.Not.valueNode)) ?? '?'})`;
  const variable = textOf(fields.Variable?.valueNode) ?? '?';
  const operators = Object.keys(CHOICE_OPERATORS) as (keyof typeof CHOICE_OPERATORS)[];
  const name = operators.find((operator) => fields[operator]);
  if (!name) return undefined;
  const operand = fields[name]?.valueNode?.value;
  const fact = choiceOperator(name)!;
  if (fact.kind === 'type') return typeTest(variable, name, operand);
  const sign = fact.comparison ? SIGNS[fact.comparison] : 'matches';
  return `${variable} ${sign} ${fact.path ? String(operand) : JSON.stringify(operand)}`;
}

/** `IsPresent` with `false` reads "is not present". */
function typeTest(variable: string, name: string, operand: unknown): string {
  const word = name.replace(/^Is/, '').toLowerCase();
  return `${variable} is ${operand === false ? 'not ' : ''}${word === 'present' || word === 'null' ? word : `a ${word}`}`;
}

function joined(list: SourceNode | undefined, word: string): string {
  const parts = (list?.items ?? []).map((item) => testText(fieldsOf(item)) ?? '?');
  return parts.map((part) => (/ (?:and|or) /.test(part) ? `(${part})` : part)).join(` ${word} `);
}

function fieldsOf(node: SourceNode): ConditionFields {
  return Object.fromEntries((node.properties ?? []).map((property) => [property.key, property])) as ConditionFields;
}
