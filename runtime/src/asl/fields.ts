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

/** The exclusive groups of a kind that a field is in, as bits by the position of the group. */
export function groupBits(kind: ObjectKind, field: string): number {
  let bits = bitsByKind.get(kind);
  if (!bits) {
    bits = new Map();
    for (const [index, { members }] of OBJECTS[kind].groups.entries()) {
      for (const member of members) bits.set(member, (bits.get(member) ?? 0) | (1 << index));
    }
    bitsByKind.set(kind, bits);
  }
  return bits.size === 0 ? 0 : (bits.get(field) ?? 0);
}

/** A `${Name}` placeholder that a deployment tool replaces before the service sees the definition. */
export const SUBSTITUTION = /\$\{[^{}]*\}/;

const OBJECTS = Object.fromEntries(
  Object.entries<ObjectFact>(ASL_OBJECTS).map(([kind, fact]) => [kind, { ...fact, fields: uniform(fact.fields) }]),
) as unknown as Readonly<Record<ObjectKind, ObjectFact>>;

/** Gives all facts the same members in the same order: validation reads them hundreds of thousands of times. */
function uniform(fields: ObjectFact['fields']): Record<string, FieldFact> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, fact]) => [
      name,
      {
        types: fact.types,
        doc: fact.doc,
        required: fact.required,
        language: fact.language,
        expression: fact.expression,
        template: fact.template,
        pathTwin: fact.pathTwin,
        holds: fact.holds,
        arns: fact.arns,
        object: fact.object,
        arrayOf: fact.arrayOf,
        values: fact.values,
        minimum: fact.minimum,
        maximum: fact.maximum,
        minLength: fact.minLength,
        maxLength: fact.maxLength,
        deprecated: fact.deprecated,
        distributedOnly: fact.distributedOnly,
        sees: fact.sees,
        absentWhen: fact.absentWhen,
        assumed: fact.assumed,
      } satisfies { [M in keyof Required<FieldFact>]: FieldFact[M] },
    ]),
  );
}
const factsByKind = new Map<ObjectKind, ReadonlyMap<string, FieldFact>>();
const bitsByKind = new Map<ObjectKind, Map<string, number>>();
