import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import type { StateContext } from '../model.ts';
import type { Rule } from '../rule.ts';

export const duplicateStateName: Rule = {
  id: 'duplicate-state-name',
  severity: 'error',
  code: 'DUPLICATE_STATE_NAME',
  doc: 'Two states with the same name. Names must be unique in the whole definition, also across branches and item processors, because the history and logs know states by name only. The service refuses the definition. Rename one.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const first = new Map<string, StateContext>();
    for (const state of context.states) {
      const other = first.get(state.name);
      if (!other) {
        first.set(state.name, state);
        continue;
      }
      const { start, end } = other.property.keyNode;
      report({
        at: state.property.keyNode,
        location: state.location,
        message: `There is already a state "${state.name}". State names are unique in the whole definition.`,
        awsMessage: `Duplicate state name: ${state.name}`,
        related: [{ start, end, message: `The other "${state.name}" is here.` }],
      });
    }
  },
};
