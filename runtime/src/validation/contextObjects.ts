import type { ObjectKind, QueryLanguage, StateKind } from '../asl/fields.ts';
import { isStateType, type StateType, stateKind } from '../asl/states.ts';
import type { SourceNode, SourceProperty } from '../source/node.ts';
import { exitOf, type StateExit } from './exit.ts';
import { anyStateFields, fieldsOf } from './fieldAccess.ts';
import type { FieldEntry } from './fieldEntries.ts';
import { misspelt } from './misspelling.ts';
import { type Fields, type ScopeContext, type StateContext, type TypedObject, textOf } from './model.ts';
import { isUsable } from './presence.ts';

/** An object of the definition; one of the many short-lived ones of a walk, so it holds only what cannot be looked up. */
export class DefinitionObject<K extends ObjectKind = ObjectKind> implements TypedObject<K> {
  // Declared only: a field that is initialised twice takes its time.
  declare readonly kind: K;
  declare readonly node: SourceNode;
  declare readonly language: QueryLanguage;
  declare readonly state?: StateContext;
  declare readonly parent?: TypedObject;
  requiredCount = 0;
  groups = 0;
  conflicts = 0;

  constructor(kind: K, node: SourceNode, language: QueryLanguage, state?: StateContext, parent?: TypedObject) {
    this.kind = kind;
    this.node = node;
    this.language = language;
    this.state = state;
    this.parent = parent;
  }

  get fields(): Fields<K> {
    return fieldsOf(this.kind, this.node);
  }

  /** Counts a field that is there. */
  count({ valueNode }: SourceProperty, { fact, bits }: FieldEntry): void {
    if (!isUsable(fact, this.language)) return;
    if (fact.required) this.requiredCount++;
    if (fact.absentWhen !== undefined && valueNode?.value === fact.absentWhen) return;
    this.conflicts |= this.groups & bits;
    this.groups |= bits;
  }
}

/** A state; `machineLanguage` is the query language of the machine. */
export class DefinitionState implements StateContext {
  declare readonly property: SourceProperty;
  declare readonly type?: StateType;
  declare readonly object?: DefinitionObject<StateKind>;
  declare readonly language: QueryLanguage;
  declare readonly scope: ScopeContext;
  readonly inner: ScopeContext[] = [];
  declare readonly exit: StateExit;
  declare readonly node: SourceNode;

  constructor(property: SourceProperty, node: SourceNode, scope: ScopeContext, machineLanguage: QueryLanguage) {
    const fields = anyStateFields(node);
    const type = textOf(fields.Type?.valueNode);
    this.property = property;
    this.node = node;
    this.scope = scope;
    // A state cannot leave JSONata; a rule of its own says so.
    this.language =
      machineLanguage === 'JSONata' ? 'JSONata' : (declaredLanguage(fields.QueryLanguage) ?? machineLanguage);
    const known = isStateType(type) ? type : undefined;
    this.exit = exitOf(known, fields);
    this.type = known;
    this.object = known && new DefinitionObject(stateKind(known), node, this.language, this, scope.object);
  }

  get name(): string {
    return this.property.key;
  }

  get fields(): Fields<StateKind> {
    return anyStateFields(this.node);
  }
}

/**
 * The query language of the machine. A misspelt field or value counts as what was meant, so that one typo does not put every field in the wrong; of a
 * language that does not exist the expressions tell.
 */
export function machineLanguage(root: SourceNode, text: string): QueryLanguage {
  const property = fieldsOf('stateMachine', root).QueryLanguage ?? misspelt(root.properties, [LANGUAGE_FIELD]);
  const declared = declaredLanguage(property);
  if (declared || !property) return declared ?? 'JSONPath';
  return text.includes('{%') ? 'JSONata' : 'JSONPath';
}

const LANGUAGE_FIELD: keyof Fields<'stateMachine'> = 'QueryLanguage';

function declaredLanguage(property: SourceProperty | undefined): QueryLanguage | undefined {
  const text = textOf(property?.valueNode);
  if (text === undefined || text === 'JSONata' || text === 'JSONPath') return text;
  const lower = text.toLowerCase();
  if (lower === 'jsonata') return 'JSONata';
  return lower === 'jsonpath' ? 'JSONPath' : undefined;
}

/** `INLINE` when nothing is said; undefined when what is said is no mode. */
export function processorMode(object: ScopeContext['object']): string | undefined {
  if (object.kind !== 'itemProcessor') return 'INLINE';
  const config = (object as TypedObject<'itemProcessor'>).fields.ProcessorConfig?.valueNode;
  const mode = config && fieldsOf('processorConfig', config).Mode;
  return mode ? textOf(mode.valueNode) : 'INLINE';
}
