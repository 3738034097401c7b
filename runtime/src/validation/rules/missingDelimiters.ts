import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { jsonataUses } from '../jsonataUses.ts';
import type { Rule } from '../rule.ts';

export const missingDelimiters: Rule = {
  id: 'missing-delimiters',
  severity: 'warning',
  doc: 'Text of a JSONata state that reads "$states", without "{%" and "%}" around it. It is passed on as plain text. Write "{% … %}" to have it evaluated.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const { use, node, text } of jsonataUses(context).texts) {
      // Where no text may stand, that is what is wrong.
      if (node === use.value && !use.fact.types.some((type) => type === 'string' || type === 'any')) continue;
      if (!/^\$states\.(?:input|context|result|errorOutput)\b[^\s]*$/.test(text)) continue;
      report({
        at: node,
        message: `This is passed on as text. Write "{% ${text} %}" to have it evaluated.`,
        data: { kind: 'rename', names: [`{% ${text} %}`] },
      });
    }
  },
};
