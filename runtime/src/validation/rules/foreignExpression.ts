import { isJsonataText } from '../../asl/fields.ts';
import type { SourceProperty } from '../../source/node.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { jsonataUses } from '../jsonataUses.ts';
import { DYNAMIC_SUFFIX, jsonPathUses } from '../jsonPathUses.ts';
import { textOf } from '../model.ts';
import type { Rule } from '../rule.ts';

export const foreignExpression: Rule = {
  id: 'foreign-expression',
  severity: 'warning',
  doc: 'An expression in the other query language: a "{% %}" string in a JSONPath state, or a ".$" key in a JSONata state. It is passed on as plain text. Write it in the language of the state, or set "QueryLanguage".',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const { property } of jsonPathUses(context).members) {
      const text = textOf(property.valueNode);
      // Behind ".$" it is no path: that is said there.
      if (text === undefined || !isJsonataText(text) || property.key.endsWith(DYNAMIC_SUFFIX)) continue;
      report({
        at: property.valueNode!,
        message:
          'This state uses JSONPath: the "{% %}" string is passed on as text. Set "QueryLanguage": "JSONata" to have it evaluated.',
      });
    }
    for (const property of jsonataUses(context).members) if (isPathMember(property)) reportPath(property);

    function reportPath({ key, keyNode }: SourceProperty): void {
      report({
        at: keyNode,
        message: `This state uses JSONata: "${key}" is a key like any other, and its value is passed on as text. Write "${key.slice(0, -DYNAMIC_SUFFIX.length)}" with a "{% %}" expression.`,
      });
    }
  },
};

function isPathMember({ key, valueNode }: SourceProperty): boolean {
  return key.endsWith(DYNAMIC_SUFFIX) && /^(?:\$|States\.)/.test(textOf(valueNode) ?? '');
}
