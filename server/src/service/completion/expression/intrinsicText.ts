import { type IntrinsicToken, tokenizeIntrinsic } from '../../../../../runtime/src/expressions/intrinsic/lexer.ts';
import type { CallCursor } from './callCursor.ts';

/** Where the cursor stands inside a text with calls of intrinsic functions. */
export interface IntrinsicCursor {
  /** What is written of the function name under the cursor. */
  readonly prefix: string;
  readonly start: number;
  readonly end: number;
  /** The cursor is inside a quoted text. */
  readonly inText: boolean;
  /** The cursor is inside a path. */
  readonly inPath: boolean;
  /** The innermost call around the cursor. */
  readonly call: CallCursor | undefined;
}

const WORD_REST = /^[\p{ID_Continue}.]*/u;

/** Reads an intrinsic expression up to an offset; it need not be complete. */
export function intrinsicCursor(content: string, offset: number): IntrinsicCursor {
  const tokens = tokenizeIntrinsic(content.slice(0, offset));
  const last = tokens.at(-1);
  const touching = last && last.offset + last.text.length === offset ? last : undefined;
  const prefix = touching?.kind === 'name' || touching?.kind === 'literal' ? touching.text : '';
  return {
    prefix,
    start: offset - prefix.length,
    end: offset + WORD_REST.exec(content.slice(offset))![0].length,
    inText: touching?.kind === 'invalid' && touching.text.startsWith("'"),
    inPath: touching?.kind === 'path',
    call: callAround(tokens),
  };
}

function callAround(tokens: readonly IntrinsicToken[]): CallCursor | undefined {
  const open: { name: string; start: number; argument: number }[] = [];
  for (const [index, { kind }] of tokens.entries()) {
    const called = tokens[index - 1];
    if (kind === 'open') open.push({ name: called?.text ?? '', start: called?.offset ?? 0, argument: 0 });
    else if (kind === 'close') open.pop();
    else if (kind === 'comma' && open.length > 0) open.at(-1)!.argument++;
  }
  return open.at(-1);
}
