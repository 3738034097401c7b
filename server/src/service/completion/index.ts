import type { CompletionItem, CompletionList, Position } from 'vscode-languageserver';
import type { DocumentAnalysis } from '../analysis.ts';
import { assignments } from './assignments.ts';
import { type CompletionProvider, contextAt } from './context/completionContext.ts';
import type { WorkspaceInput } from './context/workspace.ts';
import { errorNames } from './errorNames.ts';
import { fields } from './fields.ts';
import { integrationParameters } from './integrationParameters.ts';
import { intrinsics } from './intrinsics.ts';
import { jsonata } from './jsonata.ts';
import { jsonPath } from './jsonPath.ts';
import { documentationOf } from './knowledge/documentation.ts';
import type { Topic } from './knowledge/topics.ts';
import { type ItemOptions, markdown, toItem } from './rendering/item.ts';
import { resources } from './resources.ts';
import { snippets } from './snippets.ts';
import { stateTargets } from './stateTargets.ts';
import { substitutions } from './substitutions.ts';
import { templateMembers } from './templateMembers.ts';
import { values } from './values.ts';

export type { WorkspaceInput } from './context/workspace.ts';
export type { ItemOptions } from './rendering/item.ts';

const PROVIDERS: readonly CompletionProvider[] = [
  fields,
  values,
  stateTargets,
  resources,
  integrationParameters,
  assignments,
  templateMembers,
  jsonata,
  jsonPath,
  intrinsics,
  errorNames,
  substitutions,
  snippets,
];

/** Characters after which a client should ask without being told to. */
export const COMPLETION_TRIGGERS: readonly string[] = ['"', "'", '.', '$', ':', '{', '%', '('];

/** What can be written at an offset. Works in text with syntax errors; everything offered is of this document and its workspace. */
export function complete(
  analysis: DocumentAnalysis,
  offset: number,
  workspace: WorkspaceInput,
  options: ItemOptions,
): CompletionList {
  const context = contextAt(analysis, offset, workspace);
  if (!context) return { isIncomplete: false, items: [] };
  const position = context.document.lines.positionAt(offset);
  const answers = PROVIDERS.map((provider) => provider(context)).filter((answer) => answer !== undefined);
  return {
    isIncomplete: answers.some(({ isIncomplete }) => isIncomplete),
    items: answers
      .flatMap(({ items }) => items.map((item) => toItem(item, context.position, options)))
      .filter((item) => isUsable(item, position)),
  };
}

/** Adds the documentation to an item that the user looks at. */
export function resolveCompletion(item: CompletionItem): CompletionItem {
  const documentation = item.data ? documentationOf(item.data as Topic) : undefined;
  return documentation ? { ...item, documentation: markdown(documentation) } : item;
}

/** Clients want an edit to hold the cursor and to stay on its line; in a text that is joined from pieces it may not. */
function isUsable({ textEdit }: CompletionItem, { line, character }: Position): boolean {
  if (!textEdit || !('range' in textEdit)) return false;
  const { start, end } = textEdit.range;
  return start.line === line && end.line === line && start.character <= character && character <= end.character;
}
