import type { CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall } from 'vscode-languageserver';
import type { DefinitionAnalysis, DocumentAnalysis, StateContext, Transition } from './analysis.ts';
import { namedAt } from './occurrences.ts';
import { toRange } from './positions.ts';
import { kindOf } from './symbols.ts';

/** What finds a state again in a later version of its document. */
export interface CallHierarchyData {
  /** RFC 6901 pointer within the definition. */
  readonly pointer: string;
  /** Logical id of the state machine, in a template. */
  readonly machine?: string;
}

/** The state that is named or surrounds the cursor. */
export function callHierarchyItemsAt(analysis: DocumentAnalysis, uri: string, offset: number): CallHierarchyItem[] {
  const definition = analysis.definitionAt(offset);
  if (!definition) return [];
  const named = namedAt(definition, offset)?.named;
  const state = (named?.kind === 'state' ? named.state : undefined) ?? definition.stateAt(offset);
  return state ? [toItem(definition, uri, state)] : [];
}

/** The states from which the control comes: by a transition, or by being the state whose branch or body begins here. */
export function incomingCalls(
  analysis: DocumentAnalysis,
  uri: string,
  data: CallHierarchyData,
): CallHierarchyIncomingCall[] {
  const found = findState(analysis, data);
  if (!found) return [];
  const { definition, state } = found;
  return [...groupBy(definition.incoming(state), (transition) => transition.from ?? transition.scope.owner)].map(
    ([from, transitions]) => ({
      from: toItem(definition, uri, from),
      fromRanges: transitions.map(({ node }) => toRange(definition.document, node)),
    }),
  );
}

/** The states to which the control goes: by a transition, or into branches and the body of iterations. */
export function outgoingCalls(
  analysis: DocumentAnalysis,
  uri: string,
  data: CallHierarchyData,
): CallHierarchyOutgoingCall[] {
  const found = findState(analysis, data);
  if (!found) return [];
  const { definition, state } = found;
  const starts = definition.transitions.filter(({ from, scope }) => !from && scope.owner === state);
  return [...groupBy([...definition.outgoing(state), ...starts], (transition) => transition.target)].map(
    ([to, transitions]) => ({
      to: toItem(definition, uri, to),
      fromRanges: transitions.map(({ node }) => toRange(definition.document, node)),
    }),
  );
}

function toItem(definition: DefinitionAnalysis, uri: string, state: StateContext): CallHierarchyItem {
  const { keyNode } = state.property;
  const machine = definition.embedded?.logicalId;
  const data: CallHierarchyData = { pointer: keyNode.pointer, ...(machine === undefined ? {} : { machine }) };
  return {
    name: state.name,
    kind: kindOf(state),
    detail: state.type ?? '',
    uri,
    range: toRange(definition.document, { start: keyNode.start, end: Math.max(keyNode.end, state.node.end) }),
    selectionRange: toRange(definition.document, keyNode),
    data,
  };
}

function findState(analysis: DocumentAnalysis, { pointer, machine }: CallHierarchyData) {
  const definition = analysis.definitions.find(({ embedded }) => embedded?.logicalId === machine);
  const state = definition?.states.find(({ property }) => property.keyNode.pointer === pointer);
  return definition && state ? { definition, state } : undefined;
}

function groupBy(
  transitions: readonly Transition[],
  key: (transition: Transition) => StateContext | undefined,
): Map<StateContext, Transition[]> {
  const groups = new Map<StateContext, Transition[]>();
  for (const transition of transitions) {
    const state = key(transition);
    if (!state) continue;
    const group = groups.get(state);
    if (group) group.push(transition);
    else groups.set(state, [transition]);
  }
  return groups;
}
