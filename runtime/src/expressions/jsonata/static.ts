import { SyntaxProblem } from '../problem.ts';
import { children, type JsonataNode } from './syntax.ts';

/**
 * `?:` and `??` came after JSONata 2.0.6, so the service cannot parse them. The package turns both into conditions; the position
 * of a condition is the one behind its operator.
 */
export function coalescingProblem(text: string, node: JsonataNode): SyntaxProblem | undefined {
  if (node.type === 'condition' && node.position !== undefined) {
    const operator = text.slice(node.position - 2, node.position);
    if (operator === '?:' || operator === '??') {
      const message = `The symbol "${operator[1]}" cannot be used as a unary operator`;
      return new SyntaxProblem(message, node.position - 1);
    }
  }
  for (const child of children(node)) {
    const problem = coalescingProblem(text, child);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
