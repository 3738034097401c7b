import type * as Yaml from 'yaml';
import { endIn, type SourceOrigin, type SourceRange, startIn } from './node.ts';
import { MAXIMUM_DEPTH } from './problem.ts';

/** A nested value is the value of an item of its parent's token. */
const TOKENS_PER_LEVEL = 2;
/** How often the search for closing brackets may go over the text. */
const MAXIMUM_PASSES = 4;

export interface TokenFindings {
  /** Offsets within the text that the tokens are of. */
  readonly comments: readonly SourceRange[];
  /** Where the nesting exceeds what is read; the library would recurse into it. */
  readonly tooDeep?: number;
  /** Where flow collections begin that end without their bracket. */
  readonly underIndented: readonly number[];
}

/** Walks the tokens of a text, without recursion. */
export function lookAtTokens(tokens: readonly Yaml.CST.Token[]): TokenFindings {
  const comments: SourceRange[] = [];
  const underIndented: number[] = [];
  const pending: LooseToken[] = [];
  /** How deep the pending tokens stand; numbers of their own, for there are as many tokens as words in the text. */
  const depths: number[] = [];
  const add = (child: LooseToken | null | undefined, depth: number): void => {
    if (!child || CHILDLESS.has(child.type)) return;
    if (child.type === 'comment') comments.push({ start: child.offset!, end: child.offset! + child.source!.length });
    else {
      pending.push(child);
      depths.push(depth);
    }
  };
  const addAll = (children: unknown, depth: number): void => {
    if (Array.isArray(children)) for (const child of children as LooseToken[]) add(child, depth);
  };
  addAll(tokens, 0);
  for (let token = pending.pop(); token; token = pending.pop()) {
    const depth = depths.pop()!;
    if (depth > MAXIMUM_DEPTH * TOKENS_PER_LEVEL) return { comments, underIndented, tooDeep: token.offset ?? 0 };
    if (token.type === 'flow-collection' && (token.end as unknown[]).length === 0) underIndented.push(token.offset!);
    addAll(token.start, depth + 1);
    addAll(token.props, depth + 1);
    addAll(token.sep, depth + 1);
    addAll(token.items, depth + 1);
    addAll(token.end, depth + 1);
    add(token.key, depth + 1);
    add(token.value, depth + 1);
  }
  comments.sort((left, right) => left.start - right.start);
  return { comments, underIndented };
}

/** A token or an item of one, with all that any of them may have. */
interface LooseToken {
  readonly type?: string;
  readonly offset?: number;
  readonly source?: string;
  readonly start?: unknown;
  readonly props?: unknown;
  readonly sep?: unknown;
  readonly items?: unknown;
  readonly end?: unknown;
  readonly key?: LooseToken | null;
  readonly value?: LooseToken | null;
}

/** Tokens that hold no others: the most frequent ones. */
const CHILDLESS: ReadonlySet<string | undefined> = new Set([
  'space',
  'newline',
  'map-value-ind',
  'seq-item-ind',
  'comma',
]);

/**
 * YAML lets a flow collection inside a block go over lines only when they are indented deeper than the block. Other parsers,
 * CloudFormation's among them, do not mind, and JSON pasted into a template often is not. The text with those lines indented
 * further, mapped to the original; undefined when a bracket really is missing everywhere.
 */
export function withIndentedFlow(origin: SourceOrigin, starts: readonly number[]): SourceOrigin | undefined {
  const { text } = origin;
  const insertions = new Map<number, number>();
  let looked = 0;
  let end = 0;
  for (const start of [...starts].sort((left, right) => left - right)) {
    // Collections inside one that is mended are mended with it. Brackets that nobody closes cost a look at the whole rest.
    if (start < end || looked > MAXIMUM_PASSES * text.length) continue;
    const column = start - (text.lastIndexOf('\n', start) + 1);
    const closed = untilClosed(text, start);
    looked += (closed?.end ?? text.length) - start;
    end = closed?.end ?? end;
    for (const line of closed?.lines ?? []) {
      const indent = /^ */.exec(text.slice(line, line + column + 1))![0].length;
      if (indent <= column) insertions.set(line, Math.max(insertions.get(line) ?? 0, column + 1 - indent));
    }
  }
  if (insertions.size === 0) return undefined;
  const places = [...insertions].sort(([left], [right]) => left - right);
  const added = places.reduce((sum, [, width]) => sum + width, 0);
  const map = { starts: new Int32Array(text.length + added), ends: new Int32Array(text.length + added) };
  let result = '';
  let at = 0;
  const copy = (end: number): void => {
    for (let i = at; i < end; i++) {
      map.starts[result.length + i - at] = startIn(origin, i);
      map.ends[result.length + i - at] = endIn(origin, i + 1);
    }
    result += text.slice(at, end);
    at = end;
  };
  for (const [place, width] of places) {
    copy(place);
    map.starts.fill(startIn(origin, place), result.length, result.length + width);
    map.ends.fill(startIn(origin, place), result.length, result.length + width);
    result += ' '.repeat(width);
  }
  copy(text.length);
  return { text: result, map, isVerbatim: true };
}

/** The bracket that closes another one, and the beginnings of the lines between them; undefined when none does. */
function untilClosed(text: string, open: number): { end: number; lines: number[] } | undefined {
  const lines: number[] = [];
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    const unit = text[at]!;
    if (unit === '{' || unit === '[') depth++;
    else if ((unit === '}' || unit === ']') && --depth === 0) return { end: at, lines };
    else if (unit === '\n') lines.push(at + 1);
    else if (unit === '"' || unit === "'") at = endOfQuoted(text, at, unit);
    else if (unit === '#' && /\s/.test(text[at - 1] ?? ' ')) at = Math.max(at, text.indexOf('\n', at) - 1);
  }
  return undefined;
}

/** The closing quote; the opening one when the text ends before it, or when the quote is part of a word. */
function endOfQuoted(text: string, open: number, quote: string): number {
  if (/[\w.]/.test(text[open - 1] ?? '')) return open;
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === '\\' && quote === '"') at++;
    else if (text[at] === quote) return at;
  }
  return open;
}
