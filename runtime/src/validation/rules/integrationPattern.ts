import { unrecognized } from '../awsMessages.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { type TaskUse, taskUses } from '../integration.ts';
import { hasPattern, patternsOf } from '../integrationPatterns.ts';
import { either } from '../places.ts';
import type { Rule } from '../rule.ts';

export const integrationPattern: Rule = {
  id: 'integration-pattern',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: 'A suffix (".sync", ".sync:2", ".waitForTaskToken") that the integration does not have. The service refuses the definition. Remove the suffix, or use one the integration has.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const task of taskUses(context)) {
      const finding = patternProblem(task);
      if (finding) report(finding);
    }
  },
};

function patternProblem({ node, where, text, resource }: TaskUse): Finding | undefined {
  if (!resource || !('pattern' in resource)) return undefined;
  if (hasPattern(resource)) return undefined;
  const allowed = patternsOf(resource) ?? [];
  const names = allowed.filter((pattern) => pattern !== '');
  return {
    at: node.rangeOf(text.length - resource.pattern.length, text.length),
    where,
    message: `${resource.service}:${resource.action} has no "${resource.pattern}".${names.length > 0 ? ` It has ${either(names)}.` : ' It can only be called for its response.'}`,
    awsMessage: unrecognized(text),
    data: { kind: 'rename', names: allowed },
  };
}
