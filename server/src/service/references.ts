import type { DocumentHighlight, DocumentHighlightKind, Location } from 'vscode-languageserver';
import type { DocumentAnalysis } from './analysis.ts';
import { namedAt, type Occurrence, occurrencesOf } from './occurrences.ts';
import { toLocation, toRange } from './positions.ts';

const HIGHLIGHT_KINDS: Record<Occurrence['role'], DocumentHighlightKind> = { declaration: 3, write: 3, read: 2 };

/** Every place that names the state, variable or substitution under the cursor. */
export function referencesAt(
  analysis: DocumentAnalysis,
  uri: string,
  offset: number,
  options: { readonly includeDeclaration: boolean },
): Location[] {
  return occurrencesAt(analysis, offset)
    .filter(({ role }) => options.includeDeclaration || role === 'read')
    .map(({ range }) => toLocation(uri, analysis.document, range));
}

/** The same places, for the editor to mark. */
export function highlightsAt(analysis: DocumentAnalysis, offset: number): DocumentHighlight[] {
  return occurrencesAt(analysis, offset).map(({ range, role }) => ({
    range: toRange(analysis.document, range),
    kind: HIGHLIGHT_KINDS[role],
  }));
}

function occurrencesAt(analysis: DocumentAnalysis, offset: number): Occurrence[] {
  const definition = analysis.definitionAt(offset);
  const found = definition && namedAt(definition, offset);
  return found ? occurrencesOf(definition, found.named) : [];
}
