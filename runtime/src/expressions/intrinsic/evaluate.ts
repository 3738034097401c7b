import type { Json } from '../../asl/json.ts';
import { ExpressionFailure } from '../failure.ts';
import { keptByText } from '../keptByText.ts';
import { isSyntaxProblem, type SyntaxProblem } from '../problem.ts';
import type { EvaluationScope } from '../scope.ts';
import { ArgumentProblem, format, INTRINSIC_FUNCTIONS, type IntrinsicFunction } from './functions.ts';
import { type IntrinsicCall, type IntrinsicNode, parseIntrinsic } from './parser.ts';

/** An intrinsic call, parsed and checked once. */
export class CompiledIntrinsic {
  readonly kind = 'intrinsic';

  constructor(
    readonly text: string,
    readonly call: IntrinsicCall,
  ) {}

  /**
   * The value of the call. Argument values that do not fit fail with States.IntrinsicFailure, a path that finds nothing with
   * States.Runtime. Never throws.
   */
  evaluate(scope: EvaluationScope): Json | ExpressionFailure {
    return evaluateCall(this.call, scope);
  }
}

/** Most calls that are kept compiled. */
const KEPT_CALLS = 4_096;

/** Compiles an intrinsic call such as `States.Format('Hi {}', $.name)`. */
export const compileIntrinsic: (text: string) => CompiledIntrinsic | SyntaxProblem = keptByText(parseCall, KEPT_CALLS);

function parseCall(text: string): CompiledIntrinsic | SyntaxProblem {
  const call = parseIntrinsic(text);
  return isSyntaxProblem(call) ? call : new CompiledIntrinsic(text, call);
}

/** Every path in a call, also in nested ones, with its offset in the expression. */
export function intrinsicPaths(call: IntrinsicCall): (IntrinsicNode & { kind: 'path' })[] {
  return call.arguments.flatMap((node) => {
    if (node.kind === 'path') return [node];
    return node.kind === 'call' ? intrinsicPaths(node) : [];
  });
}

function evaluateCall(call: IntrinsicCall, scope: EvaluationScope): Json | ExpressionFailure {
  const template = call.arguments[0];
  // A template that is a literal was cut into its pieces when it was parsed.
  const pieces = call.name === 'States.Format' && template?.kind === 'string' ? template.pieces : undefined;
  const first = pieces === undefined ? 0 : 1;
  const values = new Array<Json>(call.arguments.length - first);
  for (let at = 0; at < values.length; at += 1) {
    const value = evaluateNode(call.arguments[at + first]!, call, scope);
    if (value instanceof ExpressionFailure) return value;
    values[at] = value;
  }
  const outcome =
    pieces === undefined
      ? (INTRINSIC_FUNCTIONS[call.name] as IntrinsicFunction)(values, scope)
      : format(pieces, values);
  return outcome instanceof ArgumentProblem ? failure('States.IntrinsicFailure', call, outcome.message) : outcome;
}

function evaluateNode(node: IntrinsicNode, call: IntrinsicCall, scope: EvaluationScope): Json | ExpressionFailure {
  if (node.kind === 'call') return evaluateCall(node, scope);
  if (node.kind !== 'path') return node.value;
  const value = node.path.evaluate(scope);
  if (value !== undefined) return value;
  const input = JSON.stringify(scope.input);
  return failure(
    'States.Runtime',
    call,
    `The JsonPath argument for the field '${node.path.text}' could not be found in the input '${input}'`,
  );
}

function failure(error: string, call: IntrinsicCall, problem: string): ExpressionFailure {
  return new ExpressionFailure(error, `The function '${call.text}' had the following error: ${problem}`);
}
