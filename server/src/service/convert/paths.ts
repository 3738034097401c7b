import { type CompiledPath, compilePath } from '../../../../runtime/src/expressions/jsonPath.ts';
import type { PathSegment } from '../../../../runtime/src/expressions/path/segments.ts';
import { isSyntaxProblem } from '../../../../runtime/src/expressions/problem.ts';
import type { ConversionProblems } from './problems.ts';

const CONTEXT = '$states.context';

/** A JSONPath as a JSONata expression. `root` is the expression that `$` stands for. */
export function pathExpression(text: string, root: string, problems: ConversionProblems): string {
  const path = compilePath(text);
  if (isSyntaxProblem(path)) return problems.report(`The path ${text} has an error: ${path.message}.`);
  return compiledPathExpression(path, root, problems);
}

/** A compiled path as an expression. */
export function compiledPathExpression(path: CompiledPath, root: string, problems: ConversionProblems): string {
  const start = path.root === 'context' ? CONTEXT : path.root === 'variable' ? `$${path.variable}` : root;
  const steps = path.segments.filter((segment) => segment.kind !== 'self');
  const last = steps.at(-1);
  const isWholeArray = last?.kind === 'wildcard' && path.text.slice(last.offset).trimStart().startsWith('[');
  const definite = isWholeArray ? steps.slice(0, -1) : steps;
  const expression = definite.reduce((base, segment) => step(base, segment, path, problems), start);
  return isWholeArray ? `[${expression}]` : expression;
}

/** The member names of a path that leads to one place, e.g. of a ResultPath. */
export function memberNames(text: string, problems: ConversionProblems): string[] {
  const path = compilePath(text);
  if (isSyntaxProblem(path) || path.root !== 'input') {
    problems.report(`The path ${text} cannot be written to.`);
    return [];
  }
  return path.segments.flatMap((segment) => {
    if (segment.kind === 'property' && segment.names.length === 1) return [segment.names[0]!];
    if (segment.kind !== 'self') problems.report(`JSONata has no short way to write to ${text}.`);
    return [];
  });
}

/** A name as a step of a path. */
export function nameStep(name: string): string {
  const isPlain =
    /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !['and', 'or', 'in', 'true', 'false', 'null', 'function'].includes(name);
  return isPlain ? name : `\`${name}\``;
}

function step(base: string, segment: PathSegment, path: CompiledPath, problems: ConversionProblems): string {
  if (segment.kind === 'property' && segment.names.length === 1) {
    const name = segment.names[0]!;
    if (name.includes('`')) return problems.report(`JSONata cannot name the member ${name}.`);
    return `${base}.${nameStep(name)}`;
  }
  if (segment.kind === 'index' && segment.single) return `${base}[${segment.indexes[0]}]`;
  return problems.report(`The path ${path.text} selects several values, which JSONata gathers in another way.`);
}
