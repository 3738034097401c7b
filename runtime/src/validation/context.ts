import { type FieldFact, groupBits, type ObjectKind, objectFact, type QueryLanguage } from '../asl/fields.ts';
import { isStateType, stateKind } from '../asl/states.ts';
import type { ValueKind } from '../asl/valueKinds.ts';
import type { AslDocument } from '../source/document.ts';
import type { SourceNode, SourceProperty } from '../source/node.ts';
import { anyStateFields, fieldsOf } from './fieldAccess.ts';
import { type FieldUse, type ScopeContext, type StateContext, type TypedObject, textOf } from './model.ts';
import { isUsable } from './presence.ts';

/** A fixed list of values, limits of number or length, a newer name, a payload template. */
export type FieldTrait = 'values' | 'range' | 'deprecated' | 'template';

export type StateMachineType = 'STANDARD' | 'EXPRESS';

/**
 * The definition as the rules see it: one walk along the language table finds every object of a known kind, every field in use and
 * every state with its query language and its place. Everything is in document order.
 */
export class ValidationContext {
  readonly fields: FieldUse[] = [];
  readonly states: StateContext[] = [];
  readonly scopes: ScopeContext[] = [];
  /** Absent when the document holds no object. */
  readonly machine?: TypedObject<'stateMachine'>;
  /** Members that are no fields, by the object that holds them. */
  readonly unknown = new Map<TypedObject, SourceProperty[]>();
  private readonly byKind = new Map<ObjectKind, TypedObject[]>();
  private readonly byValueKind = new Map<ValueKind, FieldUse[]>();
  private readonly entriesByKind = new Map<ObjectKind, ReadonlyMap<string, FieldEntry>>();
  private readonly byTrait: Readonly<Record<FieldTrait, FieldUse[]>> = {
    values: [],
    range: [],
    deprecated: [],
    template: [],
  };

  constructor(
    readonly document: AslDocument,
    /** Absent when nobody knows. */
    readonly type?: StateMachineType,
  ) {
    const root = document.root;
    if (root?.kind !== 'object') return;
    const language = declaredLanguage(fieldsOf('stateMachine', root).QueryLanguage) ?? 'JSONPath';
    this.machine = makeObject('stateMachine', root, language);
    this.walkObject(this.machine, language, undefined);
  }

  /** All objects of a kind. */
  objects<K extends ObjectKind>(kind: K): readonly TypedObject<K>[] {
    return (this.byKind.get(kind) ?? []) as readonly TypedObject[] as readonly TypedObject<K>[];
  }

  /** All objects of all kinds. */
  *allObjects(): Generator<TypedObject> {
    for (const objects of this.byKind.values()) yield* objects;
  }

  /** All fields whose value has a meaning of that kind. */
  fieldsHolding(kind: ValueKind): readonly FieldUse[] {
    return this.byValueKind.get(kind) ?? [];
  }

  /** All fields of which the language table says such a thing. */
  fieldsWith(trait: FieldTrait): readonly FieldUse[] {
    return this.byTrait[trait];
  }

  /** `language` is the machine's: states inside a Map or Parallel state inherit from there, not from that state. */
  private walkObject(object: TypedObject, language: QueryLanguage, owner: StateContext | undefined): void {
    addTo(this.byKind, object.kind, object);
    const entries = this.entriesOf(object.kind);
    for (const property of object.node.properties ?? []) {
      const entry = entries.get(property.key);
      if (!entry) {
        addTo(this.unknown, object, property);
        continue;
      }
      const { fact } = entry;
      const value = property.valueNode;
      tally(object, property, entry);
      const use: FieldUse = { object, name: property.key, property, value, fact };
      this.fields.push(use);
      for (const list of entry.lists) list.push(use);
      if (!value) continue;
      if (fact.holds === 'stateMap') this.walkStates(object as ScopeContext['object'], value, language, owner);
      else if (fact.object) this.walkNested(object, fact.object, value, language, owner);
      else if (fact.arrayOf) {
        for (const item of value.items ?? []) this.walkNested(object, fact.arrayOf, item, language, owner);
      }
    }
  }

  /** The fields of a kind, each with the lists that its uses go to. */
  private entriesOf(kind: ObjectKind): ReadonlyMap<string, FieldEntry> {
    let entries = this.entriesByKind.get(kind);
    if (!entries) {
      entries = new Map(
        Object.entries(objectFact(kind).fields).map(([name, fact]) => [
          name,
          { fact, bits: groupBits(kind, name), lists: this.listsOf(fact) },
        ]),
      );
      this.entriesByKind.set(kind, entries);
    }
    return entries;
  }

