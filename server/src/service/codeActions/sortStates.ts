import type { SourceNode } from '../../../../runtime/src/source/document.ts';
import type { DefinitionAnalysis, ScopeContext, StateContext } from '../analysis.ts';
import { commaAfter, notationOf, trimmedEnd } from '../edits/layout.ts';
import { toRange } from '../positions.ts';
import type { CodeActionContext, ProposedAction } from './codeAction.ts';

/** Writes the states in the order in which they can run. Comments stay with the state they stand above or behind. */
export function sortStates({ definition }: CodeActionContext): ProposedAction[] {
  const [machine] = definition.scopes;
  const sorted = machine && sortedScope(definition, machine);
  if (!sorted || sorted.text === definition.document.text.slice(sorted.start, sorted.end)) return [];
  // The text comes from the document, so it is already written as its surroundings want it.
  const edits = [{ range: toRange(definition.document, sorted), newText: sorted.text }];
  return [{ title: 'Sort states by flow', kind: 'source.sortStates', edits }];
}

interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function sortedScope(definition: DefinitionAnalysis, scope: ScopeContext): Replacement | undefined {
  const { document } = definition;
  const states = scope.object.fields.States?.valueNode;
  const isSortable =
    states?.properties?.length &&
    !states.isAlias &&
    states.properties.every(({ merged, valueNode }) => !merged && valueNode);
  if (!isSortable || scope.states.length !== states.properties?.length) return undefined;
  const slots = slotsOf(definition, scope, states);
  const order = flowOrder(definition, scope);
  const isBlock = notationOf(document, states) === 'yaml-block';
  const text = order
    .map((state, index) => {
      const { lead, body, trail } = slots.get(state)!;
      const comma = !isBlock && index < order.length - 1 ? ',' : '';
      return lead + body + comma + trail;
    })
    .join('');
  const all = [...slots.values()];
  return { start: all[0]!.start, end: all.at(-1)!.end, text };
}

/** The text of a state: what stands above it, the member itself, and what stands behind it in its line. */
interface Slot {
  readonly start: number;
  readonly end: number;
  readonly lead: string;
  readonly body: string;
  readonly trail: string;
}

function slotsOf(definition: DefinitionAnalysis, scope: ScopeContext, states: SourceNode): Map<StateContext, Slot> {
  const { document } = definition;
  const { text, lines } = document;
  const isBlock = notationOf(document, states) === 'yaml-block';
  const slots = new Map<StateContext, Slot>();
  let start = isBlock ? lines.lineEnd(lines.positionAt(states.start).line - 1) : states.start + 1;
  for (const [index, state] of scope.states.entries()) {
    const from = state.property.keyNode.start;
    const to = trimmedEnd(document, state.node);
    const comma = isBlock ? undefined : commaAfter(document, to);
    const behind = comma === undefined ? to : comma + 1;
    const limit = scope.states[index + 1]?.property.keyNode.start ?? (isBlock ? text.length : states.end);
    const end = lineRest(text, behind, limit);
    const body = bodyText(definition, state, from, to);
    slots.set(state, { start, end, lead: text.slice(start, from), body, trail: text.slice(behind, end) });
    start = end;
  }
  return slots;
}

/** The end of the line when the next state begins on a later one. */
function lineRest(text: string, offset: number, limit: number): number {
  const lineBreak = text.indexOf('\n', offset);
  if (lineBreak === -1) return limit === text.length ? text.length : offset;
  if (lineBreak >= limit) return offset;
  return text[lineBreak - 1] === '\r' ? lineBreak - 1 : lineBreak;
}

/** A state with the scopes inside it sorted. */
function bodyText(definition: DefinitionAnalysis, state: StateContext, from: number, to: number): string {
  const inner = state.inner.flatMap((scope) => sortedScope(definition, scope) ?? []);
  let result = '';
  let at = from;
  for (const { start, end, text } of inner.sort((left, right) => left.start - right.start)) {
    result += definition.document.text.slice(at, start) + text;
    at = end;
  }
  return result + definition.document.text.slice(at, to);
}

/** Depth first from the start, first ways first; states that nothing leads to keep their order at the end. */
function flowOrder(definition: DefinitionAnalysis, scope: ScopeContext): StateContext[] {
  const transitions = definition.flow.get(scope)?.transitions ?? [];
  const targets = new Map<StateContext | undefined, StateContext[]>();
  for (const { from, target } of transitions) {
    if (!target) continue;
    const list = targets.get(from);
    if (list) list.push(target);
    else targets.set(from, [target]);
  }
  const order = new Set<StateContext>();
  const pending = [...(targets.get(undefined) ?? [])];
  for (let state = pending.pop(); state; state = pending.pop()) {
    if (order.has(state)) continue;
    order.add(state);
    pending.push(...(targets.get(state) ?? []).toReversed());
  }
  for (const state of scope.states) order.add(state);
  return [...order];
}
