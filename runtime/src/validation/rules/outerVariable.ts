import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import type { Rule } from '../rule.ts';
import { variablesOf } from '../variables.ts';

export const outerVariable: Rule = {
  id: 'outer-variable',
  severity: 'error',
  code: 'DUPLICATE_VARIABLE_NAME',
  reach: 'definition',
  doc: 'A branch or item processor assigns a variable of a scope around it. Inner states can read such a variable, not set it, and the service refuses the definition. Use another name, and pass the value out as output.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const variables = variablesOf(context);
    for (const { name, keyNode, where, state } of variables.assignments) {
      const outer = variables.outerAssignment(name, state.scope);
      if (!outer) continue;
      report({
        at: keyNode,
        where,
        message: `The variable "${name}" belongs to a scope around this one and cannot be assigned here. Use another name.`,
        awsMessage: `The variable name '${name}' was already defined in a parent scope.`,
        related: [
          {
            start: outer.keyNode.start,
            end: outer.keyNode.end,
            message: `State "${outer.state.name}" assigns it here.`,
          },
        ],
      });
    }
  },
};
