import { objectFact } from '../../asl/fields.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import type { Rule } from '../rule.ts';

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
