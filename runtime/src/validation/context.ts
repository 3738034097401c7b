import type { ObjectKind, QueryLanguage } from '../asl/fields.ts';
import type { ValueKind } from '../asl/valueKinds.ts';
import type { AslDocument } from '../source/document.ts';
import type { SourceNode, SourceProperty } from '../source/node.ts';
import { DefinitionObject, DefinitionState, machineLanguage, processorMode } from './contextObjects.ts';
import { EVERY_FIELD, entriesOf, type FieldChoice, type FieldTrait, listOf, STRUCTURE } from './fieldEntries.ts';
import type { FieldUse, ScopeContext, StateContext, TypedObject } from './model.ts';
import type { VariableReference } from './variables.ts';

export type StateMachineType = 'STANDARD' | 'EXPRESS';

/** How much of a definition a context shows. */
export type ContextExtent =
  /** All of it. */
  | 'definition'
  /** What stands outside of the states; the states are listed in `outermost`. */
  | 'frame'
  /** Nothing at first: states are added one by one. */
  | 'states';

/**
 * The definition as the rules see it, or a part of it: one walk along the language table finds every object of a known kind, every field in
 * use and every state with its query language and its place. Everything is in document order.
 */
export class ValidationContext {
  readonly fields: FieldUse[] = [];
  /** Those of all kinds. */
  readonly allObjects: TypedObject[] = [];
  readonly states: StateContext[] = [];
  readonly scopes: ScopeContext[] = [];
  /** Absent when the document holds no object. */
  readonly machine?: TypedObject<'stateMachine'>;
  /** Members that are no fields, by the object that holds them. */
  readonly unknown = new Map<TypedObject, SourceProperty[]>();
  /** The states of the machine itself, while they are not yet walked. */
  readonly outermost: OutermostState[] = [];
  /** Where variables are read, when somebody collected that already. */
  references?: readonly VariableReference[];
  private readonly byKind = new Map<ObjectKind, TypedObject[]>();
  private readonly lists: FieldUse[][] = [];
  /** Of a JSONata machine all states use JSONata. */
  private readonly language: QueryLanguage = 'JSONPath';
  private readonly extent: ContextExtent;
  private readonly derived = new Map<unknown, unknown>();
  readonly document: AslDocument;
  /** Absent when nobody knows. */
  readonly type?: StateMachineType;

  constructor(
    document: AslDocument,
    type?: StateMachineType,
    /** The tree to walk: the document's, or one that stands for it. */
    root: SourceNode | undefined = document.root,
    extent: ContextExtent = 'definition',
  ) {
    this.document = document;
    this.type = type;
    this.extent = extent;
    if (root?.kind !== 'object') return;
    this.language = machineLanguage(root, document.text);
    this.machine = new DefinitionObject('stateMachine', root, this.language);
    if (extent !== 'states') this.walkObject(this.machine as DefinitionObject, EVERY_FIELD, undefined);
  }

  /** All objects of a kind. */
  objects<K extends ObjectKind>(kind: K): readonly TypedObject<K>[] {
    return (this.byKind.get(kind) ?? []) as readonly TypedObject[] as readonly TypedObject<K>[];
  }

  /** All fields whose value has a meaning of that kind. */
  fieldsHolding(kind: ValueKind): readonly FieldUse[] {
    return this.lists[listOf(kind)] ?? NO_FIELDS;
  }

  /** All fields of which the language table says such a thing. */
  fieldsWith(trait: FieldTrait): readonly FieldUse[] {
    return this.lists[listOf(trait)] ?? NO_FIELDS;
  }

  /** Walks one of the states of the machine itself; `wanted` says which fields of it. */
  addState({ scope, property }: OutermostState, wanted: FieldChoice = EVERY_FIELD): void {
    this.walkState(scope, property, wanted);
  }

