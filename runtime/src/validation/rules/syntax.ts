import type { Problem } from '../../source/problem.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import type { Rule } from '../rule.ts';

export const syntax: Rule = {
  id: 'syntax',
  severity: 'error',
  code: 'INVALID_JSON_DESCRIPTION',
  doc: 'Text that is not JSON (or YAML). The service refuses the definition. Correct the place that is marked; everything else is checked once the text can be read.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const problem of context.document.problems) if (isFatal(problem)) report(finding(problem));
    const root = context.document.root;
    if (root && root.kind !== 'object' && !context.document.problems.some(isFatal)) {
      report({
        at: { start: root.start, end: root.end },
        code: 'SCHEMA_VALIDATION_FAILED',
        message: 'A state machine definition is an object with "StartAt" and "States".',
        awsMessage: 'Definition must be a valid JSON object',
      });
    }
  },
};

export const jsonComment: Rule = {
  id: 'json-comment',
  severity: 'error',
  code: 'INVALID_JSON_DESCRIPTION',
  doc: 'A comment in JSON. The service refuses it, unless a tool strips comments on the way. Move the text into a "Comment" field.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const problem of context.document.problems) if (problem.code === 'comment') report(finding(problem));
  },
};

export const duplicateKey: Rule = {
  id: 'duplicate-key',
  severity: 'warning',
  doc: 'The same key twice in one object. Only the last one counts, so the other is lost silently; two states of one name are refused by the service. Remove or rename one.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
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

/** Problems after which the tree is a guess: rules that look at it would only add noise. */
export function isFatal({ code }: Problem): boolean {
  return code !== 'duplicate-key' && code !== 'comment';
}

function finding({ start, end, message, related }: Problem): Finding {
  return {
    at: { start, end },
    message,
    related: related ? [{ start: related.start, end: related.end, message: 'The first use is here.' }] : undefined,
  };
}
