import type { CompletionItemKind } from 'vscode-languageserver';

/** The kinds of completion items that are used, by what they stand for (numbers: LSP 3.17, CompletionItemKind). */
export const ITEM_KIND = {
  text: 1,
  function: 3,
  field: 5,
  variable: 6,
  resource: 9,
  property: 10,
  value: 12,
  enumeration: 13,
  keyword: 14,
  snippet: 15,
  reference: 18,
  state: 20,
  constant: 21,
  event: 23,
} as const satisfies Record<string, CompletionItemKind>;
