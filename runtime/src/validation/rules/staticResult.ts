import type { SourceNode } from '../../source/node.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { DYNAMIC_SUFFIX } from '../jsonPathUses.ts';
import { textOf } from '../model.ts';
import type { Rule } from '../rule.ts';
import { looksDynamic } from './missingDollar.ts';

export const staticResult: Rule = {
  id: 'static-result',
  severity: 'warning',
  code: 'PASS_RESULT_IS_STATIC',
  doc: '"Result" of a Pass state holds something that looks like a path. "Result" is copied as it stands; nothing in it is evaluated. Use "Parameters" instead.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const { fields, language } of context.objects('passState')) {
      const property = fields.Result;
      const place = language === 'JSONPath' && property?.valueNode && firstDynamic(property.valueNode);
      if (!place) continue;
      report({
        at: place,
        where: property.keyNode,
        message: `"${property.key}" is not evaluated: this stays as it is written. Use "Parameters" for dynamic values.`,
        awsMessage: 'Result is static: paths in it are not evaluated',
      });
    }
  },
};

/** The first `.$` key, or text that looks like a path or a call. */
function firstDynamic(node: SourceNode): SourceNode | undefined {
  for (const { key, keyNode, valueNode } of node.properties ?? []) {
    if (key.endsWith(DYNAMIC_SUFFIX) && textOf(valueNode)?.startsWith('$')) return keyNode;
    if (looksDynamic(textOf(valueNode) ?? '')) return valueNode;
    const inner = valueNode && firstDynamic(valueNode);
    if (inner) return inner;
  }
  for (const item of node.items ?? []) {
    const inner = firstDynamic(item);
    if (inner) return inner;
  }
  return undefined;
}
