import { type Edit, format } from 'jsonc-parser';
import type { TextEdit } from 'vscode-languageserver';
import * as Yaml from 'yaml';
import {
  type AslDocument,
  parseDocument,
  type SourceNode,
  type SourceRange,
} from '../../../runtime/src/source/document.ts';
import { toRange } from './positions.ts';

export interface FormatOptions {
  readonly tabSize: number;
  readonly insertSpaces: boolean;
}

/** Formats a definition; comments stay. With a range, in JSON, only the lines it touches. */
export function formatDocument(document: AslDocument, options: FormatOptions, range?: SourceRange): TextEdit[] {
  if (document.format === 'json') return formatJson(document, options, range);
  return range ? [] : formatYaml(document, options);
}

function formatJson(document: AslDocument, options: FormatOptions, range: SourceRange | undefined): TextEdit[] {
  const eol = document.text.includes('\r\n') ? '\r\n' : '\n';
  const text = withoutSubstitutions(document);
  const where = range && { offset: range.start, length: range.end - range.start };
  const edits = format(text, where, { ...options, eol, insertFinalNewline: false });
  if (!isHarmless(text, edits)) return [];
  return edits.map(({ offset, length, content }) => ({
    range: toRange(document, { start: offset, end: offset + length }),
    newText: content,
  }));
}

/** A bare `${Name}` is no JSON: for the formatter a string of the same length stands in its place. */
function withoutSubstitutions(document: AslDocument): string {
  const ranges: SourceRange[] = [];
  if (document.root && document.text.includes('${')) collectSubstitutions(document.root, ranges);
  let text = document.text;
  for (const { start, end } of ranges)
    text = `${text.slice(0, start)}"${'x'.repeat(end - start - 2)}"${text.slice(end)}`;
  return text;
}

function collectSubstitutions(node: SourceNode, ranges: SourceRange[]): void {
  if (node.substitution) ranges.push({ start: node.start, end: node.end });
  for (const { valueNode } of node.properties ?? []) if (valueNode) collectSubstitutions(valueNode, ranges);
  for (const item of node.items ?? []) collectSubstitutions(item, ranges);
}

/** Formatting may change blanks only, whatever the text is. */
function isHarmless(text: string, edits: readonly Edit[]): boolean {
  return edits.every(
    ({ offset, length, content }) => /^\s*$/.test(text.slice(offset, offset + length)) && /^\s*$/.test(content),
  );
}

/** Prints the YAML again. What comes out must mean the same and have the same comments, else nothing is changed. */
function formatYaml(document: AslDocument, { tabSize }: FormatOptions): TextEdit[] {
  if (document.problems.length > 0 || !document.root) return [];
  const parsed = Yaml.parseDocument(document.text, { merge: true, uniqueKeys: false, logLevel: 'silent' });
  if (parsed.errors.length > 0) return [];
  const eol = document.text.includes('\r\n') ? '\r\n' : '\n';
  const indent = Math.min(Math.max(tabSize, 1), 8);
  const printed = parsed.toString({ lineWidth: 0, indent, flowCollectionPadding: true }).replaceAll('\n', eol);
  const formatted = parseDocument(printed, { format: 'yaml' });
  const isSame = JSON.stringify(formatted.value) === JSON.stringify(document.value);
  if (!isSame || formatted.comments.length !== document.comments.length) return [];
  return changedLines(document, printed);
}

/** One edit from the first to the last line that differs. */
function changedLines(document: AslDocument, newText: string): TextEdit[] {
  const { text } = document;
  if (text === newText) return [];
  let start = 0;
  while (start < text.length && start < newText.length && text[start] === newText[start]) start++;
  let end = 0;
  const limit = Math.min(text.length, newText.length) - start;
  while (end < limit && text[text.length - 1 - end] === newText[newText.length - 1 - end]) end++;
  return [
    {
      range: toRange(document, { start, end: text.length - end }),
      newText: newText.slice(start, newText.length - end),
    },
  ];
}
