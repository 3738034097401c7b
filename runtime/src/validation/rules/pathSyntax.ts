import { STRING_INTRINSICS } from '../../asl/intrinsics.ts';
import type { ValueKind } from '../../asl/valueKinds.ts';
import type { CompiledPath } from '../../expressions/jsonPath.ts';
import type { PathSegment } from '../../expressions/path/segments.ts';
import { isSyntaxProblem, SyntaxProblem } from '../../expressions/problem.ts';
import { compileReferencePath } from '../../expressions/referencePath.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { type JsonPathUse, jsonPathUses } from '../jsonPathUses.ts';
import type { Rule } from '../rule.ts';
import { masked } from '../substitution.ts';

export const pathSyntax: Rule = {
  id: 'path-syntax',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: 'A path that cannot be read, or that selects several nodes where one is needed ("ResultPath", "ItemsPath" and other reference paths take names and item numbers only). The service refuses the definition. Correct the path.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const use of jsonPathUses(context).uses) {
      if (use.isTemplate) continue;
      const kind = use.use.fact.holds!;
      const problem = problemOf(use, kind);
      if (!problem) continue;
      report({
        at: use.node.rangeOf(problem.offset, problem.offset + problem.length),
        where: use.where,
        message: `"${use.use.name}": ${sentence(problem.message)}`,
        awsMessage: AWS_MESSAGES[kind] ?? 'Value is not a valid JSONPath',
      });
    }
  },
};

const AWS_MESSAGES: Partial<Record<ValueKind, string>> = {
  referencePath: 'Value is not a Reference Path',
  resultPath: 'Value is not a Reference Path',
};

function problemOf({ text, expression }: JsonPathUse, kind: ValueKind): SyntaxProblem | undefined {
  if (isSyntaxProblem(expression)) {
    const isCall = kind !== 'pathOrIntrinsic' && /^\s*States\./.test(text);
    return isCall
      ? whole(text, 'An intrinsic function cannot stand here; use a template such as "Parameters"')
      : expression;
  }
  if (expression.kind === 'call') {
    const { name } = expression;
    return STRING_INTRINSICS.has(name)
      ? undefined
      : whole(text, `${name} does not give a string, which is needed here`);
  }
  if (kind === 'resultPath' && (expression as CompiledPath).root !== 'input') {
    return whole(
      text,
      'The result can only be put into the state input: the path must begin with "$." and no variable or context object',
    );
  }
  // Names and item numbers lead to one node, whatever else reference paths may not have.
  if (kind === 'path' || kind === 'pathOrIntrinsic' || (expression as CompiledPath).segments.every(isSingle))
    return undefined;
  const reference = compileReferencePath(masked(text, 'x'));
  return isSyntaxProblem(reference) ? reference : undefined;
}

function isSingle(segment: PathSegment): boolean {
  return segment.kind === 'property' && segment.names.length === 1;
}

function whole(text: string, message: string): SyntaxProblem {
  return new SyntaxProblem(message, 0, text.length);
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}
