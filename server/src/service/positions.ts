import type { Location, Position, Range } from 'vscode-languageserver';
import type { AslDocument, SourceRange } from '../../../runtime/src/source/document.ts';

/** Offsets as an LSP range. */
export function toRange(document: AslDocument, range: SourceRange): Range {
  return { start: document.lines.positionAt(range.start), end: document.lines.positionAt(range.end) };
}

export function toLocation(uri: string, document: AslDocument, range: SourceRange): Location {
  return { uri, range: toRange(document, range) };
}

export function toOffset(document: AslDocument, position: Position): number {
  return document.lines.offsetAt(position);
}

/** An LSP range as offsets. */
export function toOffsets(document: AslDocument, range: Range): SourceRange {
  return { start: toOffset(document, range.start), end: toOffset(document, range.end) };
}
