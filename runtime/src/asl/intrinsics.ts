/** The intrinsic functions of JSONPath states. */

export interface IntrinsicFact {
  readonly name: string;
  /** Parameters as shown in signatures, in order; a leading `...` takes any number. */
  readonly parameters: readonly string[];
  readonly minimum: number;
  /** Most arguments; Infinity when there is no limit. */
  readonly maximum: number;
  readonly returns: string;
  readonly doc: string;
}

const text = 'string';

export const INTRINSICS: readonly IntrinsicFact[] = [
  fact('Array', ['...values: any'], 'array', 'An array of the arguments, in order. Without arguments an empty array.'),
  fact(
    'ArrayContains',
    ['array: array', 'value: any'],
    'boolean',
    'Whether an array holds a value; arrays and objects match by content.',
  ),
  fact(
    'ArrayGetItem',
    ['array: array', 'index: integer'],
    'any',
    'The item at a zero-based index. An index outside the array fails.',
  ),
  fact('ArrayLength', ['array: array'], 'integer', 'The number of items.'),
  fact(
    'ArrayPartition',
    ['array: array', 'size: integer'],
    'array',
    'The array cut into chunks of at most `size` items.',
  ),
  fact(
    'ArrayRange',
    ['first: integer', 'last: integer', 'step: integer'],
    'array',
    'Integers from `first` to `last`, both included, in steps of `step` (not 0). At most 1,000 items.',
  ),
  fact('ArrayUnique', ['array: array'], 'array', 'The array without duplicate items.'),
  fact('Base64Decode', ['data: string'], text, 'Text from MIME Base64. At most 10,000 characters.'),
  fact('Base64Encode', ['data: string'], text, 'MIME Base64 of a text. At most 10,000 characters.'),
  fact(
    'Format',
    ['template: string', '...values: any'],
    text,
    'The template with each `{}` replaced by the value at its place. As many values as there are `{}`.',
  ),
  fact(
    'Hash',
    ['data: any', 'algorithm: string'],
    text,
    'Digest in lower-case hex. Algorithms: `MD5`, `SHA-1`, `SHA-256`, `SHA-384`, `SHA-512`.',
  ),
  fact(
    'JsonMerge',
    ['first: object', 'second: object', 'deep: boolean'],
    'object',
    'Both objects merged, the second wins. Only shallow merging exists: the third argument must be `false`.',
  ),
  fact('JsonToString', ['value: any'], text, 'Compact JSON text of a value.'),
  fact(
    'MathAdd',
    ['first: integer', 'second: integer'],
    'integer',
    'The sum. Each argument is first rounded to an integer.',
  ),
  fact(
    'MathRandom',
    ['start: integer', 'end: integer', 'seed?: integer'],
    'integer',
    'A random integer from `start` up to, not including, `end`. The same seed gives the same number.',
  ),
  fact(
    'StringSplit',
    ['text: string', 'delimiters: string'],
    'array',
    'The text cut at every character that occurs in `delimiters`. Empty pieces vanish.',
  ),
  fact('StringToJson', ['text: string'], 'any', 'The value of a JSON text.'),
  fact('UUID', [], text, 'A random version 4 UUID.'),
];

const BY_NAME = new Map(INTRINSICS.map((intrinsic) => [intrinsic.name, intrinsic]));

/** The facts of an intrinsic function by its full name (`States.Format`). Case matters. */
export function intrinsic(name: string): IntrinsicFact | undefined {
  return BY_NAME.get(name);
}

/** Functions allowed in `ErrorPath` and `CausePath`, which must give a string. */
export const STRING_INTRINSICS: ReadonlySet<string> = new Set(
  ['Format', 'JsonToString', 'ArrayGetItem', 'Base64Encode', 'Base64Decode', 'Hash', 'UUID'].map(
    (name) => `States.${name}`,
  ),
);

function fact(name: string, parameters: readonly string[], returns: string, doc: string): IntrinsicFact {
  const required = parameters.filter((parameter) => !parameter.startsWith('...') && !parameter.includes('?:'));
  const isOpen = parameters.some((parameter) => parameter.startsWith('...'));
  return {
    name: `States.${name}`,
    parameters,
    minimum: required.length,
    maximum: isOpen ? Number.POSITIVE_INFINITY : parameters.length,
    returns,
    doc,
  };
}
