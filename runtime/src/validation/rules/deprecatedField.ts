import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { isUsable } from '../presence.ts';
import type { Rule } from '../rule.ts';

export const deprecatedField: Rule = {
  id: 'deprecated-field',
  severity: 'hint',
  doc: 'A field with a newer name, such as "Iterator" for "ItemProcessor". It still works, but newer features (distributed mode) only exist under the new name. Rename it.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const { object, property, name, fact } of context.fieldsWith('deprecated')) {
      if (!fact.deprecated || !isUsable(fact, object.language)) continue;
      report({
        at: property.keyNode,
        message: `"${name}" is the older name of "${fact.deprecated}".`,
        tags: ['deprecated'],
        data: { kind: 'rename', names: [fact.deprecated] },
      });
    }
  },
};
