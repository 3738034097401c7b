import { ALL_ERRORS, RUNTIME_ERROR } from '../../asl/errors.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { textOf } from '../model.ts';
import type { Rule } from '../rule.ts';

export const uncatchableError: Rule = {
  id: 'uncatchable-error',
  severity: 'information',
  doc: '"States.Runtime" in "ErrorEquals". That error is never retried nor caught, so the name has no effect. Remove it, and make the state\'s paths and expressions tolerant of missing data instead.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const { value } of context.fieldsHolding('errorNames')) {
      for (const item of value?.items ?? []) {
        if (textOf(item) !== RUNTIME_ERROR) continue;
        report({
          at: item,
          message: `"${RUNTIME_ERROR}" is never retried nor caught, neither by its name nor by "${ALL_ERRORS}".`,
          tags: ['unnecessary'],
          data: value!.items!.length > 1 ? { kind: 'remove' } : undefined,
        });
      }
    }
  },
};
