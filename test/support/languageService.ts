import type { CodeAction, Location, Range, TextEdit } from 'vscode-languageserver';
import * as Yaml from 'yaml';
import {
  type AslDocument,
  type DocumentFormat,
  parseDocument,
  type SourceRange,
} from '../../runtime/src/source/document.ts';
import { analyze, type DocumentAnalysis } from '../../server/src/service/analysis.ts';
import { codeActionsAt } from '../../server/src/service/codeActions/codeActions.ts';
import type { DefinitionSources } from '../../server/src/service/definition.ts';
import { diagnosticsOf } from '../../server/src/service/diagnostics.ts';
import { drawRanges } from './drawRanges.ts';

export const URI = 'file:///work/machine.asl.json';

/** A document with a cursor, which `<|>` marks in its text. */
export interface Sample {
  readonly text: string;
  readonly offset: number;
  readonly document: AslDocument;
  readonly analysis: DocumentAnalysis;
}

/** Reads a text with one `<|>`, or none where no cursor is needed. */
export function sample(marked: string, format?: DocumentFormat): Sample {
  const at = marked.indexOf('<|>');
  const text = marked.replace('<|>', '');
  const document = parseDocument(text, { format });
  return { text, offset: Math.max(0, at), document, analysis: analyze(document) };
}

/** A definition in a format, with the cursor behind the first occurrence of `before`. */
export function written(definition: object, format: DocumentFormat, before: string): string {
  const text =
    format === 'json' ? JSON.stringify(definition, undefined, 2) : Yaml.stringify(definition, { lineWidth: 0 });
  const at = text.indexOf(before);
  if (at < 0) throw new Error(`The ${format} text does not hold ${before}:\n${text}`);
  return `${text.slice(0, at + before.length)}<|>${text.slice(at + before.length)}`;
}

/** The same definition in JSON and in YAML. */
export function inBothFormats(definition: object, before: string): readonly (readonly [DocumentFormat, string])[] {
  return (['json', 'yaml'] as const).map((format) => [format, written(definition, format, before)] as const);
}

/** The text after edits. They must not overlap, as the protocol demands. */
export function applyEdits(document: AslDocument, edits: readonly TextEdit[]): string {
  const changes = edits
    .map(({ range, newText }, index) => ({ ...offsets(document, range), newText, index }))
    // Of insertions at one place the first in the list comes first in the text, so it is made last.
    .sort((left, right) => right.start - left.start || right.end - left.end || right.index - left.index);
  let { text } = document;
  let limit = Number.POSITIVE_INFINITY;
  for (const { start, end, newText } of changes) {
    if (end > limit) throw new Error(`Edits overlap at ${start}..${end}`);
    text = text.slice(0, start) + newText + text.slice(end);
    limit = start;
  }
  return text;
}

/** The texts that ranges cover. */
export function textsAt(document: AslDocument, ranges: readonly Range[]): string[] {
  return ranges.map((range) => {
    const { start, end } = offsets(document, range);
    return document.text.slice(start, end);
  });
}

/** The lines that ranges are in, with the ranges drawn below. */
export function draw(document: AslDocument, ranges: readonly { range: Range; label: string }[]): string {
  return drawRanges(
    document.text,
    ranges.map(({ range, label }) => ({ ...offsets(document, range), label })),
  );
}

/** Locations as `file line: text`, lines from 1. */
export function shownLocations(locations: readonly Location[], texts: Readonly<Record<string, string>>): string[] {
  return locations.map(({ uri, range }) => {
    const line = texts[uri]?.split('\n')[range.start.line];
    return `${uri.replace(/^.*\//, '')}:${range.start.line + 1} ${line?.slice(range.start.character, range.end.character) ?? ''}`.trim();
  });
}

/** The titles of the code actions at the cursor, and the text each of them makes. */
export function codeActions({ analysis, document, offset }: Sample): ReadonlyMap<string, string> {
  const diagnostics = diagnosticsOf(analysis, { uri: URI }).filter(({ range }) => {
    const { start, end } = offsets(document, range);
    return start <= offset && offset <= end;
  });
  const actions = codeActionsAt(analysis, { start: offset, end: offset }, { uri: URI, diagnostics });
  return new Map(actions.map((action) => [action.title, applyEdits(document, editsOf(action))]));
}

/** A workspace of files that exist only in the test. */
export function workspaceOf(files: Readonly<Record<string, string>>): DefinitionSources {
  const templates = Object.entries(files)
    .map(([uri, text]) => ({ uri, document: parseDocument(text, { format: /ya?ml$/.test(uri) ? 'yaml' : 'json' }) }))
    .filter(({ document }) => analyze(document).isTemplate);
  return { templates, readText: (uri) => Promise.resolve(files[uri]) };
}

function editsOf(action: CodeAction): TextEdit[] {
  return action.edit?.changes?.[URI] ?? [];
}

function offsets(document: AslDocument, range: Range): SourceRange {
  return { start: document.lines.offsetAt(range.start), end: document.lines.offsetAt(range.end) };
}
