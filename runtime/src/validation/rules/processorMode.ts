import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { textOf } from '../model.ts';
import { headOf } from '../places.ts';
import type { Rule } from '../rule.ts';

export const processorMode: Rule = {
  id: 'processor-mode',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: 'A distributed Map without "ExecutionType", or an inline Map with one. The service refuses the definition. Add "ExecutionType": "STANDARD" or "EXPRESS" for "DISTRIBUTED", remove it for "INLINE".',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const { fields, node } of context.objects('processorConfig')) {
      const mode = textOf(fields.Mode?.valueNode) ?? (fields.Mode ? undefined : 'INLINE');
      const type = fields.ExecutionType;
      const name = 'ExecutionType' satisfies keyof typeof fields;
      if (mode === 'DISTRIBUTED' && !type) {
        report({
          at: headOf(node, context.document.text),
          where: node,
          message: `A distributed Map needs "${name}": "STANDARD" or "EXPRESS".`,
          awsMessage: `These fields are required: [${name}]`,
          data: { kind: 'add', fields: [name] },
        });
      } else if (mode === 'INLINE' && type) {
        report({
          at: type.keyNode,
          where: node,
          message: `"${name}" needs "Mode": "DISTRIBUTED"; an inline Map has no child executions.`,
          awsMessage: `Field '${name}' is not supported`,
          data: { kind: 'remove' },
        });
      }
    }
  },
};
