import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { DYNAMIC_SUFFIX, jsonPathUses } from '../jsonPathUses.ts';
import { textOf } from '../model.ts';
import type { Rule } from '../rule.ts';

export const missingDollar: Rule = {
  id: 'missing-dollar',
  severity: 'warning',
  code: 'NO_DOLLAR',
  doc: 'A value in a template looks like a path or an intrinsic function, but its key does not end in ".$". The text itself is passed on, not what it points to. Append ".$" to the key.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const { property } of jsonPathUses(context).members) {
      const { key, valueNode } = property;
      const text = textOf(valueNode);
      if (text === undefined || key.endsWith(DYNAMIC_SUFFIX) || !looksDynamic(text)) continue;
      report({
        at: property.keyNode,
        where: property.keyNode,
        message: `"${text}" is passed on as text. Write "${key}${DYNAMIC_SUFFIX}" to have it evaluated.`,
        awsMessage: `The value of '${key}' looks like a JSONPath or intrinsic function. Use '${key}.$' to evaluate it at runtime.`,
        data: { kind: 'append', suffix: DYNAMIC_SUFFIX },
      });
    }
  },
};

/** A path into the input or the context object, or a call. `$name` alone is ordinary text too often. */
export function looksDynamic(text: string): boolean {
  return /^\$\$?[.[]\S*$/.test(text) || /^States\.[A-Z]\w+\(.*\)$/s.test(text);
}
