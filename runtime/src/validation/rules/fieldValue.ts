import { isJsonataText, SUBSTITUTION } from '../../asl/fields.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { textOf } from '../model.ts';
import { Suggestions } from '../nearest.ts';
import { either } from '../places.ts';
import { isUsable } from '../presence.ts';
import type { Rule } from '../rule.ts';

export const fieldValue: Rule = {
  id: 'field-value',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: 'A text that is none of the few the field allows. Case matters. The service refuses the definition. Choose one of the values listed.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const suggestions = new Suggestions();
    for (const use of context.fieldsWith('values')) {
      const { value, fact, object, name } = use;
      const text = textOf(value);
      if (!fact.values || text === undefined || fact.values.includes(text) || !isUsable(fact, object.language))
        continue;
      if (SUBSTITUTION.test(text) || (fact.expression && isJsonataText(text))) continue;
      const allowed = fact.values.map(String);
      const similar = suggestions.for(text, allowed);
      report({
        at: value!,
        where: use.value,
        message: `"${name}" must be ${either(allowed)}.${similar.length > 0 ? ` Did you mean ${either(similar)}?` : ''}`,
        awsMessage: `The field '${name}' should have one of these values: [${allowed.join(', ')}]`,
        data: { kind: 'rename', names: similar.length > 0 ? similar : allowed },
      });
    }
  },
};
