import { addItem, addProperty, BuiltNode, type SourceNode, type SourceOrigin } from './node.ts';
import { wholeNodeMap } from './scalar.ts';

/** CloudFormation's short tags by the key of their long form (AWS CloudFormation user guide, "Intrinsic function reference"). */
const FUNCTIONS: Record<string, string> = Object.fromEntries([
  ['!Ref', 'Ref'],
  ['!Condition', 'Condition'],
  ...[
    'And',
    'Base64',
    'Cidr',
    'Equals',
    'FindInMap',
    'GetAZs',
    'GetAtt',
    'If',
    'ImportValue',
    'Join',
    'Length',
    'Not',
    'Or',
    'Select',
    'Split',
    'Sub',
    'ToJsonString',
    'Transform',
  ].map((name) => [`!${name}`, `Fn::${name}`]),
]);

/** The long form of a tagged YAML value, e.g. `{"Fn::Sub": "x"}` for `!Sub x`; the value itself when the tag is another one. */
export function cloudFormationFunction(value: SourceNode, tag: string, origin: SourceOrigin): SourceNode {
  const key = FUNCTIONS[tag];
  if (key === undefined) return value;
  const tagStart = Math.max(0, origin.text.lastIndexOf(tag, value.originStart));
  const node = new BuiltNode('object', origin, tagStart, value.originEnd);
  const keyNode = new BuiltNode('string', origin, tagStart, tagStart + tag.length, key, {
    style: 'plain',
    mapper: wholeNodeMap,
  });
  const valueNode = key === 'Fn::GetAtt' && value.kind === 'string' ? attributePath(value, origin) : value;
  addProperty(node, { key, keyNode, valueNode });
  return node;
}

/** `!GetAtt Resource.Attribute` is `{"Fn::GetAtt": ["Resource", "Attribute"]}`. */
function attributePath(value: SourceNode, origin: SourceOrigin): SourceNode {
  const text = value.value as string;
  const dot = text.indexOf('.');
  const array = new BuiltNode('array', origin, value.originStart, value.originEnd);
  const parts =
    dot === -1
      ? [[0, text.length]]
      : [
          [0, dot],
          [dot + 1, text.length],
        ];
  for (const [from, to] of parts) {
    const { start, end } = value.rangeOf(from!, to!);
    const part = new BuiltNode('string', origin, start, end, text.slice(from, to), { style: 'plain' });
    addItem(array, part);
  }
  return array;
}
