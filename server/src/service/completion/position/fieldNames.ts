import { type ASL_OBJECTS, fieldFact, type ObjectKind } from '../../../../../runtime/src/asl/fields.ts';
import { STATE_TYPES, stateKind } from '../../../../../runtime/src/asl/states.ts';
import type { SourceNode } from '../../../../../runtime/src/source/document.ts';

/** The name of some field of the language table: a misspelt one does not compile. */
export type AslFieldName = {
  [K in ObjectKind]: keyof (typeof ASL_OBJECTS)[K]['fields'] & string;
}[ObjectKind];

/** The kinds of objects that are states. */
export const STATE_KINDS: readonly ObjectKind[] = STATE_TYPES.map(stateKind);

/** The value of a field of an object node. */
export function fieldNode(node: SourceNode | undefined, name: AslFieldName): SourceNode | undefined {
  return node?.get(name);
}

/** The text of a field, when it is a text. */
export function fieldText(node: SourceNode | undefined, name: AslFieldName): string | undefined {
  const value = node?.get(name)?.value;
  return typeof value === 'string' ? value : undefined;
}

/** A state type that has the field, for a state whose own type is not known yet. */
export function stateKindWith(field: string): ObjectKind | undefined {
  return STATE_KINDS.find((kind) => fieldFact(kind, field) !== undefined);
}
