import type { AslDocument, SourceNode } from '../../../../../runtime/src/source/document.ts';
import { jsonPosition } from './jsonPosition.ts';
import { yamlPosition } from './yamlPosition.ts';

/** A key of an object or an index of an array. */
export type PathToken = string | number;

/** How the text around the cursor is written; it decides what an inserted value looks like. */
export type Notation = 'json' | 'yaml' | 'yamlFlow';

/** The piece of text under the cursor that a completion replaces. Empty (`start === end`) where nothing stands yet. */
export interface Token {
  /** Document offsets, quotes included. */
  readonly start: number;
  readonly end: number;
  /** What the token means, without quotes and escapes. */
  readonly content: string;
  /** The cursor within `content`. */
  readonly cursor: number;
  /** The quote that opens the token, '' for none. */
  readonly quote: '"' | "'" | '';
  /** Document offset of a place in `content`. */
  offsetAt(contentOffset: number): number;
}

/** Where the cursor stands, in terms of the document and not yet of the language. All offsets are document offsets. */
export interface CursorPosition {
  readonly document: AslDocument;
  readonly offset: number;
  readonly notation: Notation;
  /**
   * `key`: the key of a member of an object; `value`: a member's value or an item of an array; `either`: a fresh line or item in
   * YAML, where both can be begun.
   */
  readonly role: 'key' | 'value' | 'either';
  /** Tokens from the root of the definition to the object or array that holds the key or value. */
  readonly path: readonly PathToken[];
  /** The object or array at `path`; absent when nothing of it is written yet. */
  readonly container: SourceNode | undefined;
  /** For a value: the key or index in the container. */
  readonly key: PathToken | undefined;
  readonly token: Token;
  /** A key that already has its `:` and a value: only the key is to be replaced. */
  readonly hasValue: boolean;
  /** Where a comma is missing before the cursor. */
  readonly commaBefore: number | undefined;
  /** A comma has to follow what is inserted. */
  readonly commaAfter: boolean;
  /** YAML: a new item of a sequence begins here and its `- ` is not there yet. */
  readonly needsDash: boolean;
  /** Columns by which further lines of an insertion must go beyond the indentation of the cursor's line. */
  readonly extraIndent: number;
}

/**
 * Where the cursor stands in a document that may be broken around it. Undefined inside a comment and where nothing can be written.
 * `text` is what the author sees, when the document was read from a mended copy of it.
 */
export function positionAt(document: AslDocument, offset: number, text = document.text): CursorPosition | undefined {
  if (document.comments.some((comment) => comment.start < offset && offset <= comment.end)) return undefined;
  return document.format === 'json' ? jsonPosition(document, offset) : yamlPosition(document, offset, text);
}
