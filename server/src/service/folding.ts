import type { FoldingRange } from 'vscode-languageserver';
import type { AslDocument, SourceNode } from '../../../runtime/src/source/document.ts';

/** Objects, arrays, texts and comments that go over several lines. `limit` is the most the client can take. */
export function foldingRangesOf(document: AslDocument, limit = Number.POSITIVE_INFINITY): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  if (document.root) addNodes(document.root, document, ranges);
  addComments(document, ranges);
  if (ranges.length <= limit) return ranges;
  // Of too many ranges the largest are the most useful; they come back in the order of the text.
  const largest = [...ranges].sort((left, right) => size(right) - size(left)).slice(0, limit);
  return largest.sort((left, right) => left.startLine - right.startLine);
}

function addNodes(node: SourceNode, document: AslDocument, ranges: FoldingRange[]): void {
  if (node.isAlias) return;
  for (const { keyNode, valueNode, merged } of node.properties ?? []) {
    if (!valueNode || merged) continue;
    addRange(keyNode.start, valueNode, document, ranges);
    addNodes(valueNode, document, ranges);
  }
  for (const item of node.items ?? []) {
    addRange(item.start, item, document, ranges);
    addNodes(item, document, ranges);
  }
  if (!node.parent) addRange(node.start, node, document, ranges);
}

function addRange(start: number, node: SourceNode, document: AslDocument, ranges: FoldingRange[]): void {
  const { lines, text } = document;
  const startLine = lines.positionAt(start).line;
  let end = node.end;
  while (end > node.start && /\s/.test(text[end - 1]!)) end--;
  const endLine = lines.positionAt(end).line;
  // A closing bracket stays visible below the folded line.
  const lastLine = /[\]}]/.test(text[end - 1] ?? '') ? endLine - 1 : endLine;
  if (lastLine > startLine && ranges.at(-1)?.startLine !== startLine) ranges.push({ startLine, endLine: lastLine });
}

/** A block comment, or line comments on consecutive lines. */
function addComments(document: AslDocument, ranges: FoldingRange[]): void {
  const { lines, comments } = document;
  let current: { startLine: number; endLine: number } | undefined;
  const flush = (): void => {
    if (current && current.endLine > current.startLine) ranges.push({ ...current, kind: 'comment' });
  };
  for (const comment of comments) {
    const startLine = lines.positionAt(comment.start).line;
    const endLine = lines.positionAt(comment.end).line;
    if (current && startLine === current.endLine + 1) current.endLine = endLine;
    else {
      flush();
      current = { startLine, endLine };
    }
  }
  flush();
}

function size({ startLine, endLine }: FoldingRange): number {
  return endLine - startLine;
}
