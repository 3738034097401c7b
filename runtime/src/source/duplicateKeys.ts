import type { SourceNode, SourceProperty, SourceRange } from './node.ts';
import type { Problem } from './problem.ts';

const PROPERTIES_WORTH_A_MAP = 12;

export interface DuplicateKey {
  readonly first: SourceNode;
  readonly repeated: SourceNode;
}

/** The keys an object holds more than once, in the order of the text. */
export function duplicateKeys(properties: readonly SourceProperty[]): readonly DuplicateKey[] {
  if (properties.length >= PROPERTIES_WORTH_A_MAP) return duplicatesByMap(properties);
  let found: DuplicateKey[] | undefined;
  for (let i = 1; i < properties.length; i++) {
    const { key } = properties[i]!;
    for (let first = 0; first < i; first++) {
      if (properties[first]!.key !== key) continue;
      found ??= [];
      found.push({ first: properties[first]!.keyNode, repeated: properties[i]!.keyNode });
      break;
    }
  }
  return found ?? NONE;
}

const NONE: readonly DuplicateKey[] = [];

function duplicatesByMap(properties: readonly SourceProperty[]): DuplicateKey[] {
  const found: DuplicateKey[] = [];
  const firstUse = new Map<string, SourceProperty>();
  for (const property of properties) {
    const first = firstUse.get(property.key);
    if (first) found.push({ first: first.keyNode, repeated: property.keyNode });
    else firstUse.set(property.key, property);
  }
  return found;
}

/** The problem that a repeated key is. */
export function duplicateKeyProblem(key: string, first: SourceRange, repeated: SourceRange): Problem {
  return {
    code: 'duplicate-key',
    start: repeated.start,
    end: repeated.end,
    message: `The key "${key}" is already used in this object.`,
    related: { start: first.start, end: first.end },
  };
}
