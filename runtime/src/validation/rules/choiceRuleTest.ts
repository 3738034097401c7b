import { BOOLEAN_OPERATORS, CHOICE_OPERATORS, choiceOperator } from '../../asl/choice.ts';
import { fieldFact } from '../../asl/fields.ts';
import type { SourceProperty } from '../../source/node.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import type { TypedObject } from '../model.ts';
import { Suggestions } from '../nearest.ts';
import { both, either, headOf } from '../places.ts';
import type { Rule } from '../rule.ts';

/** The name comes from the type of the fields, so that a change of the table is noticed here. */
const VARIABLE: keyof TypedObject<'choiceRule'>['fields'] = 'Variable';

type ChoiceObject = TypedObject<'choiceRule'> | TypedObject<'choiceCondition'>;

export const choiceRuleTest: Rule = {
  id: 'choice-rule-test',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: 'A JSONPath choice rule that is not exactly one test: "Variable" with one operator, or one of "And", "Or" and "Not". The service refuses the definition. Split the rule, or join its tests with "And".',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const suggestions = new Suggestions();
    const text = context.document.text;
    for (const object of [...context.objects('choiceRule'), ...context.objects('choiceCondition')]) {
      if (object.language !== 'JSONPath' || isForeign(object)) continue;
      const finding = problem(object);
      if (finding) report({ where: object.node, ...finding });
    }

    function problem(object: ChoiceObject): Finding | undefined {
      const properties = object.node.properties ?? [];
      const tests = properties.filter(({ key }) => choiceOperator(key));
      const combinations = properties.filter(({ key }) => BOOLEAN_OPERATORS.some((name) => name === key));
      const variable = object.fields.Variable;
      const all = [...combinations, ...tests];
      if (all.length > 1) return tooMany(all, variable);
      if (combinations.length === 1) return variable ? tooMany([combinations[0]!, variable], undefined) : undefined;
      if (tests.length === 1 && variable) return undefined;
      const doubtful = properties.filter(({ key }) => !fieldFact(object.kind, key));
      // What is no field is probably meant as the operator; that it is none is said elsewhere.
      if (variable ? doubtful.length > 0 : doubtful.some(({ key }) => isMisspelt(key))) return undefined;
      if (tests.length === 1) return lacking(object, `The operator "${tests[0]!.key}" needs a "Variable" to test.`);
      if (variable)
        return lacking(
          object,
          'This rule tests nothing: it needs an operator such as "StringEquals" beside "Variable".',
        );
      return lacking(object, `A rule needs a "Variable" with one operator, or one of ${either(BOOLEAN_OPERATORS)}.`);
    }

    function lacking(object: ChoiceObject, message: string): Finding {
      return { at: headOf(object.node, text), message };
    }

    function isMisspelt(key: string): boolean {
      const names = [...Object.keys(CHOICE_OPERATORS), ...BOOLEAN_OPERATORS, VARIABLE];
      return suggestions.for(key, names).length > 0;
    }
  },
};

/** A rule written in JSONata is reported as such. */
function isForeign(object: ChoiceObject): boolean {
  return object.kind === 'choiceRule' && object.fields.Condition !== undefined;
}

/** People write the variable and then its operator: of several, the one behind the variable is taken for the one that is meant. */
function tooMany(properties: readonly SourceProperty[], variable: SourceProperty | undefined): Finding {
  const sorted = [...properties].sort((left, right) => left.keyNode.start - right.keyNode.start);
  const meant = sorted.find(({ keyNode }) => variable && keyNode.start > variable.keyNode.start) ?? sorted[0]!;
  const extra = sorted.find((property) => property !== meant)!;
  return {
    at: extra.keyNode,
    message: `A rule makes one test, but this one has ${both(sorted.map(({ key }) => key))}. Join tests with "And" or "Or".`,
    related: [{ start: meant.keyNode.start, end: meant.keyNode.end, message: `"${meant.key}" is here.` }],
    data: { kind: 'remove' },
  };
}
