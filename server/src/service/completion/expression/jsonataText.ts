import { type JsonataToken, tokenizeJsonata } from '../../expressions/jsonataTokens.ts';
import type { CallCursor } from './callCursor.ts';

/** Where the cursor stands inside a JSONata expression, read from what is before it: the expression is rarely complete then. */
export interface JsonataCursor {
  /** Names before the cursor that lead to the member under it: `$states.context.` gives ['$states', 'context']; empty for a first name. */
  readonly chain: readonly string[];
  /** What is written of the name under the cursor. */
  readonly prefix: string;
  /** Offset of `prefix` in the content. */
  readonly start: number;
  /** Offset after the name under the cursor. */
  readonly end: number;
  /** The names stand inside brackets or parentheses that follow a path: an unqualified name is a member there. */
  readonly context: readonly string[] | undefined;
}

const NAME_REST = /^[\p{ID_Continue}]*/u;
const NAME_KINDS: ReadonlySet<JsonataToken['kind']> = new Set(['variable', 'name', 'keyword', 'constant']);
const CLOSING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** The range of the expression inside `{% %}`; undefined when the text is none. A missing end is no obstacle. */
export function expressionRange(content: string): { start: number; end: number } | undefined {
  if (!content.startsWith('{%')) return undefined;
  const close = content.lastIndexOf('%}');
  return { start: 2, end: close >= 2 ? close : content.length };
}

/** What is being written at an offset of a content that is a `{% %}` string. Undefined in strings and comments. */
export function jsonataCursor(content: string, offset: number): JsonataCursor | undefined {
  const tokens = tokensBefore(content, offset);
  if (!tokens) return undefined;
  const last = tokens.at(-1);
  const isTouching = last !== undefined && last.offset + last.text.length === offset - 2;
  const word = isTouching && NAME_KINDS.has(last.kind) && !last.text.startsWith('`') ? last : undefined;
  if (isTouching && last.kind === 'number') return undefined;
  const before = word ? tokens.slice(0, -1) : tokens;
  const prefix = word?.text ?? '';
  const range = expressionRange(content)!;
  const rest = NAME_REST.exec(content.slice(offset, range.end))![0].length;
  const position = { prefix, start: offset - prefix.length, end: offset + rest };
  if (before.at(-1)?.text !== '.') return { ...position, chain: [], context: contextChain(before) };
  const chain = chainAt(before, before.length - 2);
  return chain && { ...position, chain, context: undefined };
}

/** The innermost call whose parentheses hold the offset. */
export function jsonataCall(content: string, offset: number): CallCursor | undefined {
  const tokens = tokensBefore(content, offset) ?? [];
  const open: { name: string | undefined; start: number; argument: number }[] = [];
  for (const [index, token] of tokens.entries()) {
    const called = tokens[index - 1];
    if (token.text === '(' && called?.kind === 'variable')
      open.push({ name: called.text, start: called.offset + 2, argument: 0 });
    else if (token.kind !== 'string' && /^[([{]$/.test(token.text))
      open.push({ name: undefined, start: 0, argument: 0 });
    else if (CLOSING[token.text] && token.kind === 'operator') open.pop();
    else if (token.text === ',' && open.length > 0) open.at(-1)!.argument++;
  }
  const call = open.findLast(({ name }) => name !== undefined);
  return call?.name === undefined ? undefined : { name: call.name, start: call.start, argument: call.argument };
}

/** The words before an offset; undefined outside of an expression and inside of a text or comment. */
function tokensBefore(content: string, offset: number): JsonataToken[] | undefined {
  const range = expressionRange(content);
  if (!range || offset < range.start || offset > range.end) return undefined;
  const text = content.slice(range.start, offset);
  // A word that takes in a blank that is added behind it is not finished: the cursor is inside a text or comment.
  const tokens = tokenizeJsonata(`${text} `);
  const last = tokens.at(-1);
  return last && last.offset + last.text.length > text.length ? undefined : tokens;
}

/** The names of the path that ends with the token at an index; undefined when it does not begin with a name. */
function chainAt(tokens: readonly JsonataToken[], from: number): string[] | undefined {
  const chain: string[] = [];
  let index = from;
  for (;;) {
    // A predicate or index does not change which members follow.
    while (tokens[index]?.text === ']') index = openingOf(tokens, index) - 1;
    const token = tokens[index];
    if (!token || !NAME_KINDS.has(token.kind)) return undefined;
    chain.push(token.text.replaceAll('`', ''));
    if (tokens[index - 1]?.text !== '.') return chain.reverse();
    index -= 2;
  }
}

/** Inside `items[` and `items.(` names are members of what stands before the bracket. */
function contextChain(tokens: readonly JsonataToken[]): string[] | undefined {
  let depth = 0;
  for (let index = tokens.length - 1; index >= 0; index--) {
    const { text, kind } = tokens[index]!;
    if (kind === 'string') continue;
    if (CLOSING[text]) depth++;
    else if (/^[([{]$/.test(text) && depth-- === 0) {
      const isFilter = text === '[' && index > 0;
      const isStep = text !== '[' && tokens[index - 1]?.text === '.';
      if (!isFilter && !isStep) depth = 0;
      else return chainAt(tokens, isStep ? index - 2 : index - 1);
    }
  }
  return undefined;
}

function openingOf(tokens: readonly JsonataToken[], close: number): number {
  let depth = 0;
  for (let index = close; index >= 0; index--) {
    const { text, kind } = tokens[index]!;
    if (kind === 'string') continue;
    if (CLOSING[text]) depth++;
    else if (/^[([{]$/.test(text) && --depth === 0) return index;
  }
  return 0;
}
