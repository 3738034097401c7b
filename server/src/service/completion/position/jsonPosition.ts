import type { AslDocument, SourceNode, SourceProperty } from '../../../../../runtime/src/source/document.ts';
import { pathOf } from './nodePaths.ts';
import type { CursorPosition, Notation } from './position.ts';
import { emptyToken, tokenOfNode } from './tokens.ts';

/**
 * The position in JSON: the innermost object or array around the cursor, then the gap or the scalar in it. The tree comes from a
 * parser that keeps unfinished members, so this works in broken text too.
 */
export function jsonPosition(document: AslDocument, offset: number): CursorPosition | undefined {
  const root = document.root;
  if (!root) return document.text.trim() === '' ? rootPosition(document, offset) : undefined;
  const container = containerAt(root, offset);
  if (!container) return touches(root, offset, document.text) ? rootPosition(document, offset, root) : undefined;
  return bracketPosition(document, offset, container, 'json');
}

/** The position within an object or array that is written with brackets: JSON, or a flow collection of YAML. */
export function bracketPosition(
  document: AslDocument,
  offset: number,
  container: SourceNode,
  notation: Notation,
): CursorPosition | undefined {
  const gap = { document, offset, container, notation, text: document.text };
  return container.items ? inArray(gap, container.items) : inObject(gap, container.properties ?? []);
}

interface Gap {
  readonly document: AslDocument;
  readonly offset: number;
  readonly container: SourceNode;
  readonly notation: Notation;
  readonly text: string;
}

function containerAt(root: SourceNode, offset: number): SourceNode | undefined {
  let found: SourceNode | undefined;
  let node: SourceNode | undefined = root;
  while (node && (node.items || node.properties) && encloses(node, offset)) {
    found = node;
    node = childAround(node, offset);
  }
  return found;
}

function encloses(node: SourceNode, offset: number): boolean {
  return (
    node.start < offset && (offset < node.end || (offset === node.end && node.originEnd === node.origin.text.length))
  );
}

function childAround(node: SourceNode, offset: number): SourceNode | undefined {
  if (node.items) return lastBefore(node.items, offset, (item) => item.start);
  return lastBefore(node.properties ?? [], offset, (property) => property.keyNode.start)?.valueNode;
}

/** The last element that starts before the offset; elements are in source order. */
function lastBefore<T>(elements: readonly T[], offset: number, startOf: (element: T) => number): T | undefined {
  let low = 0;
  let high = elements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (startOf(elements[middle]!) < offset) low = middle + 1;
    else high = middle;
  }
  return elements[low - 1];
}

function inObject(gap: Gap, properties: readonly SourceProperty[]): CursorPosition | undefined {
  const { offset, text } = gap;
  const at = properties.find((property) => property.keyNode.start === offset && property.keyNode.style === 'plain');
  const previous = at ?? lastBefore(properties, offset, (property) => property.keyNode.start);
  if (!previous) return keyPosition(gap, emptyToken(offset), undefined, undefined);
  const { keyNode, valueNode } = previous;
  if (touches(keyNode, offset, text)) {
    return keyPosition(gap, tokenOfNode(keyNode, offset, text), previous, commaNeededBefore(gap, properties, keyNode));
  }
  if (valueNode && touches(valueNode, offset, text)) {
    return valuePosition(gap, previous.key, tokenOfNode(valueNode, offset, text));
  }
  if (!valueNode || offset <= valueNode.start) {
    const between = strip(text.slice(keyNode.end, offset));
    if (!between.includes(':')) return undefined;
    if (!valueNode || isElsewhere(valueNode, offset, text)) return valuePosition(gap, previous.key, emptyToken(offset));
    // There is a value: it is replaced from its beginning; further before it nothing can stand.
    const isScalar = !valueNode.items && !valueNode.properties;
    return isScalar && offset === valueNode.start
      ? valuePosition(gap, previous.key, tokenOfNode(valueNode, offset, text))
      : undefined;
  }
  if (offset === valueNode.end) return undefined;
  const isSeparated = strip(text.slice(valueNode.end, offset)).includes(',');
  return keyPosition(gap, emptyToken(offset), undefined, isSeparated ? undefined : valueNode.end);
}

