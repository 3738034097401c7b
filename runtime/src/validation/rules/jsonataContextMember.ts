import { contextMember } from '../../asl/contextObject.ts';
import type { STATES_MEMBERS } from '../../asl/jsonataFunctions.ts';
import type { ValidationContext } from '../context.ts';
import { unknownMember } from '../contextMessages.ts';
import type { Finding } from '../diagnostic.ts';
import { jsonataUses } from '../jsonataUses.ts';
import { Suggestions } from '../nearest.ts';
import type { Rule } from '../rule.ts';

export const jsonataContextMember: Rule = {
  id: 'jsonata-context-member',
  severity: 'warning',
  doc: 'A member of "$states.context" that does not exist. The expression gives nothing, and the state fails with States.QueryEvaluationError. Correct the name.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const suggestions = new Suggestions();
    for (const { references, where, place } of jsonataUses(context).expressions) {
      for (const { names: members } of references.states) {
        if (members[0]?.name !== CONTEXT) continue;
        const names = members.slice(1).map(({ name }) => name);
        const { unknownAt, siblings } = contextMember(names);
        if (unknownAt === undefined) continue;
        const similar = suggestions.for(names[unknownAt]!, siblings);
        report({
          at: place(members[unknownAt + 1]!),
          where,
          message: unknownMember(names[unknownAt]!, similar, siblings),
          data: { kind: 'rename', names: similar },
        });
      }
    }
  },
};

const CONTEXT: keyof typeof STATES_MEMBERS = 'context';
