import { SUBSTITUTION } from '../../asl/fields.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { flowOf, type Transition } from '../flow.ts';
import type { StateContext } from '../model.ts';
import { either } from '../places.ts';
import type { Rule } from '../rule.ts';

export const transitionTarget: Rule = {
  id: 'transition-target',
  severity: 'error',
  code: 'MISSING_TRANSITION_TARGET',
  reach: 'definition',
  doc: 'A transition to a state that does not exist in the same "States" object. States inside a branch or an item processor cannot be reached from outside, nor can they lead outside. The service refuses the definition. Correct the name, or add the state.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    let elsewhere: ReadonlyMap<string, StateContext> | undefined;
    for (const [scope, { transitions }] of flowOf(context)) {
      // Without any state, that is what is wrong.
      if (scope.states.length === 0) continue;
      for (const transition of transitions) {
        if (transition.target || SUBSTITUTION.test(transition.name)) continue;
        elsewhere ??= new Map(context.states.map((state) => [state.name, state]));
        const outside = elsewhere.get(transition.name);
        report({
          at: transition.node,
          where: transition.node,
          message: message(transition, outside),
          awsMessage: `Missing 'Next' target: ${transition.name}`,
          related: outside
            ? [
                {
                  start: outside.property.keyNode.start,
                  end: outside.property.keyNode.end,
                  message: `"${outside.name}" is here, in another scope.`,
                },
              ]
            : undefined,
          data: { kind: 'rename', names: transition.suggestions },
        });
      }
    }
  },
};

function message(transition: Transition, outside: StateContext | undefined): string {
  if (outside) {
    return `State "${transition.name}" cannot be reached from here: a transition cannot lead into or out of a branch or item processor.`;
  }
  const hint = transition.suggestions.length > 0 ? ` Did you mean ${either(transition.suggestions)}?` : '';
  return `There is no state "${transition.name}".${hint}`;
}
