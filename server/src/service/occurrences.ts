import type { AslDocument, SourceNode, SourceRange } from '../../../runtime/src/source/document.ts';
import { nodeAtOffset } from '../../../runtime/src/source/locate.ts';
import { type DefinitionAnalysis, type ScopeContext, type StateContext, touches, type Variable } from './analysis.ts';

/** What a name in the text stands for. */
export type Named =
  /** A state; `state` is absent when the scope has none of that name. */
  | { readonly kind: 'state'; readonly name: string; readonly scope: ScopeContext; readonly state?: StateContext }
  | { readonly kind: 'variable'; readonly variable: Variable }
  | { readonly kind: 'substitution'; readonly name: string };

/** One place where something named is written. */
export interface Occurrence {
  readonly range: SourceRange;
  readonly role: 'declaration' | 'write' | 'read';
  /** The string that the name stands in. */
  readonly node: SourceNode;
  /** The node's value is the name and nothing else. */
  readonly isWhole: boolean;
}

/** The named thing under the cursor, and the place where its name is written there. */
export function namedAt(
  definition: DefinitionAnalysis,
  offset: number,
): { named: Named; range: SourceRange } | undefined {
  const node = nodeAtOffset(definition.document, offset);
  if (node?.kind !== 'string') return undefined;
  const substitution = definition.substitutions.find(({ range }) => touches(range, offset));
  if (substitution) return { named: { kind: 'substitution', name: substitution.name }, range: substitution.range };
  return (
    variableAt(definition, node, offset) ??
    (node.isKey ? stateOfKey(definition, node) : targetOfTransition(definition, node))
  );
}

/** Every place in the definition that names the thing, in the order of the text. */
export function occurrencesOf(definition: DefinitionAnalysis, named: Named): Occurrence[] {
  const found = namedPlaces(definition, named);
  return found.sort((left, right) => left.range.start - right.range.start);
}

/** The content of a string, without its quotes. */
export function contentRange(node: SourceNode): SourceRange {
  return node.rangeOf(0, (node.value as string).length);
}

/** The node under the cursor in a document. */
export function stringAt(document: AslDocument, offset: number): SourceNode | undefined {
  const node = nodeAtOffset(document, offset);
  return node?.kind === 'string' ? node : undefined;
}

function variableAt(definition: DefinitionAnalysis, node: SourceNode, offset: number): ReturnType<typeof namedAt> {
  for (const variable of definition.variables) {
    for (const site of variable.sites) {
      // The dollar belongs to the name for a cursor, but not for an edit.
      const isHere = site.node === node && site.range.start - 1 <= offset && offset <= site.range.end;
      if (isHere) return { named: { kind: 'variable', variable }, range: site.range };
    }
  }
  return undefined;
}

function stateOfKey(definition: DefinitionAnalysis, node: SourceNode): ReturnType<typeof namedAt> {
  const state = definition.states.find(({ property }) => property.keyNode === node);
  return state && { named: { kind: 'state', name: state.name, scope: state.scope, state }, range: contentRange(node) };
}

function targetOfTransition(definition: DefinitionAnalysis, node: SourceNode): ReturnType<typeof namedAt> {
  const transition = definition.transitionAt(node);
  if (!transition) return undefined;
  const { name, scope, target } = transition;
  return { named: { kind: 'state', name, scope, state: target }, range: contentRange(node) };
}

function namedPlaces(definition: DefinitionAnalysis, named: Named): Occurrence[] {
  switch (named.kind) {
    case 'state':
      return [...declarations(named), ...references(definition, named)];
    case 'variable':
      return named.variable.sites.map(({ kind, range, node }) => ({
        range,
        role: kind === 'assign' ? 'write' : 'read',
        node,
        isWhole: kind === 'assign',
      }));
    case 'substitution':
      return definition.substitutions
        .filter(({ name }) => name === named.name)
        .map(({ range, node }) => ({ range, role: 'read', node, isWhole: false }));
  }
}

/** A repeated key declares the state again. */
function declarations({ name, scope }: Named & { kind: 'state' }): Occurrence[] {
  const keys = scope.states.filter((state) => state.name === name).map(({ property }) => property.keyNode);
  return keys.map((node) => ({ range: contentRange(node), role: 'declaration', node, isWhole: true }));
}

function references(definition: DefinitionAnalysis, { name, scope }: Named & { kind: 'state' }): Occurrence[] {
  const transitions = definition.flow.get(scope)?.transitions ?? [];
  return transitions
    .filter((transition) => transition.name === name)
    .map(({ node }) => ({ range: contentRange(node), role: 'read', node, isWhole: true }));
}
