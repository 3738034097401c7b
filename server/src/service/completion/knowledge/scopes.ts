import { fieldFact, type ObjectKind, objectFact } from '../../../../../runtime/src/asl/fields.ts';
import type { SourceNode } from '../../../../../runtime/src/source/document.ts';
import { type AslFieldName, fieldNode, fieldText } from '../position/fieldNames.ts';
import { hasStates, kindOfState, type Place, type Scope } from '../position/place.ts';

/** One way from a state to another. */
export interface Transition {
  readonly to: string;
  /** The object that names the target: the state itself, or an entry of one of its lists (a rule, a catcher). */
  readonly from: SourceNode;
  readonly kind: ObjectKind | undefined;
}

/** Who leads to whom among the states of one scope. */
export interface ScopeGraph {
  readonly predecessors: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A place where a variable gets a value. */
export interface Assignment {
  readonly variable: string;
  readonly state: string;
  readonly keyNode: SourceNode;
  readonly valueNode: SourceNode | undefined;
}

const graphs = new WeakMap<SourceNode, ScopeGraph>();

/** The transitions of a state. */
export function transitionsOf(state: SourceNode): Transition[] {
  const found: Transition[] = [];
  for (const { node, kind } of withEntries(state)) {
    if (!kind) continue;
    for (const name of layoutOf(kind).targets) {
      const to = node.get(name)?.value;
      if (typeof to === 'string') found.push({ to, from: node, kind });
    }
  }
  return found;
}

/** The graph of a map of states, made once per tree. */
export function graphOf(states: SourceNode): ScopeGraph {
  const known = graphs.get(states);
  if (known) return known;
  const predecessors = new Map<string, Set<string>>();
  for (const { key, valueNode } of states.properties ?? []) {
    if (!valueNode) continue;
    for (const { to } of transitionsOf(valueNode)) {
      const from = predecessors.get(to);
      if (from) from.add(key);
      else predecessors.set(to, new Set([key]));
    }
  }
  const graph = { predecessors };
  graphs.set(states, graph);
  return graph;
}

/** The states of a scope that can have run before a state. Undefined when nothing leads to it: then nobody knows yet. */
export function statesBefore(scope: Scope, state: string): Set<string> | undefined {
  if (!scope.states) return undefined;
  const { predecessors } = graphOf(scope.states);
  const before = new Set<string>();
  const open = [...(predecessors.get(state) ?? [])];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (before.has(name)) continue;
    before.add(name);
    open.push(...(predecessors.get(name) ?? []));
  }
  const isStart = fieldText(scope.node, 'StartAt') === state;
  return before.size > 0 || isStart ? before : undefined;
}

/** The assignments that may have been made when the state around a place begins, innermost scope last. */
export function assignmentsBefore(place: Place): Assignment[] {
  const found: Assignment[] = [];
  for (const [depth, scope] of place.scopes.entries()) {
    const state = place.states[depth];
    if (!state || !scope.states) continue;
    // Child executions of a distributed Map start without variables.
    if (isDistributed(scope.node)) found.length = 0;
    const before = statesBefore(scope, state.name);
    for (const { key, valueNode } of scope.states.properties ?? []) {
      const mayRunBefore = before ? before.has(key) : key !== state.name;
      if (mayRunBefore && valueNode) found.push(...assignmentsOf(key, valueNode));
    }
  }
  return found;
}

/** The assignments a state can make: its own and those of its rules and catchers. */
export function assignmentsOf(state: string, node: SourceNode): Assignment[] {
  return withEntries(node).flatMap(({ node: holder, kind }) => {
    const isAssigner = kind !== undefined && fieldFact(kind, 'Assign' satisfies AslFieldName)?.holds === 'assignments';
    const properties = isAssigner ? (fieldNode(holder, 'Assign')?.properties ?? []) : [];
    return properties.map(({ key, keyNode, valueNode }) => ({
      variable: key.replace(/\.\$$/, ''),
      state,
      keyNode,
      valueNode,
    }));
  });
}

/** Whether a scope runs as child executions. */
export function isDistributed(scope: SourceNode | undefined): boolean {
  return fieldText(fieldNode(scope, 'ProcessorConfig'), 'Mode') === 'DISTRIBUTED';
}

/** A state and the objects in its lists, with their kinds. */
export function withEntries(state: SourceNode): { node: SourceNode; kind: ObjectKind | undefined }[] {
  const kind = kindOfState(state);
  const entries: { node: SourceNode; kind: ObjectKind | undefined }[] = [{ node: state, kind }];
  if (!kind) return entries;
  for (const [name, entryKind] of layoutOf(kind).lists) {
    for (const item of state.get(name)?.items ?? []) if (item.properties) entries.push({ node: item, kind: entryKind });
  }
  return entries;
}

/** Which fields of a kind name states, and which hold lists of objects that are no scopes of their own. */
interface Layout {
  readonly targets: readonly string[];
  readonly lists: readonly (readonly [name: string, kind: ObjectKind])[];
}

const layouts = new Map<ObjectKind, Layout>();

/** Asked for every state of a definition, so the table is read once per kind. */
function layoutOf(kind: ObjectKind): Layout {
  const known = layouts.get(kind);
  if (known) return known;
  const fields = Object.entries(objectFact(kind).fields);
  const layout: Layout = {
    targets: fields.filter(([, { holds }]) => holds === 'stateName').map(([name]) => name),
    lists: fields.flatMap(([name, { arrayOf }]) => (arrayOf && !hasStates(arrayOf) ? [[name, arrayOf] as const] : [])),
  };
  layouts.set(kind, layout);
  return layout;
}