  /** Takes over what another context has that concerns the definition as a whole: states, scopes, transitions, labels, assignments, members that are no fields. */
  addStructureOf(other: ValidationContext): void {
    for (const state of other.states) this.states.push(state);
    for (const scope of other.scopes) this.scopes.push(scope);
    for (const [object, properties] of other.unknown) this.unknown.set(object, properties);
    for (const kind of STRUCTURE) for (const use of other.fieldsHolding(kind)) this.listIn(listOf(kind)).push(use);
  }

  /** What a function makes of the context: it is asked once. The answers live and die with the context. */
  once<T extends object>(derive: (context: ValidationContext) => T): T {
    let answer = this.derived.get(derive) as T | undefined;
    if (!answer) {
      answer = derive(this);
      this.derived.set(derive, answer);
    }
    return answer;
  }

  private walkObject(object: DefinitionObject, wanted: FieldChoice, owner: StateContext | undefined): void {
    this.allObjects.push(object);
    listIn(this.byKind, object.kind).push(object);
    const entries = entriesOf(object.kind);
    for (const property of object.node.properties ?? []) {
      const entry = entries.get(property.key);
      if (!entry) {
        listIn(this.unknown, object).push(property);
        continue;
      }
      if (!wanted(entry)) continue;
      const { fact } = entry;
      const value = property.valueNode;
      object.count(property, entry);
      const use: FieldUse = { object, name: property.key, property, value, fact };
      this.fields.push(use);
      for (const list of entry.lists) this.listIn(list).push(use);
      if (!value) continue;
      if (fact.holds === 'stateMap') this.walkStates(object as ScopeContext['object'], value, wanted, owner);
      else if (fact.object) this.walkNested(object, fact.object, value, wanted, owner);
      else if (fact.arrayOf) {
        for (const item of value.items ?? []) this.walkNested(object, fact.arrayOf, item, wanted, owner);
      }
    }
  }

  private walkNested(
    parent: TypedObject,
    kind: ObjectKind,
    node: SourceNode,
    wanted: FieldChoice,
    owner: StateContext | undefined,
  ): void {
    if (node.kind !== 'object') return;
    this.walkObject(new DefinitionObject(kind, node, parent.language, parent.state, parent), wanted, owner);
  }

  private walkStates(
    object: ScopeContext['object'],
    states: SourceNode,
    wanted: FieldChoice,
    owner: StateContext | undefined,
  ): void {
    const mode = processorMode(object);
    const scope: ScopeContext = {
      object,
      owner,
      states: [],
      byName: new Map(),
      isDistributed: mode === 'DISTRIBUTED',
      isInline: mode === 'INLINE',
    };
    this.scopes.push(scope);
    owner?.inner.push(scope);
    for (const property of states.properties ?? []) {
      if (property.valueNode?.kind !== 'object') continue;
      if (this.extent === 'frame') this.outermost.push({ scope, property });
      else this.walkState(scope, property, wanted);
    }
  }

  private walkState(scope: ScopeContext, property: SourceProperty, wanted: FieldChoice): void {
    // States inside a Map or Parallel state inherit the machine's language, not that state's.
    const state = new DefinitionState(property, property.valueNode!, scope, this.language);
    scope.states.push(state);
    scope.byName.set(state.name, state);
    this.states.push(state);
    if (state.object) this.walkObject(state.object, wanted, state);
  }

  private listIn(index: number): FieldUse[] {
    let list = this.lists[index];
    if (!list) {
      list = [];
      this.lists[index] = list;
    }
    return list;
  }
}

/** A state of the machine itself, by its property in the map of states. */
export interface OutermostState {
  readonly scope: ScopeContext;
  readonly property: SourceProperty;
}

const NO_FIELDS: readonly FieldUse[] = [];

function listIn<K, V>(lists: Map<K, V[]>, key: K): V[] {
  let list = lists.get(key);
  if (!list) {
    list = [];
    lists.set(key, list);
  }
  return list;
}
