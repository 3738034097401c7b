import type { DocumentSymbol, SymbolKind, WorkspaceSymbol } from 'vscode-languageserver';
import type { StateType } from '../../../runtime/src/asl/states.ts';
import type { AslDocument } from '../../../runtime/src/source/document.ts';
import {
  analyze,
  type DefinitionAnalysis,
  type DocumentAnalysis,
  type ScopeContext,
  type StateContext,
} from './analysis.ts';
import { contentRange } from './occurrences.ts';
import { toLocation, toRange } from './positions.ts';
import type { TemplateFile } from './templates.ts';

/** Symbol kinds by state type, chosen for the icons that clients give them. */
const KINDS: Record<StateType, SymbolKind> = {
  Task: 12,
  Pass: 14,
  Choice: 10,
  Wait: 24,
  Succeed: 17,
  Fail: 20,
  Parallel: 3,
  Map: 18,
};
const UNKNOWN_KIND: SymbolKind = 13;
const MACHINE_KIND: SymbolKind = 2;
const BRANCH_KIND: SymbolKind = 3;

const MAXIMUM_WORKSPACE_SYMBOLS = 1_000;

/** The outline: states by type, those of branches and item processors inside their state. */
export function documentSymbolsOf(analysis: DocumentAnalysis): DocumentSymbol[] {
  if (!analysis.isTemplate) return analysis.definitions.flatMap(symbolsOfDefinition);
  return analysis.definitions.map((definition) => machineSymbol(definition));
}

/** The states of files whose names hold the letters of the query in their order. */
export function workspaceSymbolsIn(files: readonly TemplateFile[], query: string): WorkspaceSymbol[] {
  const found: WorkspaceSymbol[] = [];
  for (const { uri, document } of files) {
    for (const definition of analyze(document).definitions) {
      for (const state of definition.states) {
        if (!matches(state.name, query)) continue;
        const containerName = state.scope.owner?.name ?? definition.embedded?.logicalId;
        const location = toLocation(uri, document, state.property.keyNode);
        found.push({ name: state.name, kind: kindOf(state), location, ...(containerName ? { containerName } : {}) });
        if (found.length >= MAXIMUM_WORKSPACE_SYMBOLS) return found;
      }
    }
  }
  return found;
}

export function kindOf(state: StateContext): SymbolKind {
  return state.type ? KINDS[state.type] : UNKNOWN_KIND;
}

function machineSymbol(definition: DefinitionAnalysis): DocumentSymbol {
  const { keyNode, node, logicalId } = definition.embedded!;
  return {
    name: logicalId,
    kind: MACHINE_KIND,
    range: toRange(definition.document, { start: keyNode.start, end: node.end }),
    selectionRange: toRange(definition.document, contentRange(keyNode)),
    children: symbolsOfDefinition(definition),
  };
}

function symbolsOfDefinition(definition: DefinitionAnalysis): DocumentSymbol[] {
  const [machine] = definition.scopes;
  return machine ? statesOf(machine, definition.document) : [];
}

function statesOf(scope: ScopeContext, document: AslDocument): DocumentSymbol[] {
  return scope.states.map((state) => {
    const { keyNode } = state.property;
    return {
      name: state.name || '""',
      detail: state.type ?? '',
      kind: kindOf(state),
      range: toRange(document, {
        start: Math.min(keyNode.start, state.node.start),
        end: Math.max(keyNode.end, state.node.end),
      }),
      selectionRange: toRange(document, keyNode),
      children: innerSymbols(state, document),
    };
  });
}

/** The only scope inside a Map state needs no name; branches of a Parallel state are numbered. */
function innerSymbols(state: StateContext, document: AslDocument): DocumentSymbol[] {
  if (state.type !== 'Parallel') return state.inner.flatMap((scope) => statesOf(scope, document));
  return state.inner.map((scope, index) => {
    const { node } = scope.object;
    return {
      name: `Branch ${index + 1}`,
      kind: BRANCH_KIND,
      range: toRange(document, node),
      selectionRange: toRange(document, { start: node.start, end: node.start }),
      children: statesOf(scope, document),
    };
  });
}

function matches(name: string, query: string): boolean {
  const letters = name.toLowerCase();
  let at = 0;
  for (const letter of query.toLowerCase().replace(/\s/g, '')) {
    at = letters.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
