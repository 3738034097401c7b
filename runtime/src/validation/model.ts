import type { ASL_OBJECTS, FieldFact, ObjectKind, QueryLanguage, StateKind } from '../asl/fields.ts';
import type { StateType } from '../asl/states.ts';
import type { SourceNode, SourceProperty } from '../source/node.ts';
import type { StateExit } from './exit.ts';

type FieldName<K extends ObjectKind> = K extends ObjectKind ? keyof (typeof ASL_OBJECTS)[K]['fields'] & string : never;

/** The fields that are written in an object, by name. A name the language table does not have does not compile. */
export type Fields<K extends ObjectKind> = { readonly [N in FieldName<K>]?: SourceProperty };

/** An object of the definition whose kind is known. */
export interface TypedObject<K extends ObjectKind = ObjectKind> {
  readonly kind: K;
  readonly node: SourceNode;
  /** The query language of the state it belongs to, or of the machine. */
  readonly language: QueryLanguage;
  readonly fields: Fields<K>;
  /** The state it is or belongs to. */
  readonly state?: StateContext;
  /** The object that holds it. */
  readonly parent?: TypedObject;
  /** Required fields that are there. The walk counts, so that most objects are known to be complete without looking at them again. */
  readonly requiredCount: number;
  /** Exclusive groups of which a member is there, as bits. */
  readonly groups: number;
  /** Exclusive groups of which several members are there. */
  readonly conflicts: number;
}

/** A `States` object with its surroundings: the machine, a branch, or the processor of a Map state. */
export interface ScopeContext {
  readonly object: TypedObject<'stateMachine' | 'branch' | 'itemProcessor'>;
  /** The Parallel or Map state around it. */
  readonly owner?: StateContext;
  readonly states: StateContext[];
  /** The last state of each name, as JSON objects have it; complete when the walk is. */
  readonly byName: Map<string, StateContext>;
  /** Runs as child executions, which see no outer variables. */
  readonly isDistributed: boolean;
  /** Runs inside the execution for sure. */
  readonly isInline: boolean;
}

/** One state. */
export interface StateContext {
  readonly name: string;
  readonly property: SourceProperty;
  readonly node: SourceNode;
  /** Absent when `Type` is missing or unknown. */
  readonly type?: StateType;
  /** The state as an object; its kind follows the type. */
  readonly object?: TypedObject<StateKind>;
  /** Fields of all state types: what is written, whatever the type. */
  readonly fields: Fields<StateKind>;
  readonly language: QueryLanguage;
  readonly scope: ScopeContext;
  /** Branches or the processor. */
  readonly inner: ScopeContext[];
  readonly exit: StateExit;
}

/** A field in use. */
export interface FieldUse {
  readonly object: TypedObject;
  readonly name: string;
  readonly property: SourceProperty;
  /** Absent while nobody has written a value. */
  readonly value?: SourceNode;
  readonly fact: FieldFact;
}

/** The text a string node holds, unless a deployment tool will replace it. */
export function textOf(node: SourceNode | undefined): string | undefined {
  if (node?.kind !== 'string' || node.substitution) return undefined;
  return node.value as string;
}

/** The number a node holds. */
export function numberOf(node: SourceNode | undefined): number | undefined {
  return node?.kind === 'number' && !node.substitution ? (node.value as number) : undefined;
}
