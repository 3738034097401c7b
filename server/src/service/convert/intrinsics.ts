import { type IntrinsicNode, parseIntrinsic } from '../../../../runtime/src/expressions/intrinsic/parser.ts';
import { isSyntaxProblem } from '../../../../runtime/src/expressions/problem.ts';
import { compiledPathExpression } from './paths.ts';
import type { ConversionProblems } from './problems.ts';

/** An intrinsic call as a JSONata expression. */
export function intrinsicExpression(text: string, root: string, problems: ConversionProblems): string {
  const call = parseIntrinsic(text.trim());
  if (isSyntaxProblem(call)) return problems.report(`${text} has an error: ${call.message}.`);
  return new IntrinsicConverter(root, problems).expression(call);
}

/** Functions whose counterpart takes the same arguments and gives the same result. */
const SAME: Record<string, string> = {
  'States.Base64Encode': '$base64encode',
  'States.Base64Decode': '$base64decode',
  'States.StringToJson': '$parse',
  'States.JsonToString': '$string',
  'States.UUID': '$uuid',
};

class IntrinsicConverter {
  readonly #root: string;
  readonly #problems: ConversionProblems;

  constructor(root: string, problems: ConversionProblems) {
    this.#root = root;
    this.#problems = problems;
  }

  expression(node: IntrinsicNode): string {
    if (node.kind === 'path') return compiledPathExpression(node.path, this.#root, this.#problems);
    if (node.kind !== 'call') return JSON.stringify(node.value);
    const same = SAME[node.name];
    const values = node.arguments.map((argument) => this.expression(argument));
    if (same) return `${same}(${values.join(', ')})`;
    switch (node.name) {
      // Without brackets a list of one comes out as its item (recorded on AWS).
      case 'States.ArrayRange':
        return `[$range(${values.join(', ')})]`;
      case 'States.ArrayPartition':
        return `[$partition(${values.join(', ')})]`;
      case 'States.Format':
        return this.#format(node.arguments);
      case 'States.Array':
        return this.#array(node.arguments, values);
      case 'States.ArrayContains':
        return `(${values[1]} in ${values[0]})`;
      case 'States.ArrayGetItem':
        return `${values[0]}[${values[1]}]`;
      case 'States.ArrayLength':
        return `$count(${values[0]})`;
      case 'States.ArrayUnique':
        return `[$distinct(${values[0]})]`;
      case 'States.JsonMerge':
        return `$merge([${values[0]}, ${values[1]}])`;
      case 'States.MathAdd':
        return `(${this.#integer(node.arguments[0]!, values[0]!)} + ${this.#integer(node.arguments[1]!, values[1]!)})`;
      case 'States.StringSplit':
        return this.#split(node.arguments, values);
      default:
        return this.#problems.report(`${node.name} has no counterpart in JSONata that gives the same.`);
    }
  }

  /** Texts are put in as they are, other values as JSON; `$string` does both. */
  #format([template, ...values]: readonly IntrinsicNode[]): string {
    if (template?.kind !== 'string')
      return this.#problems.report('The template of States.Format is not a literal text.');
    const parts: string[] = [];
    for (const [index, piece] of template.pieces.entries()) {
      if (piece !== '') parts.push(JSON.stringify(piece));
      const value = values[index];
      if (value)
        parts.push(value.kind === 'string' ? JSON.stringify(value.value) : `$string(${this.expression(value)})`);
    }
    const [first, ...more] = parts;
    // The operator & takes everything for a text, so one part alone needs no other.
    return first === undefined ? '""' : more.length === 0 ? first : `(${parts.join(' & ')})`;
  }

  /** An array that comes out of an expression would be taken apart by a constructor. */
  #array(nodes: readonly IntrinsicNode[], values: readonly string[]): string {
    const isSimple = nodes.every((node) => node.kind === 'string' || node.kind === 'literal');
    if (isSimple) return `[${values.join(', ')}]`;
    const items = values.map((value) => `($type(${value}) = "array" ? [[${value}]] : [${value}])`);
    return items.reduce((list, item) => `$append(${list}, ${item})`, '[]');
  }

  /** The service rounds half up before it adds. */
  #integer(node: IntrinsicNode, value: string): string {
    return node.kind === 'literal' && Number.isInteger(node.value) ? value : `$floor(${value} + 0.5)`;
  }

  /** Every character of the second argument separates, and empty pieces vanish. */
  #split(nodes: readonly IntrinsicNode[], values: readonly string[]): string {
    const separators = nodes[1];
    if (separators?.kind !== 'string' || separators.value === '')
      return this.#problems.report('The delimiters of States.StringSplit are not a literal text.');
    const set = separators.value.replace(/[\\\]^/-]/g, '\\$&');
    return `[$split(${values[0]}, /[${set}]/)[$ != ""]]`;
  }
}
