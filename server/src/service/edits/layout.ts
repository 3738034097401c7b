import type { AslDocument, SourceNode } from '../../../../runtime/src/source/document.ts';

/** How an object or array is written. */
export type Notation = 'json' | 'yaml-block';

/** Whether edits can be written straight into the text: it is not the content of a string that escapes what is put into it. */
export function isEditable(document: AslDocument): boolean {
  const origin = document.root?.origin;
  return !origin?.map || origin.isVerbatim === true || document.encode?.('"') === '"';
}

/** Braces and brackets are written alike in JSON and in YAML's flow style. */
export function notationOf(document: AslDocument, container: SourceNode): Notation {
  if (document.format === 'json') return 'json';
  const first = document.text[container.start];
  return first === '{' || first === '[' ? 'json' : 'yaml-block';
}

/** The blanks at the beginning of the line of an offset; inside a block of a template those beyond the block's own indentation. */
export function lineIndent(document: AslDocument, offset: number): string {
  const start = document.lines.lineStart(document.lines.positionAt(offset).line);
  const blanks = /^[ \t]*/.exec(document.text.slice(start, offset))![0];
  return blanks.slice(document.encode ? document.encode('\n').length - 1 : 0);
}

/** Whether nothing but blanks stands before an offset in its line. */
export function isFirstInLine(document: AslDocument, offset: number): boolean {
  const start = document.lines.lineStart(document.lines.positionAt(offset).line);
  return document.text.slice(start, offset).trim() === '';
}

/** One step of indentation, as the outermost object of the document has it. */
export function indentUnit(document: AslDocument): string {
  const root = document.root;
  const first = root?.properties?.find(({ keyNode }) => isFirstInLine(document, keyNode.start));
  const nested = first ?? root?.properties?.[0];
  if (document.format === 'json') {
    const own = nested ? lineIndent(document, nested.keyNode.start) : '';
    const outer = root ? lineIndent(document, root.start) : '';
    return own.length > outer.length ? own.slice(outer.length) : '  ';
  }
  for (const { keyNode, valueNode } of root?.properties ?? []) {
    const child = valueNode?.properties?.[0]?.keyNode;
    if (!child || !isFirstInLine(document, child.start)) continue;
    const width = lineIndent(document, child.start).length - lineIndent(document, keyNode.start).length;
    if (width > 0) return ' '.repeat(width);
  }
  return '  ';
}

/** The end of a value without the blanks and line breaks that YAML counts to it. */
export function trimmedEnd(document: AslDocument, node: SourceNode): number {
  let { end } = node;
  if (document.format === 'json') return end;
  while (end > node.start && /\s/.test(document.text[end - 1]!)) end--;
  return end;
}

/** The offset of the comma that follows an offset, comments skipped; undefined when something else follows. */
export function commaAfter(document: AslDocument, offset: number): number | undefined {
  let at = offset;
  for (;;) {
    while (/\s/.test(document.text[at] ?? '')) at++;
    const comment = document.comments.find(({ start }) => start === at);
    if (!comment) return document.text[at] === ',' ? at : undefined;
    at = comment.end;
  }
}
