import type { TextEdit } from 'vscode-languageserver';
import type { Json } from '../../../../runtime/src/asl/json.ts';
import type { AslDocument, SourceNode, SourceProperty } from '../../../../runtime/src/source/document.ts';
import { toRange } from '../positions.ts';
import { encoded } from '../scalarText.ts';
import { commaAfter, indentUnit, isFirstInLine, lineIndent, notationOf, trimmedEnd } from './layout.ts';
import { printMember, printValue } from './print.ts';

/** Replaces the text between two offsets. */
export function replaceText(document: AslDocument, start: number, end: number, text: string): TextEdit {
  return { range: toRange(document, { start, end }), newText: encoded(document, text) };
}

/** Replaces a value. */
export function replaceValue(document: AslDocument, node: SourceNode, value: Json): TextEdit {
  const holder = node.parent ?? node;
  const notation = notationOf(document, holder);
  const unit = indentUnit(document);
  const indent =
    notation === 'json'
      ? lineIndent(document, node.start)
      : ' '.repeat(document.lines.positionAt(node.start).character);
  return replaceText(
    document,
    node.start,
    trimmedEnd(document, node),
    printValue(value, { document, notation, indent, unit }),
  );
}

/** Adds a member to an object: behind another one, or as the last one. */
export function insertProperty(
  document: AslDocument,
  object: SourceNode,
  key: string,
  value: Json,
  after: SourceProperty | undefined = object.properties?.filter(({ merged }) => !merged).at(-1),
): TextEdit {
  const notation = notationOf(document, object);
  const unit = indentUnit(document);
  if (!after) return insertFirst(document, object, key, value);
  const end = trimmedEnd(document, after.valueNode ?? after.keyNode);
  const isBlock = notation === 'yaml-block';
  const column = document.lines.positionAt(after.keyNode.start).character;
  const indent = isBlock ? ' '.repeat(column) : lineIndent(document, after.keyNode.start);
  const isOnOwnLine = isBlock || isFirstInLine(document, after.keyNode.start);
  const member = printMember(key, value, { document, notation, indent, unit });
  const text = `${isBlock ? '' : ','}${isOnOwnLine ? `\n${indent}` : ' '}${member}`;
  return replaceText(document, end, end, text);
}

/** Removes a member or item together with its comma, and its line when nothing else stands there. */
export function removeNode(document: AslDocument, node: SourceNode): TextEdit[] {
  const property = propertyOf(node);
  const container = node.parent;
  if (!container) return [];
  const siblings = container.items
    ? container.items.map((item) => ({ start: item.start, end: trimmedEnd(document, item) }))
    : container.properties!.map(({ keyNode, valueNode }) => ({
        start: keyNode.start,
        end: trimmedEnd(document, valueNode ?? keyNode),
      }));
  const index = container.items ? container.items.indexOf(node) : container.properties!.indexOf(property!);
  const own = siblings[index];
  if (!own) return [];
  const next = siblings[index + 1];
  const previous = siblings[index - 1];
  if (notationOf(document, container) === 'yaml-block') {
    // A sibling begins in the same column, so it can take the place.
    if (next) return [replaceText(document, own.start, next.start, '')];
    if (previous) return [replaceText(document, previous.end, own.end, '')];
    return [replaceText(document, own.start, own.end, container.items ? '[]' : '{}')];
  }
  const comma = commaAfter(document, own.end);
  if (comma !== undefined) return [replaceText(document, ...wholeLines(document, own.start, comma + 1), '')];
  const commaBefore = previous && commaAfter(document, previous.end);
  const removal = replaceText(document, ...wholeLines(document, own.start, own.end), '');
  return commaBefore === undefined ? [removal] : [replaceText(document, commaBefore, commaBefore + 1, ''), removal];
}

/** Moves an item to the end of its array: the texts change places, what stands between them stays. */
export function moveItemLast(document: AslDocument, item: SourceNode): TextEdit[] {
  const items = item.parent?.items ?? [];
  const index = items.indexOf(item);
  const texts = items.map((each) => document.text.slice(each.start, trimmedEnd(document, each)));
  return items.slice(index).map((slot, offset) => {
    const source = index + offset + 1 < items.length ? index + offset + 1 : index;
    return {
      range: toRange(document, { start: slot.start, end: trimmedEnd(document, slot) }),
      newText: texts[source]!,
    };
  });
}

/** The property a key or value belongs to. */
export function propertyOf(node: SourceNode): SourceProperty | undefined {
  return node.parent?.properties?.find(({ keyNode, valueNode }) => keyNode === node || valueNode === node);
}

function insertFirst(document: AslDocument, object: SourceNode, key: string, value: Json): TextEdit {
  const unit = indentUnit(document);
  const outer = lineIndent(document, object.start);
  const indent = outer + unit;
  const member = printMember(key, value, { document, notation: 'json', indent, unit });
  const isEmpty = /^\{\s*\}$/.test(document.text.slice(object.start, object.end));
  if (isEmpty) return replaceText(document, object.start, object.end, `{\n${indent}${member}\n${outer}}`);
  return replaceText(document, object.start + 1, object.start + 1, `\n${indent}${member}`);
}

/** Widens a removal to the whole lines when nothing but blanks would be left of them. */
function wholeLines(document: AslDocument, start: number, end: number): [number, number] {
  const { lines, text } = document;
  const lineStart = lines.lineStart(lines.positionAt(start).line);
  const lineEnd = lines.lineEnd(lines.positionAt(end).line);
  const isBlankBefore = text.slice(lineStart, start).trim() === '';
  const isBlankAfter = text.slice(end, lineEnd).trim() === '';
  if (isBlankBefore && isBlankAfter)
    return [lines.lineStart(lines.positionAt(start).line), lines.lineStart(lines.positionAt(end).line + 1)];
  let last = end;
  while (text[last] === ' ') last++;
  return [start, isBlankAfter ? end : last];
}
