import { ALL_ERRORS } from '../../asl/errors.ts';
import type { SourceNode } from '../../source/node.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { textOf } from '../model.ts';
import type { Rule } from '../rule.ts';

export const unusedErrorEntry: Rule = {
  id: 'unused-error-entry',
  severity: 'information',
  doc: 'An error name that an earlier entry of the same list already handles. The first entry that names an error decides, so this one never applies to it. Remove the name.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const firstByList = new Map<SourceNode, Map<string, SourceNode>>();
    for (const { object, value } of context.fieldsHolding('errorNames')) {
      const list = object.node.parent;
      if (!list?.items || list.items.length < 2) continue;
      const first = firstByList.get(list) ?? new Map<string, SourceNode>();
      firstByList.set(list, first);
      for (const item of value?.items ?? []) {
        const name = textOf(item);
        if (name === undefined || name === ALL_ERRORS) continue;
        const earlier = first.get(name);
        if (!earlier) first.set(name, item);
        else {
          report({
            at: item,
            message: `"${name}" is already handled by an earlier entry.`,
            related: [{ start: earlier.start, end: earlier.end, message: 'That entry is here.' }],
            tags: ['unnecessary'],
            data: { kind: 'remove' },
          });
        }
      }
    }
  },
};
