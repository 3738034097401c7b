import { isSyntaxProblem } from '../../expressions/problem.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { DYNAMIC_SUFFIX, jsonPathUses } from '../jsonPathUses.ts';
import { valueOrKey } from '../places.ts';
import type { Rule } from '../rule.ts';

export const templateValue: Rule = {
  id: 'template-value',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: 'The value of a key that ends in ".$" is neither a path nor a call of an intrinsic function. The service refuses the definition. Correct the expression, or drop the ".$" for a fixed value.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const { uses, members } = jsonPathUses(context);
    for (const { property, where } of members) {
      const { key, valueNode } = property;
      if (!key.endsWith(DYNAMIC_SUFFIX) || valueNode?.kind === 'string' || valueNode?.substitution) continue;
      report({
        // Of an object the beginning: underlining all of it would colour many lines.
        at:
          (valueNode?.properties ?? valueNode?.items)
            ? { start: valueNode!.start, end: valueNode!.start + 1 }
            : valueOrKey(property),
        where,
        message: `"${key}" needs a path or an intrinsic function as a string. Drop the ".$" for a fixed value.`,
        awsMessage: awsMessage(key),
      });
    }
    for (const { isTemplate, property, node, where, expression } of uses) {
      if (!isTemplate || !isSyntaxProblem(expression)) continue;
      const { message, offset, length } = expression;
      report({
        at: node.rangeOf(offset, offset + length),
        where,
        message: `"${property.key}": ${message}${message.endsWith('.') ? '' : '.'}`,
        awsMessage: awsMessage(property.key),
      });
    }
  },
};

/** Recorded on AWS. */
function awsMessage(key: string): string {
  return `The value for the field '${key}' must be a valid JSONPath or a valid intrinsic function call`;
}