/** What the parser takes for the value is empty, stands on another line, or is the next key: the value is still to be written. */
function isElsewhere({ start, end }: SourceNode, offset: number, text: string): boolean {
  return start === end || text.slice(offset, start).includes('\n') || /^\s*:/.test(text.slice(end, end + 80));
}

function inArray(gap: Gap, items: readonly SourceNode[]): CursorPosition | undefined {
  const { offset, text } = gap;
  const previous = lastBefore(items, offset, (item) => item.start);
  if (previous && touches(previous, offset, text)) {
    return valuePosition(gap, Number(previous.keyInParent), tokenOfNode(previous, offset, text));
  }
  const index = previous ? Number(previous.keyInParent) + 1 : 0;
  if (!previous) return valuePosition(gap, index, emptyToken(offset));
  if (offset <= previous.end) return undefined;
  const isSeparated = strip(text.slice(previous.end, offset)).includes(',');
  return { ...valuePosition(gap, index, emptyToken(offset)), commaBefore: isSeparated ? undefined : previous.end };
}

/** Whether the cursor stands in a scalar: between its quotes, or at either end of a bare word. */
function touches(node: SourceNode, offset: number, text: string): boolean {
  if (node.items || node.properties) return false;
  const quote = text[node.start];
  if (quote !== '"' && quote !== "'") return node.start <= offset && offset <= node.end;
  const isClosed = node.end - node.start >= 2 && text[node.end - 1] === quote;
  return node.start < offset && (offset < node.end || (!isClosed && offset === node.end));
}

function keyPosition(
  gap: Gap,
  token: CursorPosition['token'],
  property: SourceProperty | undefined,
  commaBefore: number | undefined,
): CursorPosition {
  const hasValue = property !== undefined && /^\s*:/.test(gap.text.slice(token.end, token.end + 80));
  return {
    ...common(gap, token),
    role: 'key',
    key: undefined,
    hasValue,
    commaBefore,
    commaAfter: !hasValue && needsCommaAfter(gap.text, token.end),
  };
}

function valuePosition(gap: Gap, key: string | number, token: CursorPosition['token']): CursorPosition {
  return {
    ...common(gap, token),
    role: 'value',
    key,
    hasValue: false,
    commaBefore: undefined,
    commaAfter: needsCommaAfter(gap.text, token.end),
  };
}

function common(gap: Gap, token: CursorPosition['token']) {
  const { document, offset, container, notation } = gap;
  return {
    document,
    offset,
    container,
    notation,
    token,
    path: pathOf(container, document.root),
    extraIndent: 0,
    needsDash: false,
  };
}

/** A comma is missing before a key when the member before it ends without one. */
function commaNeededBefore(gap: Gap, properties: readonly SourceProperty[], keyNode: SourceNode): number | undefined {
  const before = properties[properties.findIndex((property) => property.keyNode === keyNode) - 1];
  if (!before) return undefined;
  const end = (before.valueNode ?? before.keyNode).end;
  return strip(gap.text.slice(end, keyNode.start)).includes(',') ? undefined : end;
}

/** Whether another member or item follows directly. */
function needsCommaAfter(text: string, offset: number): boolean {
  const rest = /^(?:\s|\/\/[^\n]*\n?|\/\*[\s\S]*?\*\/|\\n|\\t)*/.exec(text.slice(offset, offset + 2000))![0].length;
  const next = text[offset + rest];
  return next !== undefined && /["'\w{[$-]/.test(next);
}

function strip(text: string): string {
  return text.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, '');
}

function rootPosition(document: AslDocument, offset: number, root?: SourceNode): CursorPosition {
  return {
    document,
    offset,
    notation: 'json',
    role: 'value',
    path: [],
    container: undefined,
    key: undefined,
    token: root ? tokenOfNode(root, offset, document.text) : emptyToken(offset),
    hasValue: false,
    commaBefore: undefined,
    commaAfter: false,
    extraIndent: 0,
    needsDash: false,
  };
}
