import { parseTimestamp } from '../../asl/choice.ts';
import { isJsonataText, SUBSTITUTION } from '../../asl/fields.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { textOf } from '../model.ts';
import { isUsable } from '../presence.ts';
import type { Rule } from '../rule.ts';

export const timestampFormat: Rule = {
  id: 'timestamp-format',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: 'A timestamp that is not RFC 3339 with a capital "T" and "Z" or an offset. The service refuses the definition. Write it like 2030-01-31T08:00:00Z.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const use of context.fieldsHolding('timestamp')) {
      if (!isUsable(use.fact, use.object.language)) continue;
      const text = textOf(use.value);
      if (text === undefined || SUBSTITUTION.test(text) || parseTimestamp(text) !== undefined) continue;
      const isExpression = isJsonataText(text) || text.startsWith('{%');
      if (isExpression && use.fact.expression && use.object.language === 'JSONata') continue;
      report({
        at: use.value!,
        where: use.value,
        message: `"${text}" is not a timestamp. Write it like 2030-01-31T08:00:00Z, with "T" and "Z" or an offset.`,
        awsMessage: 'String does not match RFC3339 timestamp',
      });
    }
  },
};
