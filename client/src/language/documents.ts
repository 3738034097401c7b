/** Which documents are state machines, and which may hold some. */
import { type DocumentFilter, languages, type TextDocument, workspace } from 'vscode';

export const languageIds = ['asl', 'asl-yaml'] as const;

export function isStateMachine(document: TextDocument): boolean {
  return languageIds.some((id) => id === document.languageId);
}

/** SAM and CloudFormation templates by the patterns of the setting; they keep the language they have. */
export function templateSelector(): DocumentFilter[] {
  const patterns = workspace.getConfiguration('stepwise').get<string[]>('templates.files', []);
  return ['json', 'jsonc', 'yaml', 'cloudformation'].flatMap((language) =>
    patterns.map((pattern) => ({ language, pattern })),
  );
}

export function documentSelector(): DocumentFilter[] {
  return [...languageIds.map((language) => ({ language })), ...templateSelector()];
}

/** True for a document the language server knows. */
export function isServed(document: TextDocument): boolean {
  return languages.match(documentSelector(), document) > 0;
}
