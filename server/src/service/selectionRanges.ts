import type { Position, SelectionRange } from 'vscode-languageserver';
import type { SourceNode, SourceRange } from '../../../runtime/src/source/document.ts';
import { nodeAtOffset } from '../../../runtime/src/source/locate.ts';
import type { DocumentAnalysis } from './analysis.ts';
import { rangeInDocument } from './expressions/expressionSites.ts';
import { tokenizeJsonata } from './expressions/jsonataTokens.ts';
import { contentRange } from './occurrences.ts';
import { toOffset, toRange } from './positions.ts';

/** What "expand selection" selects step by step: word of an expression, text, value, member, object ... */
export function selectionRangesAt(analysis: DocumentAnalysis, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => {
    const offset = toOffset(analysis.document, position);
    const ranges = [...innerRanges(analysis, offset), ...outerRanges(analysis, offset)];
    let selection: SelectionRange | undefined;
    for (const range of ranges.filter(isWider).reverse()) {
      selection = { range: toRange(analysis.document, range), ...(selection ? { parent: selection } : {}) };
    }
    return selection ?? { range: { start: position, end: position } };
  });
}

/** Ranges inside the string under the cursor. */
function innerRanges(analysis: DocumentAnalysis, offset: number): SourceRange[] {
  const definition = analysis.definitionAt(offset);
  const node = definition && nodeAtOffset(definition.document, offset);
  if (node?.kind !== 'string') return [];
  const site = definition!.expressionAt(node);
  if (!site) return [contentRange(node)];
  const words = site.language === 'jsonata' ? tokenizeJsonata(site.text) : [];
  const word = words
    .map((token) => rangeInDocument(site, token.offset, token.offset + token.text.length))
    .find((range) => range.start <= offset && offset <= range.end);
  const expression = rangeInDocument(site, 0, site.text.length);
  return [...(word ? [word] : []), expression, contentRange(node)];
}

function outerRanges({ document }: DocumentAnalysis, offset: number): SourceRange[] {
  const ranges: SourceRange[] = [];
  for (let node = nodeAtOffset(document, offset); node; node = node.parent) {
    if (!node.isKey && (node.properties || node.items) && document.text[node.start] !== undefined) {
      const opens = /[{[]/.test(document.text[node.start]!);
      if (opens && node.end - node.start >= 2) ranges.push({ start: node.start + 1, end: node.end - 1 });
    }
    ranges.push({ start: node.start, end: node.end });
    const member = memberRange(node);
    if (member) ranges.push(member);
  }
  ranges.push({ start: 0, end: document.text.length });
  return ranges;
}

function memberRange(node: SourceNode): SourceRange | undefined {
  const property = node.parent?.properties?.find(({ keyNode, valueNode }) => keyNode === node || valueNode === node);
  return property && { start: property.keyNode.start, end: (property.valueNode ?? property.keyNode).end };
}

/** Each step must hold the one before it; equal steps are one. */
function isWider(range: SourceRange, index: number, all: readonly SourceRange[]): boolean {
  const previous = all[index - 1];
  if (!previous) return true;
  const holds = range.start <= previous.start && previous.end <= range.end;
  return holds && (range.start < previous.start || previous.end < range.end);
}
