import {
  type FieldFact,
  fieldFact,
  type ObjectKind,
  type QueryLanguage,
} from '../../../../../runtime/src/asl/fields.ts';
import { isStateType, stateKind } from '../../../../../runtime/src/asl/states.ts';
import type { SourceNode } from '../../../../../runtime/src/source/document.ts';
import { type AslFieldName, fieldNode, fieldText, stateKindWith } from './fieldNames.ts';
import { nodeAtPath } from './nodePaths.ts';
import type { PathToken } from './position.ts';

/** What the language says about a value at some path. */
export type Meaning =
  /** An object of the language table. `kind` is undefined for a state whose type is not (yet) known. */
  | { readonly is: 'object'; readonly kind: ObjectKind | undefined }
  /** The map of states of a scope. */
  | { readonly is: 'states' }
  /** An array of objects of the language table. */
  | { readonly is: 'list'; readonly of: ObjectKind; readonly field: Field }
  /** The value of a field, or something deeper inside it (`inside` is the way down). */
  | { readonly is: 'value'; readonly field: Field; readonly inside: readonly PathToken[] }
  /** Nothing the language knows. */
  | { readonly is: 'unknown' };

/** One field of one object. */
export interface Field {
  readonly owner: ObjectKind;
  readonly name: string;
  readonly fact: FieldFact;
}

/** A state machine, branch or item processor: an object with its own map of states. */
export interface Scope {
  readonly node: SourceNode | undefined;
  readonly states: SourceNode | undefined;
  readonly path: readonly PathToken[];
}

/** A state, by name. */
export interface EnclosingState {
  readonly name: string;
  readonly node: SourceNode | undefined;
  readonly kind: ObjectKind | undefined;
}

/** An object of the language table on the way to the cursor. */
export interface EnclosingObject {
  readonly kind: ObjectKind | undefined;
  readonly node: SourceNode | undefined;
  /** Field (or name, for a state) under which its parent holds it. */
  readonly field: string | undefined;
}

/** What the language knows about a place. */
export interface Place {
  readonly meaning: Meaning;
  /** From the state machine to the innermost. */
  readonly scopes: readonly Scope[];
  /** From the outermost to the innermost. */
  readonly states: readonly EnclosingState[];
  readonly objects: readonly EnclosingObject[];
  /** Of the innermost state; of the machine outside of states. */
  readonly language: QueryLanguage;
  /** Of the state machine as a whole. */
  readonly machineLanguage: QueryLanguage;
}

const MACHINE: ObjectKind = 'stateMachine';

/** Follows a path from the state machine at `root` through the language table. */
export function placeAt(root: SourceNode | undefined, path: readonly PathToken[]): Place {
  const scopes: Scope[] = [];
  const states: EnclosingState[] = [];
  const objects: EnclosingObject[] = [];
  const machineLanguage = languageField(root);
  let meaning: Meaning = { is: 'object', kind: MACHINE };
  let node = root;
  enter(MACHINE, undefined, 0);
  for (const [index, token] of path.entries()) {
    const isState: boolean = meaning.is === 'states';
    node = nodeAtPath(node, [token]);
    meaning = isState ? { is: 'object', kind: kindOfState(node) } : meaningBelow(meaning, token);
    if (isState) states.push({ name: String(token), node, kind: kindOfState(node) });
    if (meaning.is === 'object') enter(meaning.kind, isState ? undefined : String(token), index + 1);
  }
  const language = languageOf(machineLanguage, states.at(-1)?.node);
  return { meaning, scopes, states, objects, language, machineLanguage };

  function enter(kind: ObjectKind | undefined, field: string | undefined, length: number): void {
    const listName = typeof field === 'string' && /^\d+$/.test(field) ? String(path[length - 2]) : field;
    objects.push({ kind, node, field: listName });
    if (kind && hasStates(kind)) scopes.push({ node, states: fieldNode(node, 'States'), path: path.slice(0, length) });
  }
}

/** The object kind of a state node by its type. */
export function kindOfState(node: SourceNode | undefined): ObjectKind | undefined {
  const type = fieldText(node, 'Type');
  return isStateType(type) ? stateKind(type) : undefined;
}

/** Whether objects of this kind hold a map of states: the machine itself, a branch, an item processor. */
export function hasStates(kind: ObjectKind): boolean {
  return fieldFact(kind, 'States' satisfies AslFieldName)?.holds === 'stateMap';
}

/** The query language of a state: a machine in JSONata has JSONata states only, another one lets each state choose. */
export function languageOf(machine: QueryLanguage, state: SourceNode | undefined): QueryLanguage {
  return machine === 'JSONata' ? machine : languageField(state);
}

function languageField(node: SourceNode | undefined): QueryLanguage {
  return fieldText(node, 'QueryLanguage') === 'JSONata' ? 'JSONata' : 'JSONPath';
}

export function meaningBelow(meaning: Meaning, token: PathToken): Meaning {
  if (meaning.is === 'list') return { is: 'object', kind: meaning.of };
  if (meaning.is === 'value') return { ...meaning, inside: [...meaning.inside, token] };
  if (meaning.is !== 'object') return { is: 'unknown' };
  const name = String(token);
  const owner = meaning.kind ?? stateKindWith(name);
  const fact = owner && fieldFact(owner, name);
  if (!owner || !fact) return { is: 'unknown' };
  if (fact.holds === 'stateMap') return { is: 'states' };
  const field = { owner, name, fact };
  if (fact.arrayOf) return { is: 'list', of: fact.arrayOf, field };
  if (fact.object) return { is: 'object', kind: fact.object };
  return { is: 'value', field, inside: [] };
}
