import type { SourceNode, SourceProperty } from './node.ts';
import type { Problem } from './problem.ts';

const PROPERTIES_WORTH_A_MAP = 12;

export interface DuplicateKey {
  readonly first: SourceNode;
  readonly repeated: SourceNode;
}

/** The keys an object holds more than once, in the order of the text. */
export function duplicateKeys(properties: readonly SourceProperty[]): readonly DuplicateKey[] {
  const found: DuplicateKey[] = [];
  if (properties.length < PROPERTIES_WORTH_A_MAP) {
    for (let i = 1; i < properties.length; i++) {
      const { key, keyNode } = properties[i]!;
      const first = properties.findIndex((other) => other.key === key);
      if (first < i) found.push({ first: properties[first]!.keyNode, repeated: keyNode });
    }
    return found;
  }
  const firstUse = new Map<string, SourceNode>();
  for (const { key, keyNode } of properties) {
    const first = firstUse.get(key);
    if (first) found.push({ first, repeated: keyNode });
    else firstUse.set(key, keyNode);
  }
  return found;
}

/** The problem that a repeated key is. */
export function duplicateKeyProblem(first: SourceNode, repeated: SourceNode): Problem {
  return {
    code: 'duplicate-key',
    start: repeated.start,
    end: repeated.end,
    message: `The key "${repeated.value}" is already used in this object.`,
    related: { start: first.start, end: first.end },
  };
}
