import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { textOf } from '../model.ts';
import type { Rule } from '../rule.ts';
import { looksDynamic } from './missingDollar.ts';

export const missingPath: Rule = {
  id: 'missing-path',
  severity: 'warning',
  code: 'NO_PATH',
  doc: 'A text such as "Error" of a Fail state that looks like a path or an intrinsic function. The text itself is taken, not what it points to. Write it in the field whose name ends in "Path".',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const { object, name, property, value, fact } of context.fieldsWith('twin')) {
      // Where no text may stand, or only a timestamp, that is what is wrong.
      if (object.language !== 'JSONPath' || fact.holds || !fact.types.includes('string')) continue;
      const text = textOf(value);
      if (text === undefined || !looksDynamic(text) || object.node.property(fact.pathTwin!)) continue;
      report({
        at: property.keyNode,
        where: property.keyNode,
        message: `"${text}" is taken as it stands. Write "${fact.pathTwin}" to have it evaluated.`,
        awsMessage: `The value of '${name}' looks like a JSONPath or intrinsic function. Use '${fact.pathTwin}' to evaluate it at runtime.`,
        data: { kind: 'rename', names: [fact.pathTwin!] },
      });
    }
  },
};
