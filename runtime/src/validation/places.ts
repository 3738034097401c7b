import type { SourceNode, SourceRange } from '../source/node.ts';

/**
 * What to underline when an object as a whole is wrong: its key up to the opening brace, or the beginning of its first line when it
 * has no key. Underlining the whole object would colour half of the file.
 */
export function headOf(node: SourceNode, text: string): SourceRange {
  const { parent, keyInParent } = node;
  if (parent?.properties && typeof keyInParent === 'string') {
    const property = parent.properties.find((candidate) => candidate.valueNode === node);
    if (property && !property.merged) {
      const { start } = property.keyNode;
      const opening = text[node.start] === '{' || text[node.start] === '[' ? node.start + 1 : property.keyNode.end;
      return { start, end: opening > start ? opening : property.keyNode.end };
    }
  }
  if (node.kind !== 'object' && node.kind !== 'array') return node;
  const lineEnd = text.slice(node.start, Math.min(node.end, node.start + 200)).search(/[\r\n]/);
  return { start: node.start, end: lineEnd < 0 ? Math.min(node.end, node.start + 200) : node.start + lineEnd };
}

/** The place of a value that may be missing: the value, else its key. */
export function valueOrKey(property: { readonly keyNode: SourceNode; readonly valueNode?: SourceNode }): SourceRange {
  return property.valueNode ?? property.keyNode;
}

/** A short list for messages: `a`, `a or b`, `a, b or c`. */
export function either(names: readonly string[]): string {
  return listing(names, 'or');
}

/** A short list for messages: `a`, `a and b`, `a, b and c`. */
export function both(names: readonly string[]): string {
  return listing(names, 'and');
}

function listing(names: readonly string[], word: string): string {
  const quoted = names.map((name) => `"${name}"`);
  if (quoted.length < 2) return quoted.join('');
  return `${quoted.slice(0, -1).join(', ')} ${word} ${quoted.at(-1)}`;
}
