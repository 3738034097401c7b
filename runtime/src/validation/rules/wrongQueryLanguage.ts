import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { misspelt } from '../misspelling.ts';
import type { TypedObject } from '../model.ts';
import { isUsable } from '../presence.ts';
import type { Rule } from '../rule.ts';

export const wrongQueryLanguage: Rule = {
  id: 'wrong-query-language',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: 'A field of JSONPath in a JSONata state, or the other way round. The service refuses the definition. Use the field of the state\'s language, or set "QueryLanguage" on the state.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const reportedRules = new Set<TypedObject>();
    // Where the field that sets the language is misspelt, that is what is wrong.
    const isLanguageMisspelt = ({ state }: TypedObject) =>
      context.unknown.size > 0 && state?.object && misspelt(context.unknown.get(state.object), [LANGUAGE_FIELD]);
    for (const { object, property, name, fact } of context.fields) {
      if (isUsable(fact, object.language) || isLanguageMisspelt(object)) continue;
      // A rule in the other language consists of such fields only: once is enough.
      const isRule = object.kind === 'choiceRule' || object.kind === 'choiceCondition';
      if (isRule && (reportedRules.has(object) || (object.parent && reportedRules.has(object.parent)))) {
        reportedRules.add(object);
        continue;
      }
      if (isRule) reportedRules.add(object);
      report({
        at: property.keyNode,
        where: object.node,
        message: `"${name}" is a ${fact.language} field, but this state uses ${object.language}.${advice(object, fact.language!)}`,
        awsMessage: `The QueryLanguage is set to '${object.language}', but field '${name}' is only supported for the '${fact.language}' QueryLanguage`,
        data: { kind: 'remove' },
      });
    }
  },
};

const LANGUAGE_FIELD: keyof TypedObject<'passState'>['fields'] = 'QueryLanguage';

function advice(object: TypedObject, language: string): string {
  if (language === 'JSONata') return ' Set "QueryLanguage": "JSONata" on the state to use it.';
  const isRule = object.kind === 'choiceRule' || object.kind === 'choiceCondition';
  if (isRule) return ' Write the test as a "Condition".';
  return '';
}
