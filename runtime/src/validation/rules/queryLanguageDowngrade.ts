import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { textOf } from '../model.ts';
import type { Rule } from '../rule.ts';

export const queryLanguageDowngrade: Rule = {
  id: 'query-language-downgrade',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: 'A JSONPath state in a JSONata state machine. The service refuses the definition: single states can only switch from JSONPath to JSONata. Write the state in JSONata, or make JSONPath the language of the machine.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const machine = context.machine?.fields.QueryLanguage?.valueNode;
    if (textOf(machine) !== 'JSONata') return;
    for (const state of context.states) {
      const own = state.fields.QueryLanguage?.valueNode;
      if (textOf(own) !== 'JSONPath') continue;
      report({
        at: own!,
        where: state.node,
        message: 'A state cannot use JSONPath when the state machine uses JSONata.',
        awsMessage: "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
        related: [{ start: machine!.start, end: machine!.end, message: 'The state machine uses JSONata.' }],
        data: { kind: 'remove' },
      });
    }
  },
};
