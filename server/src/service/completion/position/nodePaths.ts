import type { SourceNode } from '../../../../../runtime/src/source/document.ts';
import type { PathToken } from './position.ts';

/** The path of a node from the root of its definition (which may itself lie inside a template). */
export function pathOf(node: SourceNode, root: SourceNode | undefined): PathToken[] {
  const path: PathToken[] = [];
  for (let current: SourceNode | undefined = node; current && current !== root; current = current.parent) {
    if (current.keyInParent === undefined) break;
    path.push(current.keyInParent);
  }
  return path.reverse();
}

/** The node at a path below a root; undefined as soon as something is missing. */
export function nodeAtPath(root: SourceNode | undefined, path: readonly PathToken[]): SourceNode | undefined {
  let node = root;
  for (const token of path) {
    if (!node) return undefined;
    node = node.items ? node.items[Number(token)] : node.get(String(token));
  }
  return node;
}
