import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import type { Rule } from '../rule.ts';
import { isFatal, problemFinding } from '../textProblems.ts';

export const syntax: Rule = {
  id: 'syntax',
  severity: 'error',
  code: 'INVALID_JSON_DESCRIPTION',
  reach: 'definition',
  doc: 'Text that is not JSON (or YAML). The service refuses the definition. Correct the place that is marked; everything else is checked once the text can be read.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const problem of context.document.problems) if (isFatal(problem)) report(problemFinding(problem));
    const root = context.document.root;
    // What a function of a template gives is not known before the deployment.
    if (root && root.kind !== 'object' && !root.substitution && !context.document.problems.some(isFatal)) {
      report({
        at: { start: root.start, end: root.end },
        code: 'SCHEMA_VALIDATION_FAILED',
        message: 'A state machine definition is an object with "StartAt" and "States".',
        awsMessage: 'Definition must be a valid JSON object',
      });
    }
  },
};
