import { SyntaxProblem } from '../problem.ts';
import { parseFilter } from './parseFilter.ts';
import type { PathSegment } from './segments.ts';

const FILTER_WITHOUT_EXPRESSION = /^\[\s*\?[\s,?]*\]$/;

/**
 * Splits the steps of a path between `start` (just after the root) and `end`.
 * The dialect is Jayway json-path 2.0.0 with its habits: brackets are counted without regard to quotes, a dot before `[` is
 * skipped, a name after `]` needs no dot, and only single quotes delimit names.
 */
export function parseSegments(text: string, start: number, end: number): PathSegment[] | SyntaxProblem {
  const segments: PathSegment[] = [];
  let position = start;
  if (position < end && text[position] !== '.' && text[position] !== '[') {
    return new SyntaxProblem(`Invalid path ${text}`, position);
  }
  if (text.startsWith('..', end - 2) && end - 2 >= start) {
    return new SyntaxProblem('A path can not end with a scan.', end - 2, 2);
  }
  while (position < end) {
    const offset = position;
    const current = text[position];
    if (current === ' ') return new SyntaxProblem('Space not allowed in path', position);
    if (current === '$') {
      segments.push({ kind: 'self', offset, length: 1 });
      position += 1;
    } else if (current === '*') {
      segments.push({ kind: 'wildcard', offset, length: 1 });
      position += 1;
    } else if (current === '[') {
      const close = closingBracket(text, position, end);
      const segment = parseBracket(text, position, close);
      if (segment instanceof SyntaxProblem) return segment;
      segments.push(segment);
      position = close;
    } else if (current === '.' && text[position + 1] === '.' && position + 1 < end) {
      segments.push({ kind: 'scan', offset, length: 2 });
      position += 2;
    } else {
      const nameStart = current === '.' ? position + 1 : position;
      if (nameStart >= end) return new SyntaxProblem('A path can not end with a dot.', offset);
      const nameEnd = endOfName(text, nameStart, end);
      position = nameEnd;
      if (nameEnd === nameStart) continue;
      const name = text.slice(nameStart, nameEnd);
      const length = nameEnd - offset;
      segments.push(
        name === '*' && current === '.'
          ? { kind: 'wildcard', offset, length }
          : { kind: 'property', names: namesBetweenQuotes(`'${name}']`), offset, length },
      );
    }
  }
  return segments;
}

function endOfName(text: string, start: number, end: number): number {
  let position = start;
  while (position < end && text[position] !== '.' && text[position] !== '[' && text[position] !== ' ') position += 1;
  return position;
}

/** Position after the bracket that closes the one at `start`, or `end` when none does. */
function closingBracket(text: string, start: number, end: number): number {
  let depth = 0;
  for (let position = start + 1; position < end; position += 1) {
    if (text[position] === '[') depth += 1;
    if (text[position] !== ']') continue;
    if (depth === 0) return position + 1;
    depth -= 1;
  }
  return end;
}

function parseBracket(text: string, start: number, end: number): PathSegment | SyntaxProblem {
  const fragment = text.slice(start, end);
  const range = { offset: start, length: end - start };
  if (fragment === '[*]') return { kind: 'wildcard', ...range };
  if (FILTER_WITHOUT_EXPRESSION.test(fragment)) {
    return new SyntaxProblem(`The filter ${fragment} has no expression`, start, end - start);
  }
  for (let position = start; position < end; position += 1) {
    const current = text[position]!;
    if (current === '?') {
      const filter = parseFilter(text, position, end, parseSegments);
      return filter instanceof SyntaxProblem ? filter : { kind: 'filter', filter, ...range };
    }
    if (current === "'") return parseNames(text, position, start, end);
    if (/[\d:\-@]/.test(current)) return parseIndexes(text, position, start, end);
  }
  return new SyntaxProblem(`Could not analyze path component: ${fragment}`, start, end - start);
}

function parseNames(text: string, first: number, start: number, end: number): PathSegment | SyntaxProblem {
  if (text.indexOf(']', first) < 0 || text.indexOf(']', first) >= end) return notClosed(text, start, end);
  return { kind: 'property', names: namesBetweenQuotes(text.slice(first, end)), offset: start, length: end - start };
}

