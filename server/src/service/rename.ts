import type { Range, TextEdit } from 'vscode-languageserver';
import { jsonataFunction } from '../../../runtime/src/asl/jsonataFunctions.ts';
import { isVariableName, LONGEST_STATE_NAME, RESERVED_VARIABLE } from '../../../runtime/src/asl/states.ts';
import type { DefinitionAnalysis, DocumentAnalysis, ScopeContext, Variable } from './analysis.ts';
import { localNames, tokenizeJsonata } from './expressions/jsonataTokens.ts';
import { type Named, namedAt, occurrencesOf } from './occurrences.ts';
import { toRange } from './positions.ts';
import { rewritten } from './scalarText.ts';

/** The edits of a rename, or why it cannot be done, as a sentence for the user. */
export type RenameOutcome = { readonly edits: TextEdit[] } | { readonly refusal: string };

/** The name under the cursor when it can be renamed: a state or a variable that exists. */
export function renameRangeAt(
  analysis: DocumentAnalysis,
  offset: number,
): { range: Range; placeholder: string } | undefined {
  const found = renamableAt(analysis, offset);
  if (!found) return undefined;
  const { named, range } = found;
  return {
    range: toRange(analysis.document, range),
    placeholder: named.kind === 'state' ? named.name : named.variable.name,
  };
}

/** Renames a state or variable everywhere, inside expressions too. A name that would clash with another one is refused. */
export function renameAt(analysis: DocumentAnalysis, offset: number, newName: string): RenameOutcome {
  const found = renamableAt(analysis, offset);
  if (!found) return { refusal: 'Only states and workflow variables can be renamed.' };
  const { definition, named } = found;
  if (!isWritable(definition)) {
    return { refusal: 'The definition is put together from several texts; names in it cannot be changed safely.' };
  }
  const refusal =
    named.kind === 'state'
      ? refusedState(definition, named, newName)
      : refusedVariable(definition, named.variable, newName);
  if (refusal !== undefined) return { refusal };
  const { document } = definition;
  const edits = occurrencesOf(definition, named).map(({ range, node, isWhole }) => {
    // A key of Assign keeps the ".$" that says how its value is read.
    const suffix = named.kind === 'variable' && isWhole ? (node.value as string).slice(named.variable.name.length) : '';
    return isWhole
      ? { range: toRange(document, node), newText: rewritten(document, node, newName + suffix) }
      : { range: toRange(document, range), newText: newName };
  });
  return { edits };
}

/** A text that a template joins from pieces has no one way to be written. */
function isWritable({ document }: DefinitionAnalysis): boolean {
  const origin = document.root?.origin;
  return !origin?.map || origin.isVerbatim === true || document.encode !== undefined;
}

type Renamable = Exclude<Named, { kind: 'substitution' }>;

function renamableAt(analysis: DocumentAnalysis, offset: number) {
  const definition = analysis.definitionAt(offset);
  const found = definition && namedAt(definition, offset);
  if (!found || found.named.kind === 'substitution') return undefined;
  const named: Renamable = found.named;
  const exists = named.kind === 'variable' ? named.variable.scope !== undefined : named.state !== undefined;
  return exists ? { definition, named, range: found.range } : undefined;
}

/** State names are unique in the whole definition (Amazon States Language, States). */
function refusedState(
  definition: DefinitionAnalysis,
  { name }: Renamable & { kind: 'state' },
  newName: string,
): string | undefined {
  if (newName.trim() === '') return 'A state needs a name.';
  if ([...newName].length > LONGEST_STATE_NAME) return `A state name has at most ${LONGEST_STATE_NAME} characters.`;
  const clashes = newName !== name && definition.states.some((state) => state.name === newName);
  return clashes ? `The definition already has a state "${newName}".` : undefined;
}

function refusedVariable(definition: DefinitionAnalysis, variable: Variable, newName: string): string | undefined {
  if (newName === variable.name) return undefined;
  if (!isVariableName(newName))
    return `"${newName}" is not a variable name: a letter or _, then letters, digits and _.`;
  if (newName === RESERVED_VARIABLE) return `"${RESERVED_VARIABLE}" is reserved for $${RESERVED_VARIABLE}.`;
  if (jsonataFunction(`$${newName}`)) return `$${newName} is a JSONata function.`;
  const clash = definition.variables.find(
    (other) => other.name === newName && seeEachOther(other.scope, variable.scope),
  );
  if (clash) return `There is already a variable "${newName}" that is visible where "${variable.name}" is.`;
  const nodes = new Set(variable.sites.map(({ node }) => node));
  const isCaptured = definition.expressions.some(
    (site) =>
      site.language === 'jsonata' && nodes.has(site.node) && localNames(tokenizeJsonata(site.text)).has(newName),
  );
  return isCaptured
    ? `An expression that uses $${variable.name} has a local variable $${newName} of its own.`
    : undefined;
}

function seeEachOther(left: ScopeContext | undefined, right: ScopeContext | undefined): boolean {
  return left === undefined || right === undefined || isInside(left, right) || isInside(right, left);
}

function isInside(inner: ScopeContext, outer: ScopeContext): boolean {
  for (let scope: ScopeContext | undefined = inner; scope; scope = scope.owner?.scope) if (scope === outer) return true;
  return false;
}
