import { ALL_ERRORS } from '../../asl/errors.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import type { FieldUse } from '../model.ts';
import type { Rule } from '../rule.ts';

export const allErrorsPosition: Rule = {
  id: 'all-errors-position',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: '"States.ALL" beside other names, or in an entry that is not the last one. It matches everything, so what stands beside or after it could never count, and the service refuses the definition. Let it stand alone, in the last entry.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const use of context.fieldsHolding('errorNames')) {
      if (use.value?.kind !== 'array') continue;
      const names = use.value.items!;
      const index = names.findIndex((item) => item.value === ALL_ERRORS);
      if (index < 0) continue;
      const isLast = isLastEntry(use);
      if (names.length === 1 && isLast) continue;
      report({
        at: names[index]!,
        where: names[index],
        message:
          names.length > 1
            ? '"States.ALL" must stand alone: it matches every error the other names stand for.'
            : '"States.ALL" must be in the last entry: it matches every error, so no later entry would ever apply.',
        awsMessage: 'States.ALL must appear alone and at end of list',
        data: names.length > 1 ? { kind: 'remove' } : { kind: 'moveLast' },
      });
    }
  },
};

/** Whatever is no entry at all does not count. */
function isLastEntry({ object }: FieldUse): boolean {
  return object.node.parent?.items?.findLast(({ kind }) => kind === 'object') === object.node;
}
