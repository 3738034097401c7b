import { fieldFact, type ObjectKind, type QueryLanguage, type StateKind } from '../asl/fields.ts';
import { isStateType, stateKind } from '../asl/states.ts';
import type { AslDocument } from '../source/document.ts';
import type { SourceNode, SourceProperty } from '../source/node.ts';
import { type Fields, type FieldUse, type ScopeContext, type StateContext, type TypedObject, textOf } from './model.ts';

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
  private readonly byKind = new Map<ObjectKind, TypedObject[]>();

  constructor(
    readonly document: AslDocument,
    /** Absent when nobody knows. */
    readonly type?: StateMachineType,
  ) {
    if (document.root?.kind === 'object') this.machine = this.walkMachine(document.root);
  }

  /** All objects of a kind. */
  objects<K extends ObjectKind>(kind: K): readonly TypedObject<K>[] {
    return (this.byKind.get(kind) ?? []) as readonly TypedObject<ObjectKind>[] as readonly TypedObject<K>[];
  }

  /** All objects of all kinds. */
  *allObjects(): Generator<TypedObject> {
    for (const objects of this.byKind.values()) yield* objects;
  }

  private walkMachine(root: SourceNode): TypedObject<'stateMachine'> {
    const machine = makeObject('stateMachine', root, '', 'JSONPath');
    const language = declaredLanguage(machine.fields.QueryLanguage) ?? 'JSONPath';
    return this.walkObject({ ...machine, language }, language, undefined);
  }

  /** `language` is the machine's: states inside a Map or Parallel state inherit from there, not from that state. */
  private walkObject<K extends ObjectKind>(
    object: TypedObject<K>,
    language: QueryLanguage,
    owner?: StateContext,
  ): TypedObject<K> {
    const list = this.byKind.get(object.kind);
    if (list) list.push(object as TypedObject<ObjectKind> as TypedObject);
    else this.byKind.set(object.kind, [object as TypedObject<ObjectKind> as TypedObject]);
    const general = object as TypedObject<ObjectKind> as TypedObject;
    for (const property of object.node.properties ?? []) {
      const fact = fieldFact(object.kind, property.key);
      if (!fact) continue;
      const value = property.valueNode;
      this.fields.push({ object: general, name: property.key, property, value, fact });
      if (!value) continue;
      const location = `${object.location}/${property.key}`;
      const inside = { language: object.language, state: object.state, parent: general };
      if (fact.holds === 'stateMap')
        this.walkStates(general as ScopeContext['object'], value, location, language, owner);
      else if (fact.object && value.kind === 'object') {
        this.walkObject(makeObject(fact.object, value, location, object.language, inside), language, owner);
      } else if (fact.arrayOf) {
        for (const [index, item] of (value.items ?? []).entries()) {
          if (item.kind !== 'object') continue;
          const nested = makeObject(fact.arrayOf, item, `${location}[${index}]`, object.language, inside);
          this.walkObject(nested, language, owner);
        }
      }
    }
    return object;
  }

  private walkStates(
    object: ScopeContext['object'],
    states: SourceNode,
    location: string,
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
      const state = this.makeState(property, property.valueNode, `${location}/${property.key}`, scope, language);
      scope.states.push(state);
      byName.set(state.name, state);
      this.states.push(state);
      if (state.object) this.walkObject(state.object, language, state);
    }
  }

  private makeState(
    property: SourceProperty,
    node: SourceNode,
    location: string,
    scope: ScopeContext,
    language: QueryLanguage,
  ): StateContext {
    const fields = fieldsOf(node) as Fields<StateKind>;
    const type = textOf(fields.Type?.valueNode);
    const own = declaredLanguage(fields.QueryLanguage);
    // A state cannot leave JSONata; a rule of its own says so.
    const effective = language === 'JSONata' ? 'JSONata' : (own ?? language);
    const state = { name: property.key, property, node, fields, language: effective, location, scope, inner: [] };
    if (!isStateType(type)) return state;
    const context: { -readonly [P in keyof StateContext]: StateContext[P] } = { ...state, type };
    const kind = stateKind(type);
    context.object = { kind, node, location, language: effective, fields, state: context, parent: scope.object };
    return context;
  }
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
  const mode = config && (fieldsOf(config) as Fields<'processorConfig'>).Mode;
  return mode ? textOf(mode.valueNode) : 'INLINE';
}

function makeObject<K extends ObjectKind>(
  kind: K,
  node: SourceNode,
  location: string,
  language: QueryLanguage,
  extra: Pick<TypedObject, 'state' | 'parent'> = {},
): TypedObject<K> {
  return {
    kind,
    node,
    location,
    language,
    fields: fieldsOf(node) as Fields<K>,
    state: extra.state,
    parent: extra.parent,
  };
}

/** Of a repeated key the last property counts, as in JSON. */
function fieldsOf(node: SourceNode): Record<string, SourceProperty> {
  const fields: Record<string, SourceProperty> = Object.create(null);
  for (const property of node.properties ?? []) fields[property.key] = property;
  return fields;
}
