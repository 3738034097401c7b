import type { PathToken } from './position.ts';

/** What one line of block YAML is made of; all numbers are columns. */
export interface LineShape {
  /** Columns of leading blanks. */
  readonly indent: number;
  /** Columns of the `-` markers that begin the line. */
  readonly dashes: readonly number[];
  /** Where the text after blanks and markers begins. */
  readonly column: number;
  /** The text after blanks and markers, without a comment at its end. */
  readonly content: string;
  readonly isComment: boolean;
  /** The key, when the content is a member of a mapping. */
  readonly key: string | undefined;
  /** End of the key, quotes included; the colon follows. */
  readonly keyEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
}

/** A line and where it stands. */
export interface PlacedLine {
  readonly start: number;
  readonly length: number;
  readonly shape: LineShape;
  /** The line begins an item of a sequence. */
  readonly isItem: boolean;
}

const MEMBER = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#&*!|>'"%@`{[\],-][^#]*?|-[^\s#][^#]*?)\s*:(?=\s|$)/;

/** The line around an offset. */
export function lineAt(text: string, offset: number): PlacedLine {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const next = text.indexOf('\n', offset);
  const end = next === -1 ? text.length : next;
  const content = text.slice(start, end).replace(/\r$/, '');
  const shape = shapeOf(content, offset - start);
  return { start, length: content.length, shape, isItem: shape.dashes.length > 0 };
}

/** What the search for parents is looking for the parent of. */
type Child =
  | { readonly column: number; readonly index: undefined }
  | { readonly column: number; readonly index: number };

/**
 * The keys and indexes above the mapping (or the item) a line belongs to, outermost first, found by indentation alone: half-written
 * text does not disturb it. Lines before `limit` are not looked at.
 */
export function parentsOf(text: string, line: PlacedLine, limit: number): PathToken[] {
  const path: PathToken[] = [];
  let child: Child = { column: line.shape.column, index: undefined };
  for (const dash of [...line.shape.dashes].reverse()) child = aboveDash(child, dash, path);
  for (const shape of linesBefore(text, line.start, limit)) {
    if (child.column === 0 && child.index === undefined) break;
    if (shape.key !== undefined) child = aboveKey(child, shape, path);
    for (let i = shape.dashes.length - 1; i >= 0; i--) child = aboveDash(child, shape.dashes[i]!, path);
  }
  if (child.index !== undefined) path.push(child.index);
  return path.reverse();
}

function aboveKey(child: Child, shape: LineShape, path: PathToken[]): Child {
  const isEmpty = shape.valueStart === shape.valueEnd;
  // A sequence may stand at the very column of the key it belongs to.
  const isParent =
    shape.column < child.column || (child.index !== undefined && shape.column === child.column && isEmpty);
  if (!isParent) return child;
  if (child.index !== undefined) path.push(child.index);
  path.push(shape.key!);
  return { column: shape.column, index: undefined };
}

function aboveDash(child: Child, dash: number, path: PathToken[]): Child {
  if (dash < child.column) {
    if (child.index !== undefined) path.push(child.index);
    return { column: dash, index: 0 };
  }
  return child.index !== undefined && dash === child.column ? { column: dash, index: child.index + 1 } : child;
}

function* linesBefore(text: string, start: number, limit: number): Generator<LineShape> {
  for (let end = start - 1; end >= limit; ) {
    const lineStart = text.lastIndexOf('\n', end - 1) + 1;
    const shape = shapeOf(text.slice(lineStart, end).replace(/\r$/, ''), Number.POSITIVE_INFINITY);
    const isBlank = shape.content === '' && shape.dashes.length === 0;
    if (!isBlank && !shape.isComment && !/^(?:---|\.\.\.)/.test(shape.content)) yield shape;
    end = lineStart - 1;
  }
}

/** A `-` right before the cursor counts as a marker only when a blank follows. */
function shapeOf(line: string, cursor: number): LineShape {
  const indent = /^ */.exec(line)![0].length;
  const dashes: number[] = [];
  let column = indent;
  for (let marker = /^-(?: +|$)/.exec(line.slice(column)); marker; marker = /^-(?: +|$)/.exec(line.slice(column))) {
    if (marker[0] === '-' && cursor === column + 1) break;
    dashes.push(column);
    column += marker[0].length;
  }
  const isBlank = line.trim() === '';
  if (isBlank && Number.isFinite(cursor)) column = Math.min(cursor, line.length);
  const rest = line.slice(column);
  const isComment = rest.startsWith('#');
  const content = withoutComment(rest);
  const member = MEMBER.exec(content);
  if (!member) {
    const end = column + content.length;
    return {
      indent: isBlank ? column : indent,
      dashes,
      column,
      content,
      isComment,
      key: undefined,
      keyEnd: end,
      valueStart: end,
      valueEnd: end,
    };
  }
  const keyEnd = column + member[1]!.length;
  const afterColon = column + member[0].length;
  const value = content.slice(member[0].length);
  const tag = /^\s*(?:[&!]\S+\s*)*/.exec(value)![0];
  const valueStart = afterColon + tag.length;
  return {
    indent,
    dashes,
    column,
    content,
    isComment,
    key: unquote(member[1]!),
    keyEnd,
    valueStart,
    valueEnd: Math.max(valueStart, column + content.length),
  };
}

function withoutComment(text: string): string {
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if ((character === '"' || character === "'") && /^$|[\s:,[{(-]/.test(text[i - 1] ?? '')) quote = character;
    else if (character === '#' && (i === 0 || /\s/.test(text[i - 1]!))) return text.slice(0, i).trimEnd();
  }
  return text.trimEnd();
}

function unquote(key: string): string {
  if (key.startsWith("'")) return key.slice(1, -1).replaceAll("''", "'");
  if (!key.startsWith('"')) return key;
  try {
    return String(JSON.parse(key));
  } catch {
    return key.slice(1, -1);
  }
}
