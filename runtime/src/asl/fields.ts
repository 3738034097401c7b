import { CHOICE_OBJECTS } from './choiceFields.ts';
import { ERROR_OBJECTS } from './errorFields.ts';
import type { FieldFact, ObjectFact, ObjectKind, QueryLanguage } from './fieldFacts.ts';
import { MACHINE_OBJECTS } from './machineFields.ts';
import { MAP_OBJECTS } from './mapFields.ts';
import { STATE_OBJECTS } from './stateFields.ts';

export type {
  ExclusiveGroup,
  FieldFact,
  JsonTypeName,
  ObjectFact,
  ObjectKind,
  QueryLanguage,
  StateKind,
} from './fieldFacts.ts';

/**
 * The language table: object kind -> field -> facts. Types, JSON Schema, completion, hover and the generic validation rules all
 * come from here. Sources: the Amazon States Language specification and the Step Functions developer guide; ranges as the service
 * checks them.
 */
export const ASL_OBJECTS = {
  ...MACHINE_OBJECTS,
  ...STATE_OBJECTS,
  ...MAP_OBJECTS,
  ...CHOICE_OBJECTS,
  ...ERROR_OBJECTS,
} as const;

/** The facts of an object kind, with the literal types widened. */
export function objectFact(kind: ObjectKind): ObjectFact {
  return OBJECTS[kind];
}

/** The facts of a field, or undefined when objects of this kind have no such field. */
export function fieldFact(kind: ObjectKind, field: string): FieldFact | undefined {
  let facts = factsByKind.get(kind);
  if (!facts) {
    facts = new Map(Object.entries(OBJECTS[kind].fields));
    factsByKind.set(kind, facts);
  }
  return facts.get(field);
}

/** The names of the fields an object of this kind may have in states of a query language, in the order of the table. */
export function fieldNames(kind: ObjectKind, language: QueryLanguage): string[] {
  return Object.entries(OBJECTS[kind].fields)
    .filter(([, fact]) => fact.language === undefined || fact.language === language)
    .map(([name]) => name);
}

/** Members that exclude `field` because only one of their group may be there. */
export function excludedBy(kind: ObjectKind, field: string): string[] {
  const groups = OBJECTS[kind].groups.filter((group) => group.members.includes(field));
  return groups.flatMap((group) => group.members.filter((member) => member !== field));
}

/** Whether a string is a `{% %}` expression in a JSONata state (no white space outside the delimiters). */
export function isJsonataText(text: string): boolean {
  return text.startsWith('{%') && text.endsWith('%}') && text.length >= 4;
}

/** A `${Name}` placeholder that a deployment tool replaces before the service sees the definition. */
export const SUBSTITUTION = /\$\{[^{}]*\}/;

const OBJECTS: Readonly<Record<ObjectKind, ObjectFact>> = ASL_OBJECTS;
const factsByKind = new Map<ObjectKind, ReadonlyMap<string, FieldFact>>();
