import { RESERVED_ERRORS, reservedError } from '../../asl/errors.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { textOf } from '../model.ts';
import { Suggestions } from '../nearest.ts';
import { either } from '../places.ts';
import type { Rule } from '../rule.ts';

export const errorName: Rule = {
  id: 'error-name',
  severity: 'warning',
  doc: 'An error name that looks like a misspelt reserved name ("States.Timout"). The service takes any text, so the entry silently never applies. Correct the name.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const suggestions = new Suggestions();
    const reserved = RESERVED_ERRORS.map(({ name }) => name);
    for (const { value } of context.fieldsHolding('errorNames')) {
      for (const item of value?.items ?? []) {
        const name = textOf(item);
        if (name === undefined || reservedError(name) || !/^states?\./i.test(name)) continue;
        const similar = suggestions.for(name, reserved).filter((candidate) => isClose(name, candidate));
        if (similar.length === 0) continue;
        report({
          at: item,
          message: `There is no error "${name}". Did you mean ${either(similar)}?`,
          data: { kind: 'rename', names: similar },
        });
      }
    }
  },
};

/** Custom names that begin with "States." exist in practice; only small slips are reported. */
function isClose(name: string, candidate: string): boolean {
  return (
    Math.abs(name.length - candidate.length) <= 2 && name.slice(-3).toLowerCase() === candidate.slice(-3).toLowerCase()
  );
}
