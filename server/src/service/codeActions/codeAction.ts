import type { Diagnostic, TextEdit } from 'vscode-languageserver';
import type { SourceRange } from '../../../../runtime/src/source/document.ts';
import type { DefinitionAnalysis } from '../analysis.ts';

/** Where code actions are asked for. */
export interface CodeActionContext {
  readonly definition: DefinitionAnalysis;
  readonly range: SourceRange;
  /** The diagnostics of this server that touch the range. */
  readonly diagnostics: readonly Diagnostic[];
}

/** One thing that can be done. */
export interface ProposedAction {
  readonly title: string;
  readonly kind: 'quickfix' | 'refactor.rewrite' | 'source.sortStates';
  readonly edits: readonly TextEdit[];
  /** The problem it solves. */
  readonly diagnostic?: Diagnostic;
  readonly isPreferred?: boolean;
}

export type CodeActionProvider = (context: CodeActionContext) => ProposedAction[];
