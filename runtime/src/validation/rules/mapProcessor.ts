import { objectFact } from '../../asl/fields.ts';
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

export const distributedOnly: Rule = {
  id: 'distributed-only',
  severity: 'warning',
  doc: 'A field that only a distributed Map uses ("ItemReader", "ItemBatcher", "ResultWriter", "Label") on an inline Map. The service takes the definition and then ignores the field or fails. Set "Mode": "DISTRIBUTED" in "ProcessorConfig".',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const names = Object.entries(objectFact('mapState').fields).filter(([, fact]) => fact.distributedOnly);
    for (const { node, state } of context.objects('mapState')) {
      if (!state || state.inner.length === 0 || !state.inner.every((scope) => scope.isInline)) continue;
      for (const [name, fact] of names) {
        const property = node.property(name);
        if (!property) continue;
        report({
          at: property.keyNode,
          // A label names the Map Run; on an inline Map there is none, which harms nobody.
          severity: fact.holds === 'label' ? 'information' : 'warning',
          message: `"${name}" only works in a distributed Map. Set "Mode": "DISTRIBUTED" in "ProcessorConfig".`,
        });
      }
    }
  },
};
