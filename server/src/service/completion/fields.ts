import { BOOLEAN_OPERATORS, choiceOperator } from '../../../../runtime/src/asl/choice.ts';
import {
  excludedBy,
  type FieldFact,
  fieldFact,
  fieldNames,
  type ObjectKind,
  objectFact,
  type QueryLanguage,
} from '../../../../runtime/src/asl/fields.ts';
import type { CompletionContext, Suggestions } from './context/completionContext.ts';
import { type AslFieldName, STATE_KINDS } from './position/fieldNames.ts';
import { otherKeys } from './position/otherKeys.ts';
import { fieldSketch, isCompletable } from './rendering/fieldSketch.ts';
import { ITEM_KIND } from './rendering/kinds.ts';
import { RANK, type Suggestion } from './rendering/suggestion.ts';

/** The fields an object may still get: those of its kind and query language that neither it nor a twin of them has. */
export function fields({ position, place }: CompletionContext): Suggestions | undefined {
  if (position.role !== 'key' || place.meaning.is !== 'object') return undefined;
  const kinds = place.meaning.kind ? [place.meaning.kind] : STATE_KINDS;
  const present = new Set(otherKeys(position));
  const offered = new Map<string, Suggestion>();
  for (const kind of kinds) {
    const taken = takenFields(kind, present);
    for (const [index, name] of fieldNames(kind, place.language).entries()) {
      if (taken.has(name) || offered.has(name)) continue;
      offered.set(name, suggest(kind, name, index, place.language, place.meaning.kind !== undefined));
    }
  }
  return { items: [...offered.values()] };
}

/** Present fields, and those that may not stand beside them. */
function takenFields(kind: ObjectKind, present: ReadonlySet<string>): Set<string> {
  const taken = new Set(present);
  for (const name of present) for (const excluded of excludedBy(kind, name)) taken.add(excluded);
  if (fieldFact(kind, 'Variable' satisfies AslFieldName)) takeConditionFields(kind, present, taken);
  return taken;
}

/** A rule compares one variable with one operator, or combines other rules: choosing one way closes the others. */
function takeConditionFields(kind: ObjectKind, present: ReadonlySet<string>, taken: Set<string>): void {
  const operators = Object.keys(objectFact(kind).fields).filter((name) => choiceOperator(name));
  const combines = BOOLEAN_OPERATORS.some((name) => present.has(name));
  const compares = present.has('Variable' satisfies AslFieldName) || operators.some((name) => present.has(name));
  if (combines || operators.some((name) => present.has(name))) for (const name of operators) taken.add(name);
  if (combines) taken.add('Variable' satisfies AslFieldName);
  if (combines || compares) for (const name of BOOLEAN_OPERATORS) taken.add(name);
}

function suggest(
  kind: ObjectKind,
  name: string,
  index: number,
  language: QueryLanguage,
  isKindKnown: boolean,
): Suggestion {
  const fact = fieldFact(kind, name)!;
  return {
    label: name,
    kind: ITEM_KIND.field,
    detail: detailOf(kind, name, fact),
    topic: { about: 'field', kind, name },
    rank: rankOf(kind, name, fact, isKindKnown) + index,
    deprecated: fact.deprecated !== undefined,
    insert: { as: 'member', key: name, value: fieldSketch(kind, name, fact, language) },
    suggestAgain: isCompletable(fact),
  };
}

function detailOf(kind: ObjectKind, name: string, fact: FieldFact): string {
  const type = fact.types.includes('any') ? 'any value' : fact.types.join(' or ');
  if (fact.deprecated) return `${type}, replaced by ${fact.deprecated}`;
  if (isNeeded(kind, name, fact)) return `${type}, required`;
  return fact.distributedOnly ? `${type}, distributed mode` : type;
}

function rankOf(kind: ObjectKind, name: string, fact: FieldFact, isKindKnown: boolean): number {
  const isType = fact.required && fact.values && STATE_KINDS.includes(kind);
  if (isType) return RANK.first;
  if (fact.deprecated) return RANK.last;
  if (!isKindKnown) return RANK.normal;
  if (isNeeded(kind, name, fact)) return fact.required ? RANK.required : RANK.required + 50;
  return fact.distributedOnly ? RANK.unlikely : RANK.normal;
}

/** Required by itself, or member of a group of which one is required. */
function isNeeded(kind: ObjectKind, name: string, fact: FieldFact): boolean {
  return (
    fact.required === true || objectFact(kind).groups.some((group) => group.required && group.members.includes(name))
  );
}
