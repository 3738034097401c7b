import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import type { Rule } from '../rule.ts';

export const duplicateKey: Rule = {
  id: 'duplicate-key',
  severity: 'warning',
  reach: 'definition',
  doc: 'The same key twice in one object. Only the last one counts, so the other is lost silently; two states of one name are refused by the service. Remove or rename one.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    if (!context.document.problems.some(({ code }) => code === 'duplicate-key')) return;
    const states = new Set(context.states.map((state) => state.property.keyNode.start));
    for (const { code, start, end, related } of context.document.problems) {
      // States are reported by their names, with the service's code.
      if (code !== 'duplicate-key' || states.has(start)) continue;
      const key = context.document.text.slice(start, end);
      const isKnown = related !== undefined;
      report({
        at: related ?? { start, end },
        message: `${key} is in this object twice. Only the last one counts${isKnown ? ', so this one is lost' : ''}.`,
        related: isKnown ? [{ start, end, message: 'The one that counts is here.' }] : undefined,
        tags: isKnown ? ['unnecessary'] : undefined,
        data: { kind: 'remove' },
      });
    }
  },
};
