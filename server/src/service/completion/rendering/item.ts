import type { CompletionItem, InsertTextFormat, InsertTextMode, MarkupContent, Range } from 'vscode-languageserver';
import type { CursorPosition } from '../position/position.ts';
import {
  hasHoles,
  type Sketch,
  type SketchFormat,
  writeKey,
  writeMembers,
  writeValue,
  writeYamlItem,
} from './sketch.ts';
import type { Insertion, Suggestion } from './suggestion.ts';

/** What the client can do with items. */
export interface ItemOptions {
  /** The client understands tab stops. */
  readonly snippets: boolean;
  /** Name of the client command that opens the list again, e.g. after `"Type": ` was inserted. */
  readonly suggestCommand?: string;
}

const SNIPPET: InsertTextFormat = 2;
const ADJUST_INDENTATION: InsertTextMode = 2;

/** Writes a suggestion the way the text around the cursor wants it. */
export function toItem(suggestion: Suggestion, position: CursorPosition, options: ItemOptions): CompletionItem {
  const { insert } = suggestion;
  const edit = insert.as === 'part' ? partEdit(insert, position, options) : wholeEdit(insert, position, options);
  const separator = position.commaBefore;
  return {
    label: suggestion.label,
    kind: suggestion.kind,
    ...(suggestion.detail ? { detail: suggestion.detail } : {}),
    ...(suggestion.documentation ? { documentation: markdown(suggestion.documentation) } : {}),
    ...(suggestion.topic ? { data: suggestion.topic } : {}),
    ...(suggestion.deprecated ? { tags: [1 as const] } : {}),
    sortText: String(suggestion.rank).padStart(4, '0'),
    ...(edit.filter
      ? { filterText: edit.filter(suggestion.filter ?? suggestion.label) }
      : suggestion.filter
        ? { filterText: suggestion.filter }
        : {}),
    textEdit: { range: rangeOf(position, edit.start, edit.end), newText: edit.newText },
    ...(edit.isSnippet ? { insertTextFormat: SNIPPET } : {}),
    ...(edit.newText.includes('\n') ? { insertTextMode: ADJUST_INDENTATION } : {}),
    ...(separator === undefined || insert.as === 'part'
      ? {}
      : { additionalTextEdits: [{ range: rangeOf(position, separator, separator), newText: ',' }] }),
    ...(suggestion.suggestAgain && options.suggestCommand
      ? { command: { title: 'Suggest', command: options.suggestCommand } }
      : {}),
  };
}

/** Markdown content of an item or a hover. */
export function markdown(value: string): MarkupContent {
  return { kind: 'markdown', value };
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
  readonly isSnippet: boolean;
  /** What the client matches the typed text with; the typed text begins at the start of the edit, so with its quote. */
  readonly filter?: (label: string) => string;
}

function wholeEdit(insert: Exclude<Insertion, { as: 'part' }>, position: CursorPosition, options: ItemOptions): Edit {
  const { token, document } = position;
  const isSnippet = options.snippets && !document.encode && hasStops(insert, position);
  const format: SketchFormat = { notation: position.notation, indent: indentOf(position), snippet: isSnippet };
  const written = wholeText(insert, position, format);
  const comma = position.commaAfter ? ',' : '';
  const indented = written.replaceAll('\n', `\n${' '.repeat(position.extraIndent)}`) + comma;
  return {
    start: token.start,
    end: token.end,
    newText: blankBefore(position) + (document.encode ? document.encode(indented) : indented),
    isSnippet,
    ...(token.quote ? { filter: (label: string) => `${token.quote}${label}${token.quote}` } : {}),
  };
}

/** YAML: between the colon and a value there has to be a blank. */
function blankBefore({ role, notation, token, document }: CursorPosition): string {
  return role === 'value' && notation !== 'json' && document.text[token.start - 1] === ':' ? ' ' : '';
}

function hasStops(insert: Exclude<Insertion, { as: 'part' }>, position: CursorPosition): boolean {
  if (insert.as === 'members') return insert.members.some(([key, value]) => typeof key !== 'string' || hasHoles(value));
  return hasHoles(insert.value) && !(insert.as === 'member' && position.hasValue);
}

function wholeText(insert: Exclude<Insertion, { as: 'part' }>, position: CursorPosition, format: SketchFormat): string {
  if (insert.as === 'value') return valueText(insert.value, position, format);
  if (insert.as === 'members') return writeMembers(insert.members, format);
  return position.hasValue ? writeKey(insert.key, format) : writeMembers([[insert.key, insert.value]], format);
}

function valueText(value: Sketch, position: CursorPosition, format: SketchFormat): string {
  if (position.needsDash) return writeYamlItem(value, format);
  const { quote } = position.token;
  if (typeof value === 'string' && quote && position.notation !== 'json') {
    return quote === "'" ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value);
  }
  return writeValue(value, format);
}

function partEdit(insert: Extract<Insertion, { as: 'part' }>, position: CursorPosition, options: ItemOptions): Edit {
  const { token, document } = position;
  const start = token.offsetAt(insert.from);
  const end = Math.max(start, insert.to > insert.from ? token.offsetAt(insert.to) : start);
  const escaped = escapeIn(insert.text, token.quote);
  const newText = document.encode ? document.encode(escaped) : escaped;
  if (!insert.call || token.content[insert.to] === '(') return { start, end, newText, isSnippet: false };
  if (insert.call === 'empty') return { start, end, newText: `${newText}()`, isSnippet: false };
  if (!options.snippets) return { start, end, newText: `${newText}(`, isSnippet: false };
  return { start, end, newText: `${newText.replace(/[\\$}]/g, '\\$&')}($1)`, isSnippet: true };
}

/** Text that goes between the quotes of a string. */
function escapeIn(text: string, quote: string): string {
  if (quote === '"') return JSON.stringify(text).slice(1, -1);
  return quote === "'" ? text.replaceAll("'", "''") : text;
}

function rangeOf(position: CursorPosition, start: number, end: number): Range {
  const { lines } = position.document;
  return { start: lines.positionAt(start), end: lines.positionAt(end) };
}

/** One step of indentation as this document has it: how far the first member of the root is indented. */
function indentOf(position: CursorPosition): string {
  const { root, text, lines } = position.document;
  const first = root?.properties?.find(({ valueNode }) => valueNode?.properties?.length)?.valueNode?.properties?.[0]
    ?.keyNode;
  const parent = first?.parent?.parent?.properties?.[0]?.keyNode;
  if (!first || !parent) return '  ';
  const margin = (offset: number) => /^[ \t]*/.exec(text.slice(lines.lineStart(lines.positionAt(offset).line)))![0];
  const [inner, outer] = [margin(first.start), margin(parent.start)];
  if (inner.length <= outer.length || !inner.startsWith(outer)) return '  ';
  return position.notation === 'json' ? inner.slice(outer.length) : '  ';
}
