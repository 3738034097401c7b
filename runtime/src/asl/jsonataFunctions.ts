/** The functions JSONata expressions may call: the library of JSONata 2.0.6 and what Step Functions adds to it. */

export interface JsonataFunctionFact {
  /** With the dollar: `$sum`. */
  readonly name: string;
  /** JSONata signature: letters for types, `?` optional, `-` the context may stand in, `+` one or more. */
  readonly signature: string;
  /** Parameters as shown in signatures, in order; a trailing `?` marks the optional ones. */
  readonly parameters: readonly string[];
  /** Fewest arguments in a call that does not take the context as its first argument. */
  readonly minimum: number;
  /** Most arguments; Infinity when there is no limit. */
  readonly maximum: number;
  readonly category: string;
  readonly doc: string;
  /** `library`: JSONata's own. `service`: added or changed by Step Functions. `refused`: JSONata has it, Step Functions does not. */
  readonly origin: 'library' | 'service' | 'refused';
}

export const JSONATA_FUNCTIONS: readonly JsonataFunctionFact[] = [
  fact(
    '$string',
    '<x-b?:s>',
    'arg?, prettify?',
    'string',
    'Turn any value into text; strings stay as they are, functions become an empty string, other values become JSON.',
  ),
  fact('$length', '<s-:n>', 'str?', 'string', 'Number of code points in a string.'),
  fact(
    '$substring',
    '<s-nn?:s>',
    'str?, start, length?',
    'string',
    'Part of a string from a zero-based start; a negative start counts from the end.',
  ),
  fact(
    '$substringBefore',
    '<s-s:s>',
    'str?, chars',
    'string',
    'Text ahead of the first occurrence of chars, or all of it when absent.',
  ),
  fact(
    '$substringAfter',
    '<s-s:s>',
    'str?, chars',
    'string',
    'Text following the first occurrence of chars, or all of it when absent.',
  ),
  fact('$uppercase', '<s-:s>', 'str?', 'string', 'Upper-case copy.'),
  fact('$lowercase', '<s-:s>', 'str?', 'string', 'Lower-case copy.'),
  fact('$trim', '<s-:s>', 'str?', 'string', 'Collapse runs of white space to one space and strip both ends.'),
  fact(
    '$pad',
    '<s-ns?:s>',
    'str?, width, char?',
    'string',
    'Fill up to |width| characters; positive width pads right, negative pads left.',
  ),
  fact(
    '$contains',
    '<s-(sf):b>',
    'str?, pattern',
    'string',
    'Whether a literal or a regular expression occurs in the string.',
  ),
  fact(
    '$split',
    '<s-(sf)n?:a<s>>',
    'str?, separator, limit?',
    'string',
    'Cut a string at a literal or regular expression into an array, keeping at most limit pieces.',
  ),
  fact(
    '$join',
    '<a<s>s?:s>',
    'array, separator?',
    'string',
    'Concatenate an array of strings with an optional separator.',
  ),
  fact(
    '$match',
    '<s-f<s:o>n?:a<o>>',
    'str?, pattern, limit?',
    'string',
    'List of regular-expression matches, each {match, index, groups}.',
  ),
  fact(
    '$replace',
    '<s-(sf)(sf)n?:s>',
    'str?, pattern, replacement, limit?',
    'string',
    'Substitute matches by text ($N back references, $$ for a dollar) or by the result of a function.',
  ),
  fact(
    '$eval',
    '<sx?:x>',
    'expr, context?',
    'string',
    'Evaluate a string as JSONata. Not available in Step Functions; `$parse` reads JSON text.',
    'refused',
  ),
  fact('$base64encode', '<s-:s>', 'str?', 'string', 'Base64 of a string whose characters are all within 0x00-0xFF.'),
  fact('$base64decode', '<s-:s>', 'str?', 'string', 'Decode Base64 into UTF-8 text.'),
  fact('$encodeUrlComponent', '<s-:s>', 'str?', 'string', 'Percent-encode a URL component.'),
  fact('$encodeUrl', '<s-:s>', 'str?', 'string', 'Percent-encode a whole URL, leaving reserved separators.'),
  fact('$decodeUrlComponent', '<s-:s>', 'str?', 'string', 'Reverse of encodeUrlComponent.'),
  fact('$decodeUrl', '<s-:s>', 'str?', 'string', 'Reverse of encodeUrl.'),
  fact(
    '$number',
    '<(nsb)-:n>',
    'arg?',
    'numeric',
    'Convert a number, numeric string (also 0x/0o/0b) or boolean to a number; anything else is an error.',
  ),
  fact('$abs', '<n-:n>', 'number?', 'numeric', 'Absolute value.'),
  fact('$floor', '<n-:n>', 'number?', 'numeric', 'Largest integer not above the number.'),
  fact('$ceil', '<n-:n>', 'number?', 'numeric', 'Smallest integer not below the number.'),
  fact(
    '$round',
    '<n-n?:n>',
    'number?, precision?',
    'numeric',
    'Round half to even at the given number of decimals (negative precision rounds to tens, hundreds...).',
  ),
  fact(
    '$power',
    '<n-n:n>',
    'base?, exponent',
    'numeric',
    'base raised to exponent; error when the result is not a JSON number.',
  ),
  fact('$sqrt', '<n-:n>', 'number?', 'numeric', 'Square root; negative input is an error.'),
  fact(
    '$random',
    '<n?:n>',
    'seed?',
    'numeric',
    'Pseudo-random number in [0,1). Step Functions takes an optional seed: the same seed gives the same number.',
    'service',
  ),
  fact(
    '$formatNumber',
    '<n-so?:s>',
    'number?, picture, options?',
    'numeric',
    'Format by an XPath fn:format-number picture.',
  ),
  fact('$formatBase', '<n-n?:s>', 'number?, radix?', 'numeric', 'Integer written in base 2-36 (default 10).'),
  fact(
    '$formatInteger',
    '<n-s:s>',
    'number?, picture',
    'numeric',
    'Integer written by an XPath fn:format-integer picture (words, roman, ordinal...).',
  ),
  fact('$parseInteger', '<s-s:n>', 'str?, picture', 'numeric', 'Integer read back from text by the same pictures.'),
  fact('$sum', '<a<n>:n>', 'array', 'aggregation', 'Total of an array of numbers.'),
  fact('$max', '<a<n>:n>', 'array', 'aggregation', 'Largest number of an array.'),
  fact('$min', '<a<n>:n>', 'array', 'aggregation', 'Smallest number of an array.'),
  fact('$average', '<a<n>:n>', 'array', 'aggregation', 'Mean of an array of numbers.'),
  fact(
    '$boolean',
    '<x-:b>',
    'arg?',
    'boolean',
    'Truthiness by JSONata rules (empty string/array/object, 0, null and functions are false).',
  ),
  fact('$not', '<x-:b>', 'arg?', 'boolean', 'Negated truthiness.'),
  fact('$exists', '<x:b>', 'arg', 'boolean', 'True unless the expression yields nothing (undefined).'),
  fact('$count', '<a:n>', 'array', 'array', 'Number of items; a single value counts as one and undefined as zero.'),
  fact('$append', '<xx:a>', 'array1, array2', 'array', 'Concatenate two values as arrays.'),
  fact(
    '$sort',
    '<af?:a>',
    'array, function?',
    'array',
    'Ascending sort of all-string or all-number arrays, or by a comparator that is true when the pair must swap.',
  ),
  fact('$reverse', '<a:a>', 'array', 'array', 'Items in the opposite order.'),
  fact('$shuffle', '<a:a>', 'array', 'array', 'Items in random order.'),
  fact('$distinct', '<x:x>', 'array', 'array', 'Items without deep-equal duplicates.'),
  fact(
    '$zip',
    '<a+>',
    'array1, ...',
    'array',
    'Array of tuples taken position by position, as long as the shortest input.',
  ),
  fact('$partition', '<an:a<a>>', 'array, size', 'array', 'Cut an array into chunks of at most size items.', 'service'),
  fact(
    '$range',
    '<nnn:a<n>>',
    'first, last, delta',
    'array',
    'Numbers from first to last inclusive in steps of delta. A range of one number comes back as that number, not as an array.',
    'service',
  ),
  fact('$keys', '<x-:a<s>>', 'object?', 'object', 'Field names of an object, or the union over an array of objects.'),
  fact('$lookup', '<x-s:x>', 'object, key', 'object', 'Value stored under a computed key; over an array, every match.'),
  fact('$spread', '<x-:a<o>>', 'object?', 'object', 'One single-field object per field.'),
  fact(
    '$merge',
    '<a<o>:o>',
    'array of objects',
    'object',
    'Objects combined left to right, later fields win (shallow).',
  ),
  fact(
    '$sift',
    '<o-f?:o>',
    'object?, function',
    'object',
    'Keep the fields for which function(value, key?, object?) is true.',
  ),
  fact('$each', '<o-f:a>', 'object?, function', 'object', 'Array of function(value, key) results, one per field.'),
  fact(
    '$error',
    '<s?:x>',
    'message?',
    'object',
    'Raise an error; it fails the state with States.QueryEvaluationError.',
  ),
  fact('$assert', '<bs?:x>', 'condition, message?', 'object', 'Raise an error when the condition is false.'),
  fact(
    '$type',
    '<x:s>',
    'value',
    'object',
    'One of null, number, string, boolean, array, object, function; nothing for undefined.',
  ),
  fact('$clone', '<(oa)-:o>', 'value?', 'object', 'Deep copy used by the transform operator; rarely called directly.'),
  fact('$parse', '<s:x>', 'jsonText', 'object', 'Parse JSON text into a value.', 'service'),
  fact(
    '$hash',
    '<ss?:s>',
    'content, algorithm',
    'string',
    'Hex digest of a string with MD5, SHA-1, SHA-256, SHA-384 or SHA-512. Algorithm names are case-sensitive: `MD5`, `SHA-1`, `SHA-256`, `SHA-384`, `SHA-512`.',
    'service',
  ),
  fact('$uuid', '<:s>', '', 'string', 'Random version-4 UUID.', 'service'),
  fact('$map', '<af>', 'array, function', 'higher-order', 'function(value, index?, array?) applied to each item.'),
  fact(
    '$filter',
    '<af>',
    'array, function',
    'higher-order',
    'Items for which function(value, index?, array?) is true.',
  ),
  fact(
    '$single',
    '<af?>',
    'array, function?',
    'higher-order',
    'The only matching item; zero or several matches is an error.',
  ),
  fact(
    '$reduce',
    '<afj?:j>',
    'array, function, init?',
    'higher-order',
    'Fold with function(accumulator, value, index?, array?).',
  ),
  fact(
    '$now',
    '<s?s?:s>',
    'picture?, timezone?',
    'date-time',
    'Timestamp of this evaluation (same value throughout one expression), ISO 8601 UTC unless a picture is given.',
  ),
  fact('$millis', '<:n>', '', 'date-time', 'Milliseconds since the epoch for this evaluation.'),
  fact('$fromMillis', '<n-s?s?:s>', 'number?, picture?, timezone?', 'date-time', 'Milliseconds to text.'),
  fact(
    '$toMillis',
    '<s-s?:n>',
    'timestamp?, picture?',
    'date-time',
    'Text to milliseconds; ISO 8601 unless a picture is given.',
  ),
];

