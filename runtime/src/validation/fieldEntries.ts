import { ASL_OBJECTS, type FieldFact, groupBits, type ObjectKind, objectFact } from '../asl/fields.ts';
import type { ValueKind } from '../asl/valueKinds.ts';

/** A fixed list of values, limits of number or length, a newer name, a payload template, a sibling that takes a path. */
export type FieldTrait = 'values' | 'range' | 'deprecated' | 'template' | 'twin';

/** What a walk needs to know of a field. */
export interface FieldEntry {
  readonly fact: FieldFact;
  /** Its exclusive groups. */
  readonly bits: number;
  /** The lists that its uses go to. */
  readonly lists: readonly number[];
  /** The field, or one inside its value, says how states hang together. */
  readonly isStructure: boolean;
}

/** Which fields a walk goes into. */
export type FieldChoice = (entry: FieldEntry) => boolean;

export const EVERY_FIELD: FieldChoice = () => true;
export const STRUCTURE_ONLY: FieldChoice = ({ isStructure }) => isStructure;

/** Meanings of values by which states concern each other. */
export const STRUCTURE: readonly ValueKind[] = ['stateName', 'stateMap', 'label', 'assignments'];

/** The fields of a kind of object, by name. */
export function entriesOf(kind: ObjectKind): ReadonlyMap<string, FieldEntry> {
  let entries = byKind.get(kind);
  if (!entries) {
    entries = new Map(
      Object.entries(objectFact(kind).fields).map(([name, fact]) => [
        name,
        { fact, bits: groupBits(kind, name), lists: listsOf(fact), isStructure: isStructure(fact) },
      ]),
    );
    byKind.set(kind, entries);
  }
  return entries;
}

/** The number of the list of fields that have such a meaning or trait. */
export function listOf(name: ValueKind | FieldTrait): number {
  let number = numbers.get(name);
  if (number === undefined) {
    number = numbers.size;
    numbers.set(name, number);
  }
  return number;
}

const byKind = new Map<ObjectKind, ReadonlyMap<string, FieldEntry>>();
const numbers = new Map<ValueKind | FieldTrait, number>();

function listsOf(fact: FieldFact): number[] {
  const lists: number[] = [];
  if (fact.holds) lists.push(listOf(fact.holds));
  if (fact.values) lists.push(listOf('values'));
  if (hasRange(fact)) lists.push(listOf('range'));
  if (fact.deprecated) lists.push(listOf('deprecated'));
  if (fact.template) lists.push(listOf('template'));
  if (fact.pathTwin) lists.push(listOf('twin'));
  return lists;
}

function hasRange({ minimum, maximum, minLength, maxLength }: FieldFact): boolean {
  return (minimum ?? maximum ?? minLength ?? maxLength) !== undefined;
}

function isStructure(fact: FieldFact): boolean {
  if (fact.holds && STRUCTURE.includes(fact.holds)) return true;
  const kind = fact.object ?? fact.arrayOf;
  return kind !== undefined && structureKinds().has(kind);
}

let knownStructureKinds: ReadonlySet<ObjectKind> | undefined;

/** The kinds of objects with a field of structure, or with such objects inside. */
function structureKinds(): ReadonlySet<ObjectKind> {
  if (knownStructureKinds) return knownStructureKinds;
  const kinds = new Set<ObjectKind>();
  for (let size = -1; size < kinds.size; ) {
    size = kinds.size;
    for (const kind of Object.keys(ASL_OBJECTS) as ObjectKind[]) {
      const leads = Object.values<FieldFact>(objectFact(kind).fields).some(
        ({ holds, object, arrayOf }) =>
          (holds && STRUCTURE.includes(holds)) || (object && kinds.has(object)) || (arrayOf && kinds.has(arrayOf)),
      );
      if (leads) kinds.add(kind);
    }
  }
  knownStructureKinds = kinds;
  return kinds;
}
