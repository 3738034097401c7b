import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { jsonataUses } from '../jsonataUses.ts';
import type { Rule } from '../rule.ts';

export const jsonataSyntax: Rule = {
  id: 'jsonata-syntax',
  severity: 'error',
  code: 'INVALID_JSONATA_EXPRESSION',
  doc: 'A "{% %}" string whose JSONata cannot be read. The service refuses the definition. Correct the place that is marked.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const { expressions, unclosed } = jsonataUses(context);
    for (const { problem, where, place } of expressions) {
      if (!problem) continue;
      const { message } = problem;
      report({ at: place(problem), where, message: `JSONata: ${message}.`, awsMessage: message });
    }
    for (const { node, where, text } of unclosed) {
      const opens = text.startsWith('{%');
      report({
        at: node,
        where,
        severity: opens ? 'error' : 'warning',
        code: opens ? undefined : null,
        message: opens
          ? 'The expression is not closed: the string must end with "%}", with nothing behind it.'
          : 'This ends like an expression but is plain text: an expression begins with "{%".',
        awsMessage: 'Unexpected end of expression',
      });
    }
  },
};
