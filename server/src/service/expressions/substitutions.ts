import type { SourceNode, SourceRange } from '../../../../runtime/src/source/document.ts';

/** A use of a `${Name}` placeholder. */
export interface Substitution {
  readonly name: string;
  /** Where the name is written, without `${` and `}`. */
  readonly range: SourceRange;
  /** The string that holds it. */
  readonly node: SourceNode;
}

/** `${!Name}` is CloudFormation's escape for a literal `${Name}`. */
const PLACEHOLDER = /\$\{([A-Za-z0-9_.:]+)\}/g;

/** The placeholders in the strings of a tree. */
export function substitutionsIn(root: SourceNode | undefined): Substitution[] {
  const found: Substitution[] = [];
  if (root) collect(root, found);
  return found;
}

function collect(node: SourceNode, found: Substitution[]): void {
  if (node.kind === 'string') addPlaceholders(node, found);
  for (const { keyNode, valueNode } of node.properties ?? []) {
    addPlaceholders(keyNode, found);
    if (valueNode) collect(valueNode, found);
  }
  for (const item of node.items ?? []) collect(item, found);
}

function addPlaceholders(node: SourceNode, found: Substitution[]): void {
  const value = node.value as string;
  if (!value.includes('${')) return;
  for (const match of value.matchAll(PLACEHOLDER)) {
    found.push({ name: match[1]!, range: node.rangeOf(match.index + 2, match.index + match[0].length - 1), node });
  }
}
