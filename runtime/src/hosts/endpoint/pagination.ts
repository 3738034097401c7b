import { createHash } from 'node:crypto';
import { invalidToken } from './api/serviceError.ts';

/** How long a page token may be used: 24 hours, as on AWS. */
const TOKEN_LIFE = 24 * 60 * 60 * 1000;
const DEFAULT_PAGE = 100;

export interface PageRequest {
  /** 0 and absent mean the default of 100. */
  readonly maxResults?: number;
  readonly nextToken?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken?: string;
}

/**
 * One page of a list. A token names the last item that was given out, so pages neither skip nor repeat items when the list grows meanwhile.
 * `list` names the list and its filters: a token of another list is invalid, as are expired and invented ones.
 */
export function page<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  list: string,
  request: PageRequest,
  now: number,
): Page<T> {
  const start = request.nextToken === undefined ? 0 : positionAfter(items, keyOf, list, request.nextToken, now);
  const end = start + (request.maxResults || DEFAULT_PAGE);
  const slice = items.slice(start, end);
  if (end >= items.length) return { items: slice };
  const token = JSON.stringify([digest(list), keyOf(slice[slice.length - 1]!), end, now]);
  return { items: slice, nextToken: Buffer.from(token).toString('base64url') };
}

function positionAfter<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  list: string,
  token: string,
  now: number,
): number {
  const [tokenList, key, position, made] = decode(token);
  if (tokenList !== digest(list) || typeof key !== 'string' || typeof made !== 'number') throw invalidToken();
  if (typeof position !== 'number' || !Number.isInteger(position) || position < 1) throw invalidToken();
  if (now - made > TOKEN_LIFE) throw invalidToken();
  const before = items[position - 1];
  if (before !== undefined && keyOf(before) === key) return position;
  const found = items.findIndex((item) => keyOf(item) === key);
  return found < 0 ? Math.min(position, items.length) : found + 1;
}

function decode(token: string): readonly unknown[] {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    if (Array.isArray(decoded)) return decoded;
  } catch {
    // Falls through: text that is no token of ours.
  }
  throw invalidToken();
}

/** Names of lists hold ARNs; a token has to stay short. */
function digest(list: string): string {
  return createHash('sha256').update(list).digest('base64url').slice(0, 16);
}
