import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { headOf } from '../places.ts';
import type { Rule } from '../rule.ts';

export const itemBatcher: Rule = {
  id: 'item-batcher',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: 'An "ItemBatcher" that does not say how large a batch may be. The service refuses the definition. Add "MaxItemsPerBatch", "MaxInputBytesPerBatch" or both.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const { fields, node } of context.objects('itemBatcher')) {
      const limits = [
        fields.MaxItemsPerBatch,
        fields.MaxItemsPerBatchPath,
        fields.MaxInputBytesPerBatch,
        fields.MaxInputBytesPerBatchPath,
      ];
      if (limits.some((limit) => limit !== undefined)) continue;
      const names: (keyof typeof fields)[] = ['MaxItemsPerBatch', 'MaxInputBytesPerBatch'];
      report({
        at: headOf(node, context.document.text),
        where: node,
        message: `A batch needs a limit: "${names[0]}", "${names[1]}" or both.`,
        awsMessage: `This object should have at least one of the following fields: [${names.join(', ')}]`,
        data: { kind: 'add', fields: names },
      });
    }
  },
};
