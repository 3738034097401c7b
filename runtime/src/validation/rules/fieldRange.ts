import type { FieldFact } from '../../asl/fields.ts';
import type { SourceNode } from '../../source/node.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { numberOf, textOf } from '../model.ts';
import { headOf } from '../places.ts';
import { isUsable } from '../presence.ts';
import type { Rule } from '../rule.ts';

export const fieldRange: Rule = {
  id: 'field-range',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: 'A number, text or list outside the range the service allows: a negative count, a percentage above 100, an empty list. The service refuses the definition. Write a value within the range.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const use of context.fieldsWith('range')) {
      const { value, fact, object, name } = use;
      if (!value || value.substitution || !isUsable(fact, object.language)) continue;
      const problem = rangeProblem(value, fact);
      if (problem)
        report({
          at: value.kind === 'array' || value.kind === 'object' ? headOf(value, context.document.text) : value,
          where: use.value,
          message: `"${name}" ${problem.text}.`,
          awsMessage: problem.aws,
        });
    }
  },
};

function rangeProblem(value: SourceNode, fact: FieldFact): { text: string; aws: string } | undefined {
  const number = numberOf(value);
  if (number !== undefined && fact.minimum !== undefined && number < fact.minimum) {
    return { text: `must be at least ${fact.minimum}`, aws: `Minimum value is ${fact.minimum}` };
  }
  if (number !== undefined && fact.maximum !== undefined && number > fact.maximum) {
    return { text: `must be at most ${fact.maximum}`, aws: `Maximum value is ${fact.maximum}` };
  }
  if (fact.minLength === undefined && fact.maxLength === undefined) return undefined;
  const length = sizeOf(value);
  // Of a value of the wrong type the length says nothing.
  if (length === undefined || !fact.types.some((type) => type === value.kind)) return undefined;
  if (fact.minLength !== undefined && length < fact.minLength) {
    return { text: 'must not be empty', aws: 'Value cannot be empty' };
  }
  // Texts with a length of their own meaning (labels) have a rule that says more.
  if (fact.maxLength !== undefined && length > fact.maxLength && !fact.holds) {
    return { text: `must not be longer than ${fact.maxLength}`, aws: `Maximum length is ${fact.maxLength}` };
  }
  return undefined;
}

function sizeOf(value: SourceNode): number | undefined {
  if (value.kind === 'array') return value.items!.length;
  if (value.kind === 'object') return value.properties!.length;
  const text = textOf(value);
  return text === undefined ? undefined : [...text].length;
}
