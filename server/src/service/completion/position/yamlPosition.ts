import type { AslDocument, SourceNode } from '../../../../../runtime/src/source/document.ts';
import { nodeAtOffset } from '../../../../../runtime/src/source/locate.ts';
import { bracketPosition } from './jsonPosition.ts';
import { nodeAtPath, pathOf } from './nodePaths.ts';
import type { CursorPosition, Token } from './position.ts';
import { emptyToken, tokenOfNode, tokenOfText } from './tokens.ts';
import { lineAt, type PlacedLine, parentsOf } from './yamlLines.ts';

/**
 * The position in YAML. Quoted texts, block texts and flow collections come from the tree; everything else from indentation, because
 * a line that is only half written gives the parser another tree than the author means.
 * `text` is what the author sees; the tree may come from a mended copy of it that is equally long.
 */
export function yamlPosition(document: AslDocument, offset: number, text: string): CursorPosition | undefined {
  const node = nodeAtOffset(document, offset);
  const line = lineAt(text, offset);
  if (node && isTextAround(document, node, offset)) return inText(document, offset, node, line);
  const flow = flowAround(node, offset, document.text);
  if (flow) return bracketPosition(document, offset, flow, 'yamlFlow');
  return onLine(document, offset, line, text);
}

/** Whether an offset stands inside the quotes, or the block, of a text. */
export function isTextAround(document: AslDocument, node: SourceNode, offset: number): boolean {
  const { text, problems } = document;
  if (node.kind !== 'string' || node.style === 'plain' || node.start >= offset) return false;
  if (node.style === 'block-literal' || node.style === 'block-folded') return offset <= node.end;
  if (offset >= node.end || text[node.end - 1] !== text[node.start]) return false;
  // In a text that does not parse, a quote that is closed only on a later line most probably was opened just now.
  return problems.length === 0 || !text.slice(node.start, node.end).includes('\n');
}

function inText(document: AslDocument, offset: number, node: SourceNode, line: PlacedLine): CursorPosition | undefined {
  const container = node.parent;
  if (node === document.root || !container) return undefined;
  const token = tokenOfNode(node, offset, document.text);
  const shape = line.shape;
  return {
    document,
    offset,
    notation: document.text[container.start] === '{' || document.text[container.start] === '[' ? 'yamlFlow' : 'yaml',
    role: node.isKey ? 'key' : 'value',
    path: pathOf(container, document.root),
    container,
    key: node.isKey ? undefined : node.keyInParent,
    token,
    hasValue: node.isKey,
    commaBefore: undefined,
    commaAfter: false,
    extraIndent: shape.column - shape.indent,
    needsDash: false,
  };
}

function flowAround(node: SourceNode | undefined, offset: number, text: string): SourceNode | undefined {
  for (let current = node; current; current = current.parent) {
    const bracket = text[current.start];
    const isFlow = (current.properties && bracket === '{') || (current.items && bracket === '[');
    if (isFlow && current.start < offset && offset < current.end) return current;
  }
  return undefined;
}

function onLine(document: AslDocument, offset: number, line: PlacedLine, text: string): CursorPosition | undefined {
  const { shape } = line;
  if (offset < line.start + shape.column && shape.content !== '') return undefined;
  if (shape.isComment || shape.content === '-') return undefined;
  const top = lineAt(text, document.root?.start ?? 0);
  // In a template the text above and left of the definition belongs to the template.
  if (document.root && line.start > top.start && shape.column < top.shape.column) return undefined;
  const path = parentsOf(text, line, top.start);
  const inValue = shape.key !== undefined && offset > line.start + shape.keyEnd;
  const base = {
    document,
    offset,
    notation: 'yaml' as const,
    commaBefore: undefined,
    commaAfter: false,
    extraIndent: shape.column - shape.indent,
    needsDash: false,
  };
  if (inValue) {
    const token = valueToken(text, line, offset);
    if (!token) return undefined;
    return {
      ...base,
      role: 'value',
      path,
      container: nodeAtPath(document.root, path),
      key: shape.key,
      token,
      hasValue: false,
    };
  }
  const token = keyToken(text, line, offset);
  const container = nodeAtPath(document.root, path);
  const isItem = line.isItem;
  return {
    ...base,
    role: shape.key === undefined ? 'either' : 'key',
    path,
    container: container?.properties || container?.items ? container : undefined,
    key: isItem ? path.at(-1) : undefined,
    token,
    hasValue: shape.key !== undefined,
  };
}

function valueToken(text: string, line: PlacedLine, offset: number): Token | undefined {
  const start = line.start + line.shape.valueStart;
  const end = line.start + line.shape.valueEnd;
  // The blank after the colon is part of neither; before a value nothing can stand.
  if (offset < start) return start === end ? emptyToken(offset) : undefined;
  if (start === end) return emptyToken(offset);
  if (offset > end) return undefined;
  return tokenOfText(text, start, end, offset);
}

function keyToken(text: string, line: PlacedLine, offset: number): Token {
  const { shape } = line;
  const start = line.start + shape.column;
  const end = line.start + (shape.key === undefined ? shape.column + shape.content.length : shape.keyEnd);
  if (start >= end || offset < start || offset > end) return emptyToken(offset);
  return tokenOfText(text, start, end, offset);
}