  private listsOf(fact: FieldFact): FieldUse[][] {
    const lists: FieldUse[][] = [];
    if (fact.holds) lists.push(listIn(this.byValueKind, fact.holds));
    if (fact.values) lists.push(this.byTrait.values);
    if (hasRange(fact)) lists.push(this.byTrait.range);
    if (fact.deprecated) lists.push(this.byTrait.deprecated);
    if (fact.template) lists.push(this.byTrait.template);
    return lists;
  }

  private walkNested(
    parent: TypedObject,
    kind: ObjectKind,
    node: SourceNode,
    language: QueryLanguage,
    owner: StateContext | undefined,
  ): void {
    if (node.kind !== 'object') return;
    this.walkObject(makeObject(kind, node, parent.language, parent.state, parent), language, owner);
  }

  private walkStates(
    object: ScopeContext['object'],
    states: SourceNode,
    language: QueryLanguage,
    owner: StateContext | undefined,
  ): void {
    const byName = new Map<string, StateContext>();
    const mode = processorMode(object);
    const scope: ScopeContext = {
      object,
      owner,
      states: [],
      byName,
      isDistributed: mode === 'DISTRIBUTED',
      isInline: mode === 'INLINE',
    };
    this.scopes.push(scope);
    owner?.inner.push(scope);
    for (const property of states.properties ?? []) {
      if (property.valueNode?.kind !== 'object') continue;
      const state = makeState(property, property.valueNode, scope, language);
      scope.states.push(state);
      byName.set(state.name, state);
      this.states.push(state);
      if (state.object) this.walkObject(state.object, language, state);
    }
  }
}

/** What the walk needs to know of a field. */
interface FieldEntry {
  readonly fact: FieldFact;
  /** Its exclusive groups. */
  readonly bits: number;
  readonly lists: readonly FieldUse[][];
}

function hasRange({ minimum, maximum, minLength, maxLength }: FieldFact): boolean {
  return (minimum ?? maximum ?? minLength ?? maxLength) !== undefined;
}

function tally(
  { language, tally: counts }: TypedObject,
  { valueNode }: SourceProperty,
  { fact, bits }: FieldEntry,
): void {
  if (!isUsable(fact, language)) return;
  if (fact.required) counts.required++;
  if (fact.absentWhen !== undefined && valueNode?.value === fact.absentWhen) return;
  counts.conflicts |= counts.groups & bits;
  counts.groups |= bits;
}

function makeState(
  property: SourceProperty,
  node: SourceNode,
  scope: ScopeContext,
  language: QueryLanguage,
): StateContext {
  const fields = anyStateFields(node);
  const type = textOf(fields.Type?.valueNode);
  const own = declaredLanguage(fields.QueryLanguage);
  const state: { -readonly [P in keyof StateContext]: StateContext[P] } = {
    name: property.key,
    property,
    node,
    fields,
    // A state cannot leave JSONata; a rule of its own says so.
    language: language === 'JSONata' ? 'JSONata' : (own ?? language),
    scope,
    inner: [],
    type: undefined,
    object: undefined,
  };
  if (!isStateType(type)) return state;
  state.type = type;
  state.object = makeObject(stateKind(type), node, state.language, state, scope.object);
  return state;
}

/** An unknown name of a query language counts as none, so that one typo does not put every field of the state in the wrong. */
function declaredLanguage(property: SourceProperty | undefined): QueryLanguage | undefined {
  const text = textOf(property?.valueNode);
  return text === 'JSONata' || text === 'JSONPath' ? text : undefined;
}

/** `INLINE` when nothing is said; undefined when what is said is no mode. */
function processorMode(object: ScopeContext['object']): string | undefined {
  if (object.kind !== 'itemProcessor') return 'INLINE';
  const config = (object as TypedObject<'itemProcessor'>).fields.ProcessorConfig?.valueNode;
  const mode = config && fieldsOf('processorConfig', config).Mode;
  return mode ? textOf(mode.valueNode) : 'INLINE';
}

function makeObject<K extends ObjectKind>(
  kind: K,
  node: SourceNode,
  language: QueryLanguage,
  state?: StateContext,
  parent?: TypedObject,
): TypedObject<K> {
  return {
    kind,
    node,
    language,
    fields: fieldsOf(kind, node),
    state,
    parent,
    tally: { required: 0, groups: 0, conflicts: 0 },
  };
}

function addTo<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  listIn(lists, key).push(value);
}

function listIn<K, V>(lists: Map<K, V[]>, key: K): V[] {
  let list = lists.get(key);
  if (!list) {
    list = [];
    lists.set(key, list);
  }
  return list;
}
