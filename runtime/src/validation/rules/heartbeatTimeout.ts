import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { numberOf } from '../model.ts';
import type { Rule } from '../rule.ts';

export const heartbeatTimeout: Rule = {
  id: 'heartbeat-timeout',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: '"HeartbeatSeconds" that is not smaller than "TimeoutSeconds": the task would time out before a heartbeat is missed. The service refuses the definition. Lower the heartbeat or raise the timeout.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const { fields } of context.objects('taskState')) {
      const heartbeat = numberOf(fields.HeartbeatSeconds?.valueNode);
      const timeout = numberOf(fields.TimeoutSeconds?.valueNode);
      if (heartbeat === undefined || timeout === undefined || heartbeat < timeout) continue;
      // Beside a path nobody knows which one counts.
      if (fields.HeartbeatSecondsPath || fields.TimeoutSecondsPath) continue;
      const property = fields.HeartbeatSeconds!;
      const other = fields.TimeoutSeconds!.valueNode!;
      report({
        at: property.valueNode!,
        where: property.keyNode,
        message: `The heartbeat interval, ${heartbeat} s, must be smaller than the timeout, ${timeout} s.`,
        awsMessage: `The value should be less than ${timeout}`,
        related: [{ start: other.start, end: other.end, message: 'The timeout is here.' }],
      });
    }
  },
};
