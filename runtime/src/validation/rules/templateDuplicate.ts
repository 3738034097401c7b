import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { DYNAMIC_SUFFIX, jsonPathUses } from '../jsonPathUses.ts';
import type { Rule } from '../rule.ts';

export const templateDuplicate: Rule = {
  id: 'template-duplicate',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: 'A template holds both "name" and "name.$", which would give the same member twice. The service refuses the definition. Remove one.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const { property, where } of jsonPathUses(context).members) {
      if (!property.key.endsWith(DYNAMIC_SUFFIX)) continue;
      const other = where.property(property.key.slice(0, -DYNAMIC_SUFFIX.length));
      if (!other) continue;
      report({
        at: property.keyNode,
        where,
        message: `"${other.key}" and "${property.key}" give the same member. Remove one of them.`,
        awsMessage: `The fields '${other.key}' and '${property.key}' can not both be specified`,
        related: [{ start: other.keyNode.start, end: other.keyNode.end, message: `"${other.key}" is here.` }],
        data: { kind: 'remove' },
      });
    }
  },
};
