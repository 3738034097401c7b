import { intrinsic } from '../../asl/intrinsics.ts';
import type { IntrinsicCall, IntrinsicNode } from '../../expressions/intrinsic/parser.ts';
import { isSyntaxProblem } from '../../expressions/problem.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { jsonPathUses } from '../jsonPathUses.ts';
import type { Rule } from '../rule.ts';

export const intrinsicArgument: Rule = {
  id: 'intrinsic-argument',
  severity: 'warning',
  doc: 'A fixed argument that an intrinsic function cannot work with, such as an unknown hash algorithm. The service takes the definition, and the state fails with States.IntrinsicFailure when it runs. Correct the argument.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    // Equal texts share their expression.
    const right = new Set<IntrinsicCall>();
    for (const { node, where, expression } of jsonPathUses(context).uses) {
      if (isSyntaxProblem(expression) || expression.kind !== 'call' || right.has(expression)) continue;
      const problems = problemsIn(expression);
      if (problems.length === 0) right.add(expression);
      for (const { offset, length, message } of problems) {
        report({ at: node.rangeOf(offset, offset + length), where, message });
      }
    }
  },
};

interface Problem {
  readonly offset: number;
  readonly length: number;
  readonly message: string;
}

/** Of the call and the calls among its arguments. */
function problemsIn(call: IntrinsicCall): readonly Problem[] {
  let problems: Problem[] | undefined;
  for (const argument of call.arguments) {
    if (argument.kind === 'call') problems = [...(problems ?? []), ...problemsIn(argument)];
  }
  if (!call.arguments.some(isFixed)) return problems ?? NONE;
  const own = [...typeProblems(call), ...(ARGUMENT_RULES[call.name]?.(call.arguments) ?? [])];
  return [
    ...(problems ?? NONE),
    ...own.map(([index, message]) => {
      const { offset, length } = call.arguments[index]!;
      return { offset, length, message: `${call.name}: ${message}.` };
    }),
  ];
}

const NONE: readonly Problem[] = [];

function isFixed({ kind }: IntrinsicNode): boolean {
  return kind === 'literal' || kind === 'string';
}

/** Fixed arguments of another type than the function takes. */
function typeProblems(call: IntrinsicCall): [number, string][] {
  const parameters = intrinsic(call.name)?.parameters ?? [];
  return call.arguments.flatMap((argument, index): [number, string][] => {
    const [name, type] = (parameters[index] ?? '').split(': ') as [string, string?];
    const actual = literalType(argument);
    if (!type || !actual || type === 'any' || type === actual || name.startsWith('...')) return [];
    return [[index, `"${name.replace('?', '')}" must be of type ${type}, not ${actual}`]];
  });
}

function literalType(node: IntrinsicNode): string | undefined {
  if (node.kind === 'string') return 'string';
  if (node.kind !== 'literal') return undefined;
  if (node.value === null) return 'null';
  return typeof node.value === 'number' ? 'integer' : 'boolean';
}

type ArgumentRule = (values: readonly IntrinsicNode[]) => [number, string][];

const ALGORITHMS = ['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'];

/** What is known of fixed arguments, by function. Paths and calls give values nobody knows yet. */
const ARGUMENT_RULES: Readonly<Record<string, ArgumentRule>> = {
  'States.Hash': ([, algorithm]) =>
    algorithm?.kind === 'string' && !ALGORITHMS.includes(algorithm.value)
      ? [[1, `the algorithm must be one of ${ALGORITHMS.join(', ')}`]]
      : [],
  'States.JsonMerge': ([, , deep]) =>
    deep?.kind === 'literal' && deep.value !== false
      ? [[2, 'only shallow merging exists, the third argument must be false']]
      : [],
  'States.ArrayRange': ([, , step]) => (numberOf(step) === 0 ? [[2, 'the step must not be 0']] : []),
  'States.ArrayPartition': ([, size]) => {
    const number = numberOf(size);
    return number !== undefined && number < 1 ? [[1, 'the size must be at least 1']] : [];
  },
  'States.MathRandom': ([start, end]) => {
    const [from, to] = [numberOf(start), numberOf(end)];
    return from !== undefined && to !== undefined && to <= from ? [[1, 'the end must be greater than the start']] : [];
  },
};

function numberOf(node: IntrinsicNode | undefined): number | undefined {
  return node?.kind === 'literal' && typeof node.value === 'number' ? node.value : undefined;
}
