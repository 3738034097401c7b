import type { CharacterMap, SourceNode } from './node.ts';

/** A text assembled from pieces of a template, and where each of its units is written there. */
export interface EmbeddedText {
  readonly text: string;
  readonly map: CharacterMap;
  /** The string node that holds all of it, when one does: only then can new text be written into it. */
  readonly host?: SourceNode;
  /** Values that the template itself gives to `${Name}` (second argument of Fn::Sub). */
  readonly substitutions?: SourceNode;
}

/**
 * The text of a value that is a string, `Fn::Sub`, or `Fn::Join` of strings and references. References become `${Name}`
 * placeholders, as an unresolved substitution looks. Undefined when the value is something else.
 */
export function embeddedText(node: SourceNode): EmbeddedText | undefined {
  if (node.kind === 'string') return { text: node.value as string, map: mapOfString(node), host: node };
  const call = intrinsicOf(node);
  if (!call?.argument) return undefined;
  if (call.name === 'Fn::Sub') return substitutedText(call.argument);
  if (call.name === 'Fn::Join') return joinedText(call.argument);
  return undefined;
}

/** The CloudFormation intrinsic function an object is: its only key is `Ref`, `Condition` or `Fn::…`. */
export function intrinsicOf(node: SourceNode): { name: string; argument: SourceNode | undefined } | undefined {
  if (node.properties?.length !== 1) return undefined;
  const { key, valueNode } = node.properties[0]!;
  const isReference = key === 'Ref' || key === 'Condition';
  if (!key.startsWith('Fn::') && !(isReference && valueNode?.kind === 'string')) return undefined;
  return { name: key, argument: valueNode };
}

/** The placeholder of an intrinsic whose value only a deployment knows: `${Name}`, `${Resource.Attribute}`. */
export function placeholderOf(node: SourceNode): string {
  const call = intrinsicOf(node);
  const argument = call?.argument;
  if (call?.name === 'Ref' && argument?.kind === 'string') return `\${${argument.value}}`;
  if (call?.name === 'Fn::GetAtt') {
    const parts = argument?.items?.map((item) => String(item.value)) ?? [String(argument?.value ?? '')];
    return `\${${parts.join('.')}}`;
  }
  return `\${${(call?.name ?? 'Value').replace('Fn::', '')}}`;
}

function substitutedText(argument: SourceNode): EmbeddedText | undefined {
  const [template, substitutions] = argument.items ?? [argument];
  if (template?.kind !== 'string') return undefined;
  return { text: template.value as string, map: mapOfString(template), host: template, substitutions };
}

function joinedText(argument: SourceNode): EmbeddedText | undefined {
  const [delimiter, list] = argument.items ?? [];
  if (delimiter?.kind !== 'string' || !list?.items) return undefined;
  const pieces: EmbeddedText[] = [];
  for (const [index, item] of list.items.entries()) {
    if (index > 0 && delimiter.value !== '') pieces.push(wholePiece(delimiter.value as string, item));
    pieces.push(embeddedText(item) ?? wholePiece(placeholderOf(item), item));
  }
  if (pieces.length === 1) return pieces[0];
  return { text: pieces.map((piece) => piece.text).join(''), map: concatenate(pieces.map((piece) => piece.map)) };
}

/** A text that nobody wrote literally: each unit of it stands for the whole node. */
function wholePiece(text: string, node: SourceNode): EmbeddedText {
  return {
    text,
    map: { starts: new Int32Array(text.length).fill(node.start), ends: new Int32Array(text.length).fill(node.end) },
  };
}

function mapOfString(node: SourceNode): CharacterMap {
  const { length } = node.value as string;
  const starts = new Int32Array(length);
  const ends = new Int32Array(length);
  for (let i = 0; i < length; i++) {
    const { start, end } = node.rangeOf(i, i + 1);
    starts[i] = start;
    ends[i] = end;
  }
  return { starts, ends };
}

function concatenate(maps: readonly CharacterMap[]): CharacterMap {
  const length = maps.reduce((sum, map) => sum + map.starts.length, 0);
  const starts = new Int32Array(length);
  const ends = new Int32Array(length);
  let at = 0;
  for (const map of maps) {
    starts.set(map.starts, at);
    ends.set(map.ends, at);
    at += map.starts.length;
  }
  return { starts, ends };
}
