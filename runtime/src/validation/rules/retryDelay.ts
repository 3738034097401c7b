import { ASL_OBJECTS } from '../../asl/fields.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { numberOf } from '../model.ts';
import type { Rule } from '../rule.ts';

export const retryDelay: Rule = {
  id: 'retry-delay',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: '"MaxDelaySeconds" that is not greater than "IntervalSeconds": the longest delay would be shorter than the first one. The service refuses the definition. Raise the one or lower the other.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const { fields } of context.objects('retrier')) {
      const longest = numberOf(fields.MaxDelaySeconds?.valueNode);
      const interval = fields.IntervalSeconds
        ? numberOf(fields.IntervalSeconds.valueNode)
        : ASL_OBJECTS.retrier.fields.IntervalSeconds.assumed;
      if (longest === undefined || longest < 1 || interval === undefined || longest > interval) continue;
      const property = fields.MaxDelaySeconds!;
      report({
        at: property.valueNode!,
        where: property.keyNode,
        message: `The longest delay, ${longest} s, must be greater than the first one, ${interval} s.`,
        awsMessage: `The value should be greater than ${interval}`,
      });
    }
  },
};