/** What stands between single quotes up to the first `]`; a name that is not closed before it does not count. */
function namesBetweenQuotes(text: string): string[] {
  const names: string[] = [];
  let opened = -1;
  for (let position = 0; text[position] !== ']'; position += 1) {
    if (text[position] !== "'") continue;
    if (opened >= 0) names.push(text.slice(opened, position));
    opened = opened >= 0 ? -1 : position + 1;
  }
  return names;
}

function parseIndexes(text: string, first: number, start: number, end: number): PathSegment | SyntaxProblem {
  if (text[first] === '@') return parseFromEnd(text, first, start, end);
  const numbers: number[] = [];
  const range = { offset: start, length: end - start };
  let digits = '';
  let form: 'list' | 'sliceTo' | 'sliceFrom' | 'sliceBetween' | undefined;
  let position = first;
  const take = (): boolean => {
    if (!isInteger(digits)) return false;
    numbers.push(Number(digits));
    digits = '';
    return true;
  };
  const bad = (): SyntaxProblem => new SyntaxProblem(`For input string: "${digits}"`, position, 1);
  const skimNumber = (): void => {
    position += 1;
    while (position < end && /[\d -]/.test(text[position]!)) {
      if (text[position] !== ' ') digits += text[position];
      position += 1;
    }
  };
  while (position < end && /[\d, :-]/.test(text[position]!)) {
    const current = text[position];
    if (current === ':' && digits === '') {
      form = form === 'list' ? form : 'sliceTo';
      skimNumber();
      if (!take()) return bad();
    } else if (current === ':') {
      if (!take()) return bad();
      skimNumber();
      if (digits === '') form = form === 'list' ? form : 'sliceFrom';
      else if (!take()) return bad();
      else form = form === undefined ? 'sliceBetween' : form;
    } else if (current === ',') {
      if (!take()) return bad();
      form = 'list';
    } else if (current !== ' ') {
      digits += current;
    }
    if (text[position] === ']') break;
    position += 1;
  }
  if (position >= end) return notClosed(text, start, end);
  if (digits !== '' && !take()) return bad();
  if (form === 'list') return { kind: 'index', indexes: numbers, single: numbers.length === 1, ...range };
  if (form === 'sliceFrom') return { kind: 'slice', from: numbers[0], ...range };
  if (form === 'sliceTo') return { kind: 'slice', to: numbers[0], ...range };
  if (form === 'sliceBetween') return { kind: 'slice', from: numbers[0], to: numbers[1], ...range };
  if (numbers.length === 1) return { kind: 'index', indexes: numbers, single: true, ...range };
  return new SyntaxProblem(`Could not analyze path component: ${text.slice(start, end)}`, start, end - start);
}

/** `[(@.length-1)]` and `[(@.size()-1)]`. */
function parseFromEnd(text: string, at: number, start: number, end: number): PathSegment | SyntaxProblem {
  const minus = text.indexOf('-', at + 2);
  const close = minus < 0 ? -1 : text.indexOf(')', minus);
  if (minus < 0 || close < 0 || close >= end) return notClosed(text, start, end);
  const name = text.slice(at + 2, minus).replace(/[ ()]/g, '');
  if (name !== 'size' && name !== 'length') {
    const message = `Invalid function: @.${name}. Supported functions are: [(@.length - n)] and [(@.size() - n)]`;
    return new SyntaxProblem(message, at, minus - at);
  }
  const digits = text.slice(minus, close).replaceAll(' ', '');
  if (!isInteger(digits)) return new SyntaxProblem(`For input string: "${digits}"`, minus, close - minus);
  return { kind: 'fromEnd', distance: Number(digits), offset: start, length: end - start };
}

function notClosed(text: string, start: number, end: number): SyntaxProblem {
  return new SyntaxProblem(`The bracket of ${text.slice(start, end)} is not closed`, start, end - start);
}

/** What Java's Integer.parseInt accepts. */
function isInteger(digits: string): boolean {
  return /^-?\d+$/.test(digits) && Math.abs(Number(digits)) <= 2_147_483_647;
}
