import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import type { StateContext } from '../model.ts';
import type { Rule } from '../rule.ts';

export const duplicateStateName: Rule = {
  id: 'duplicate-state-name',
  severity: 'error',
  code: 'DUPLICATE_STATE_NAME',
  reach: 'definition',
  doc: 'Two states with the same name. Names must be unique in the whole definition, also across branches and item processors, because the history and logs know states by name only. The service refuses the definition. Rename one.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const byName = new Map<string, StateContext>();
    for (const state of context.states) {
      if (isLost(state.scope.owner)) continue;
      const other = byName.get(state.name);
      if (!other) {
        byName.set(state.name, state);
        continue;
      }
      const [kept, wrong] = preferred(other, state);
      const { start, end } = kept.property.keyNode;
      report({
        at: wrong.property.keyNode,
        where: wrong.node,
        message:
          kept.scope === wrong.scope
            ? `State "${wrong.name}" is defined again below, so this one is lost.`
            : `There is another state "${wrong.name}". State names are unique in the whole definition.`,
        awsMessage: `Duplicate state name: ${wrong.name}`,
        related: [{ start, end, message: `The other "${kept.name}" is here.` }],
      });
    }
  },
};

/** The state to keep and the one to report: in one scope the last one counts, as in JSON; of two scopes the inner one gives way. */
function preferred(earlier: StateContext, later: StateContext): [StateContext, StateContext] {
  if (earlier.scope === later.scope) return [later, earlier];
  return depthOf(earlier) > depthOf(later) ? [later, earlier] : [earlier, later];
}

function depthOf(state: StateContext): number {
  let depth = 0;
  for (let owner = state.scope.owner; owner; owner = owner.scope.owner) depth++;
  return depth;
}

/** Another state of the same name takes the place of the state, or of one around it: what is inside of it is not there. */
function isLost(state: StateContext | undefined): boolean {
  for (let current = state; current; current = current.scope.owner) {
    if (current.scope.byName.get(current.name) !== current) return true;
  }
  return false;
}
