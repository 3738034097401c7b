import type { AslDocument } from './document.ts';
import type { SourceNode } from './node.ts';

export { LineIndex, type LinePosition } from './lines.ts';

/** The deepest node (value or key) whose range contains the offset; both ends count as inside. */
export function nodeAtOffset(document: AslDocument, offset: number): SourceNode | undefined {
  const root = document.root;
  if (!root || !contains(root, offset)) return undefined;
  let node = root;
  for (let child = childAt(node, offset); child; child = childAt(node, offset)) node = child;
  return node;
}

/** The node at an RFC 6901 pointer, e.g. `/States/Pay/Retry/0`. */
export function nodeAtPointer(document: AslDocument, pointer: string): SourceNode | undefined {
  let node = document.root;
  for (const token of parsePointer(pointer)) {
    if (!node) return undefined;
    node = node.items ? node.items[Number(token)] : node.get(token);
  }
  return node;
}

/** The tokens of an RFC 6901 pointer, unescaped. */
export function parsePointer(pointer: string): string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function contains(node: SourceNode, offset: number): boolean {
  return node.start <= offset && offset <= node.end;
}

function childAt(node: SourceNode, offset: number): SourceNode | undefined {
  // The children of an alias are written at its anchor and would lie about where the cursor is.
  if (node.isAlias) return undefined;
  if (node.items) return node.items.find((item) => contains(item, offset));
  for (const { keyNode, valueNode, merged } of node.properties ?? []) {
    if (merged) continue;
    if (contains(keyNode, offset)) return keyNode;
    if (valueNode && contains(valueNode, offset)) return valueNode;
  }
  return undefined;
}
