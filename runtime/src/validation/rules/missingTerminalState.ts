import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { flowOf } from '../flow.ts';
import { headOf } from '../places.ts';
import type { Rule } from '../rule.ts';

export const missingTerminalState: Rule = {
  id: 'missing-terminal-state',
  severity: 'error',
  code: 'MISSING_END_STATE',
  reach: 'definition',
  doc: 'A machine, branch or item processor that no state ends. The service refuses the definition because it could never finish. Give a state "End": true, or add a Succeed or Fail state.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const [scope, flow] of flowOf(context)) {
      const isDangling = flow.transitions.some(({ target }) => !target);
      if (flow.terminals.length > 0 || flow.isUncertain || isDangling || scope.states.length === 0) continue;
      const states = scope.object.fields.States!;
      report({
        at: states.keyNode ?? headOf(scope.object.node, context.document.text),
        message: 'No state ends this workflow. Give one of them "End": true, or add a Succeed or Fail state.',
        awsMessage: 'Workflow has no terminal state',
      });
    }
  },
};
