import { SyntaxProblem } from '../problem.ts';
import type { JsonataReferences } from './references.ts';
import { children, type JsonataNode } from './syntax.ts';

/**
 * What the service refuses in an expression although it parses: names and `$$` that look at an input document, which there is not, and
 * members of `$states` that its place does not have (`members` is undefined where the place is not known).
 */
export function staticProblemsOf(references: JsonataReferences, members?: ReadonlySet<string>): SyntaxProblem[] {
  const problems = references.document.map(({ name, offset, length }) => {
    const where = name === '$$' ? '' : ' at the top level';
    return new SyntaxProblem(`Reference to '${name}'${where} is not supported.`, offset, length);
  });
  for (const { member, offset, length } of members === undefined ? [] : references.states) {
    if (member === undefined || members!.has(member)) continue;
    problems.push(new SyntaxProblem(`Field '$states.${member}' does not exist.`, offset, length));
  }
  return problems.sort((left, right) => left.offset - right.offset);
}

/**
 * `?:` and `??` came after JSONata 2.0.6, so the service cannot parse them. The package turns both into conditions; the position
 * of a condition is the one behind its operator.
 */
export function coalescingProblem(text: string, root: JsonataNode): SyntaxProblem | undefined {
  return text.includes('?:') || text.includes('??') ? problemBelow(text, root) : undefined;
}

function problemBelow(text: string, node: JsonataNode): SyntaxProblem | undefined {
  const operator = node.type === 'condition' ? text.slice(node.position! - 2, node.position!) : '';
  if (operator === '?:' || operator === '??') {
    return new SyntaxProblem(`The symbol "${operator[1]}" cannot be used as a unary operator`, node.position! - 1);
  }
  for (const child of children(node)) {
    const problem = problemBelow(text, child);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
