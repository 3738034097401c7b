import type { FieldFact, QueryLanguage } from '../../../../runtime/src/asl/fields.ts';
import { isStateType, STATE_TYPES } from '../../../../runtime/src/asl/states.ts';
import type { CompletionContext, Suggestions } from './context/completionContext.ts';
import { type AslFieldName, STATE_KINDS } from './position/fieldNames.ts';
import type { Field } from './position/place.ts';
import { usefulDefault } from './rendering/fieldSketch.ts';
import { ITEM_KIND } from './rendering/kinds.ts';
import { RANK, type Suggestion } from './rendering/suggestion.ts';

/** Values a field allows: state types, enumerations, booleans, `null`, and the default of a number. */
export function values({ value, position, place }: CompletionContext): Suggestions | undefined {
  if (value?.is !== 'value' || value.inside.length > 0 || position.token.content.startsWith('{%')) return undefined;
  const { field } = value;
  const { fact } = field;
  if (isTypeField(field)) return { items: STATE_TYPES.map(stateType) };
  if (fact.template || fact.holds === 'errorNames') return undefined;
  const allowed = fact.values?.filter((each) => !isDowngrade(field, each, place.machineLanguage));
  // Where a text has begun only texts can follow.
  const isText = position.token.content !== '' && fact.types.includes('string');
  const literals = allowed ?? (isText ? [] : [...literalsOf(fact), ...assumedOf(fact)]);
  return { items: literals.map((literal, index) => suggest(field, literal, index)) };
}

function isTypeField({ owner, fact }: Field): boolean {
  return STATE_KINDS.includes(owner) && fact.required === true && isStateType(fact.values?.[0]);
}

/** A state of a JSONata machine cannot go back to JSONPath. */
function isDowngrade({ owner, name }: Field, value: unknown, machine: QueryLanguage): boolean {
  const isLanguage = name === ('QueryLanguage' satisfies AslFieldName) && STATE_KINDS.includes(owner);
  return isLanguage && machine === 'JSONata' && value !== machine;
}

function literalsOf(fact: FieldFact): (boolean | null)[] {
  return [...(fact.types.includes('boolean') ? [true, false] : []), ...(fact.types.includes('null') ? [null] : [])];
}

function assumedOf(fact: FieldFact): (string | number)[] {
  const isNumber = fact.types.includes('integer') || fact.types.includes('number');
  return isNumber && usefulDefault(fact) !== '' ? [Number(fact.assumed)] : [];
}

function stateType(type: string): Suggestion {
  return {
    label: type,
    kind: ITEM_KIND.enumeration,
    topic: { about: 'stateType', name: type },
    rank: RANK.first,
    insert: { as: 'value', value: type },
  };
}

function suggest({ owner, name, fact }: Field, value: string | number | boolean | null, index: number): Suggestion {
  const isDefault = value === fact.assumed;
  return {
    label: String(value),
    kind: typeof value === 'string' ? ITEM_KIND.enumeration : ITEM_KIND.value,
    ...(isDefault ? { detail: 'default' } : {}),
    topic: { about: 'value', kind: owner, name, value: String(value) },
    rank: RANK.likely + index,
    insert: { as: 'value', value },
  };
}
