import { SUBSTITUTION } from '../../asl/fields.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { taskUses } from '../integration.ts';
import { givenParameters, integrationCall } from '../integrationCall.ts';
import { textOf } from '../model.ts';
import { either } from '../places.ts';
import type { Rule } from '../rule.ts';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'];

export const httpTask: Rule = {
  id: 'http-task',
  severity: 'warning',
  doc: 'An HTTP task with a method it does not know or an address that is not https. The request is never sent. Use one of the methods listed and an https address.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const use of taskUses(context)) {
      const call = use.resource?.kind === 'http' ? integrationCall(use) : undefined;
      const given = call && givenParameters(use, call);
      for (const { name, property } of given?.parameters ?? []) {
        const text = textOf(property.valueNode);
        if (text === undefined || name !== property.key || text.startsWith('{%') || SUBSTITUTION.test(text)) continue;
        if (name === 'Method' && !METHODS.includes(text)) {
          report({
            at: property.valueNode!,
            message: `The method must be ${either(METHODS)}.`,
            data: { kind: 'rename', names: METHODS },
          });
        } else if (name === 'ApiEndpoint' && !/^https:\/\//i.test(text)) {
          report({ at: property.valueNode!, message: 'The address must begin with "https://".' });
        }
      }
    }
  },
};