const BY_NAME = new Map(JSONATA_FUNCTIONS.map((known) => [known.name, known]));

/** The facts of a function by its name with the dollar. */
export function jsonataFunction(name: string): JsonataFunctionFact | undefined {
  return BY_NAME.get(name);
}

/** Members of `$states` and where they exist. `result`: Output and Assign of Task, Parallel and Map. `errorOutput`: those of a catcher. */
export const STATES_MEMBERS = {
  input: 'The input of the state, as it entered.',
  context: 'The context object: execution, state machine, state, task token, map item.',
  result: 'The result of the Task, Parallel or Map state. Only in its own `Output` and `Assign`.',
  errorOutput: '`{Error, Cause}` of the error that was caught. Only in `Output` and `Assign` of a catcher.',
} as const;

export type StatesMember = keyof typeof STATES_MEMBERS;

function fact(
  name: string,
  signature: string,
  parameterText: string,
  category: string,
  doc: string,
  origin: JsonataFunctionFact['origin'] = 'library',
): JsonataFunctionFact {
  const parameters = parameterText === '' ? [] : parameterText.split(', ');
  const { minimum, maximum } = arity(signature);
  return { name, signature, parameters, minimum, maximum, category, doc, origin };
}

/** Counts the parameters of a signature: `<s-nn?:s>` takes one to three arguments, the first may come from the context. */
function arity(signature: string): { minimum: number; maximum: number } {
  const parameters = signature.slice(1).replace(/:[^:]*>$|>$/, '');
  let minimum = 0;
  let maximum = 0;
  for (const [, modifier] of flatten(parameters).matchAll(/[a-z]([?+-]?)/g)) {
    if (modifier !== '?' && modifier !== '-') minimum++;
    maximum = modifier === '+' ? Number.POSITIVE_INFINITY : maximum + 1;
  }
  return { minimum, maximum };
}

/** Replaces unions `(sf)` by one letter and drops element types `<s>`, so that every parameter is one letter. */
function flatten(parameters: string): string {
  return parameters.replace(/<[^<>]*(?:<[^<>]*>)?[^<>]*>/g, '').replace(/\([^()]*\)/g, 'x');
}
