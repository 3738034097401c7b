import { embeddedText, intrinsicOf, placeholderOf } from './embeddedText.ts';
import { addItem, addProperty, BuiltNode, type CharacterMap, type SourceNode } from './node.ts';
import { wholeNodeMap } from './scalar.ts';

const SUBSTITUTION = { style: 'plain', mapper: wholeNodeMap, isSubstitution: true } as const;
const SUBSTITUTED_TEXT = { style: 'plain', mapper: mapOfText, isSubstitution: true } as const;

/**
 * A copy of a tree in which CloudFormation intrinsics are strings with placeholders, flagged as substitutions: the shape the
 * definition has for Step Functions. Pointers of the copy begin at its root.
 */
export function withUnresolvedValues(node: SourceNode): SourceNode {
  if (intrinsicOf(node)) return unresolvedValue(node);
  if (node.kind !== 'object' && node.kind !== 'array') return scalarCopy(node);
  const copy = new BuiltNode(node.kind, node.origin, node.originStart, node.originEnd, undefined, node.traits);
  for (const { key, keyNode, valueNode, merged } of node.properties ?? []) {
    addProperty(copy, {
      key,
      keyNode: scalarCopy(keyNode),
      valueNode: valueNode && withUnresolvedValues(valueNode),
      merged,
    });
  }
  for (const item of node.items ?? []) addItem(copy, withUnresolvedValues(item));
  return copy;
}

function unresolvedValue(node: SourceNode): SourceNode {
  const text = embeddedText(node);
  const value = text?.text ?? placeholderOf(node);
  const traits = text?.host ? { ...SUBSTITUTED_TEXT, map: text.map } : SUBSTITUTION;
  return new BuiltNode('string', node.origin, node.originStart, node.originEnd, value, traits);
}

function scalarCopy(node: SourceNode): SourceNode {
  return new BuiltNode(node.kind, node.origin, node.originStart, node.originEnd, node.value, node.traits);
}

function mapOfText(node: SourceNode): CharacterMap | undefined {
  return node.traits.map;
}
