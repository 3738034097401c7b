import type { SourceNode, SourceRange } from './node.ts';

export type ProblemCode =
  | 'syntax'
  | 'empty-document'
  | 'duplicate-key'
  | 'comment'
  | 'trailing-comma'
  | 'missing-comma'
  | 'missing-colon'
  | 'missing-value'
  | 'unclosed'
  | 'unquoted-key'
  | 'unterminated-string'
  | 'invalid-escape'
  | 'invalid-character'
  | 'invalid-number'
  | 'invalid-key'
  | 'unexpected-text'
  | 'too-deep'
  | 'too-large'
  | 'unknown-alias';

/** Something wrong with the text of a document, before any rule of the language is asked. */
export interface Problem extends SourceRange {
  readonly code: ProblemCode;
  readonly message: string;
  /** The other place that takes part, e.g. the first use of a repeated key. */
  readonly related?: SourceRange;
}

/** What a parser found. */
export interface ParseResult {
  readonly root?: SourceNode;
  readonly problems: readonly Problem[];
  readonly comments: readonly SourceRange[];
  /** The offsets at which lines begin, when the parser came by all of them. */
  readonly lineStarts?: Int32Array;
}

/** More problems than anybody reads; further ones are dropped. */
export const MAXIMUM_PROBLEMS = 100;

/** Values nested deeper than this are reported and left out, so that every walk over a tree may recurse. */
export const MAXIMUM_DEPTH = 500;
