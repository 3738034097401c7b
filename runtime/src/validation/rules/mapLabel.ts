import { ASL_OBJECTS, SUBSTITUTION } from '../../asl/fields.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { type FieldUse, textOf } from '../model.ts';
import type { Rule } from '../rule.ts';

const FORBIDDEN = /[\s?*<>{}[\]:;,\\|^~$#%&`"\u0000-\u001f\u007f-\u009f]/u;

export const mapLabel: Rule = {
  id: 'map-label',
  severity: 'error',
  code: 'INVALID_LABEL_NAME',
  reach: 'definition',
  doc: 'A "Label" that is too long, holds a forbidden character, or is used twice. It becomes part of the ARNs of Map Runs, so the service refuses the definition. Use up to 40 letters, digits, "-" and "_", different for every Map.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const first = new Map<string, FieldUse>();
    for (const use of context.fieldsHolding('label')) {
      const label = textOf(use.value);
      if (!label || SUBSTITUTION.test(label)) continue;
      const where = use.value;
      const forbidden = FORBIDDEN.exec(label);
      const longest = ASL_OBJECTS.mapState.fields.Label.maxLength;
      const other = first.get(label);
      if (forbidden) {
        const at = use.value!.rangeOf(forbidden.index, forbidden.index + forbidden[0].length);
        report({ at, where, message: `A label cannot hold ${JSON.stringify(forbidden[0])}.` });
      } else if ([...label].length > longest) {
        report({
          at: use.value!,
          where,
          message: `A label can have at most ${longest} characters; this one has ${[...label].length}.`,
        });
      } else if (other) {
        report({
          at: use.value!,
          where,
          code: 'DUPLICATE_LABEL_NAME',
          message: `The label "${label}" is used by another Map, too.`,
          related: [{ start: other.value!.start, end: other.value!.end, message: `The other "${label}" is here.` }],
        });
      } else first.set(label, use);
    }
  },
};
