import { SUBSTITUTION } from '../../asl/fields.ts';
import { LONGEST_STATE_NAME } from '../../asl/states.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import type { Rule } from '../rule.ts';

export const stateName: Rule = {
  id: 'state-name',
  severity: 'error',
  code: 'INVALID_STATE_NAME',
  doc: 'A state name that is empty or longer than 80 characters. The service refuses the definition. Shorten it; the long text can go into "Comment".',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const { name, property } of context.states) {
      if (name.length > 0 && (name.length <= LONGEST_STATE_NAME || SUBSTITUTION.test(name))) continue;
      const length = [...name].length;
      if (length > 0 && length <= LONGEST_STATE_NAME) continue;
      report({
        at: property.keyNode,
        where: property.keyNode,
        message:
          length === 0
            ? 'A state needs a name.'
            : `A state name can have at most ${LONGEST_STATE_NAME} characters; this one has ${length}.`,
      });
    }
  },
};
