import type { CodeAction, Diagnostic } from 'vscode-languageserver';
import type { SourceRange } from '../../../../runtime/src/source/document.ts';
import type { DocumentAnalysis } from '../analysis.ts';
import { DIAGNOSTIC_SOURCE } from '../diagnostics.ts';
import { isEditable } from '../edits/layout.ts';
import { addErrorHandling } from './addErrorHandling.ts';
import type { CodeActionProvider } from './codeAction.ts';
import { convertQueryLanguage } from './convertQueryLanguage.ts';
import { createState } from './createState.ts';
import { diagnosticFixes } from './diagnosticFixes.ts';
import { sortStates } from './sortStates.ts';
import { wrapState } from './wrapState.ts';

const PROVIDERS: readonly CodeActionProvider[] = [
  diagnosticFixes,
  createState,
  addErrorHandling,
  wrapState,
  convertQueryLanguage,
  sortStates,
];

/** The kinds of actions there are. */
export const CODE_ACTION_KINDS: readonly string[] = ['quickfix', 'refactor.rewrite', 'source.sortStates'];

export interface CodeActionOptions {
  readonly uri: string;
  readonly diagnostics: readonly Diagnostic[];
  /** Only actions of these kinds or kinds below them; all when absent. */
  readonly only?: readonly string[];
}

/** What can be done about a range of the document. */
export function codeActionsAt(
  analysis: DocumentAnalysis,
  range: SourceRange,
  options: CodeActionOptions,
): CodeAction[] {
  const definition = analysis.definitionAt(range.start);
  if (!definition || !isEditable(definition.document)) return [];
  const diagnostics = options.diagnostics.filter(({ source }) => source === DIAGNOSTIC_SOURCE);
  const proposed = PROVIDERS.flatMap((provider) => provider({ definition, range, diagnostics }));
  return proposed
    .filter(({ kind, edits }) => edits.length > 0 && isWanted(kind, options.only))
    .map(({ title, kind, edits, diagnostic, isPreferred }) => ({
      title,
      kind,
      edit: { changes: { [options.uri]: [...edits] } },
      ...(diagnostic ? { diagnostics: [diagnostic] } : {}),
      ...(isPreferred ? { isPreferred } : {}),
    }));
}

function isWanted(kind: string, only: readonly string[] | undefined): boolean {
  return !only || only.some((wanted) => wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`));
}
