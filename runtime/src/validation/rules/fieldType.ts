import { isJsonataText, type JsonTypeName, SUBSTITUTION } from '../../asl/fields.ts';
import type { SourceNode } from '../../source/node.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { type FieldUse, textOf } from '../model.ts';
import { isUsable } from '../presence.ts';
import type { Rule } from '../rule.ts';

export const fieldType: Rule = {
  id: 'field-type',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: 'A value of the wrong JSON type, such as "60" in quotes where a number belongs. The service refuses the definition. Write a value of the right type; in JSONata states many fields also take a "{% %}" expression.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const use of context.fields) {
      const { value, fact, object } = use;
      if (!value || !isUsable(fact, object.language)) continue;
      const types = typesOf(use);
      if (fits(value, types)) checkChildren(use, value);
      else if (!isExempt(use, value)) report(finding(use, value, types));
    }

    /** Items and members that have a type of their own. */
    function checkChildren(use: FieldUse, value: SourceNode): void {
      const { arrayOf, holds } = use.fact;
      const types = holds === 'errorNames' || holds === 'texts' ? TEXT : OBJECT;
      if (holds === 'stateMap') {
        for (const { valueNode } of value.properties ?? []) if (valueNode) checkChild(use, valueNode, types);
      } else if (arrayOf || types === TEXT) for (const item of value.items ?? []) checkChild(use, item, types);
    }

    function checkChild(use: FieldUse, item: SourceNode, types: readonly JsonTypeName[]): void {
      if (!item.substitution && !fits(item, types)) report(finding(use, item, types));
    }
  },
};

const TEXT: readonly JsonTypeName[] = ['string'];
const OBJECT: readonly JsonTypeName[] = ['object'];
const TEMPLATE: readonly JsonTypeName[] = ['object', 'array'];

/** In JSONPath only members of a template are dynamic, so that its value must be able to hold some. */
function typesOf({ fact, object }: FieldUse): readonly JsonTypeName[] {
  const isOpen = fact.template && object.language === 'JSONPath' && fact.types.includes('any');
  return isOpen ? TEMPLATE : fact.types;
}

/** Values whose type nobody knows yet, and expressions, whose result nobody knows yet. */
function isExempt({ fact, object }: FieldUse, value: SourceNode): boolean {
  if (value.substitution) return true;
  const text = textOf(value);
  if (text === undefined) return false;
  if (fact.expression && object.language === 'JSONata')
    return isJsonataText(text) || text.startsWith('{%') || SUBSTITUTION.test(text);
  return SUBSTITUTION.test(text) && !fact.object && !fact.arrayOf;
}

function fits(value: SourceNode, types: readonly JsonTypeName[]): boolean {
  for (const type of types) {
    if (type === 'any' || type === value.kind) return true;
    if (type === 'integer' && value.kind === 'number' && Number.isInteger(value.value)) return true;
  }
  return false;
}

function finding(use: FieldUse, value: SourceNode, types: readonly JsonTypeName[]): Finding {
  const words = types.map((type) => WORDS[type]).join(' or ');
  const canBeExpression = use.fact.expression && use.object.language === 'JSONata';
  const start = value.start;
  const isLarge = value.kind === 'object' || value.kind === 'array';
  return {
    at: isLarge ? { start, end: start + 1 } : value,
    where: value,
    message: `"${use.name}" must ${value.parent === use.object.node ? 'be' : 'hold'} ${words}${canBeExpression ? ' or a "{% %}" expression' : ''}, not ${WORDS[value.kind]}.`,
    awsMessage: `Expected value of type ${types.map((type) => type.charAt(0).toUpperCase() + type.slice(1)).join(' or ')}`,
  };
}

const WORDS: Readonly<Record<JsonTypeName, string>> = {
  string: 'a string',
  integer: 'an integer',
  number: 'a number',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
  null: 'null',
  any: 'any JSON',
};
