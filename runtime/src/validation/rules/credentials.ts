import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { taskUses } from '../integration.ts';
import { headOf } from '../places.ts';
import type { Rule } from '../rule.ts';

export const credentials: Rule = {
  id: 'credentials',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: '"Credentials" without a role, or on an activity, which runs with the worker\'s own rights. The service refuses the definition. Give "RoleArn", or "RoleArn.$" with a path.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const required = 'RoleArn' satisfies keyof ReturnType<typeof context.objects<'credentials'>>[number]['fields'];
    const foreign = new Set(
      taskUses(context)
        .filter(({ resource }) => resource?.kind === 'other')
        .map(({ task }) => task.state),
    );
    for (const { fields, node, state } of context.objects('credentials')) {
      // What the credentials of other engines hold is not known.
      if (fields.RoleArn || fields['RoleArn.$'] || foreign.has(state)) continue;
      report({
        at: headOf(node, context.document.text),
        where: node,
        message: `The role is missing: write "${required}".`,
        awsMessage: `The field '${required}' is required but was missing`,
        data: { kind: 'add', fields: [required] },
      });
    }
    for (const { task, resource } of taskUses(context)) {
      const property = task.fields.Credentials;
      if (resource?.kind !== 'activity' || !property) continue;
      report({
        at: property.keyNode,
        where: task.node,
        message: `An activity takes no "${property.key}": its worker runs with rights of its own.`,
        awsMessage: `The field '${property.key}' is not supported for activities`,
        data: { kind: 'remove' },
      });
    }
  },
};
