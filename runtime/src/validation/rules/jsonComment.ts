import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import type { Rule } from '../rule.ts';
import { problemFinding } from '../textProblems.ts';

export const jsonComment: Rule = {
  id: 'json-comment',
  severity: 'error',
  code: 'INVALID_JSON_DESCRIPTION',
  reach: 'definition',
  doc: 'A comment in JSON. The service refuses it, unless a tool strips comments on the way. Move the text into a "Comment" field.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const problem of context.document.problems) if (problem.code === 'comment') report(problemFinding(problem));
  },
};
