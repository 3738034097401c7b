import { SUBSTITUTION } from '../../asl/fields.ts';
import { STATE_TYPE_FIELD, STATE_TYPES } from '../../asl/states.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { textOf } from '../model.ts';
import { Suggestions } from '../nearest.ts';
import { either, valueOrKey } from '../places.ts';
import type { Rule } from '../rule.ts';

export const stateType: Rule = {
  id: 'state-type',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: 'A state without "Type", or with a type that does not exist. Case matters. The service refuses the definition. Write one of the eight state types.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const suggestions = new Suggestions();
    const awsMessage = `The field 'Type' should have one of these values: [${STATE_TYPES.join(', ')}]`;
    for (const state of context.states) {
      if (state.object) continue;
      const property = state.fields.Type;
      if (!property) {
        const keys = (state.node.properties ?? []).map(({ key }) => key);
        const misspelt = keys.find((key) => suggestions.for(key, [STATE_TYPE_FIELD]).length > 0);
        report({
          at: misspelt === undefined ? state.property.keyNode : state.node.property(misspelt)!.keyNode,
          where: state.node,
          message: misspelt
            ? `"${misspelt}" is not a field of a state. Did you mean "Type"?`
            : `State "${state.name}" has no "Type".`,
          awsMessage: 'These fields are required: [Type]',
          data:
            misspelt === undefined
              ? { kind: 'add', fields: [STATE_TYPE_FIELD] }
              : { kind: 'rename', names: [STATE_TYPE_FIELD] },
        });
        continue;
      }
      const text = textOf(property.valueNode);
      if (property.valueNode?.substitution || (text && SUBSTITUTION.test(text))) continue;
      const similar = text === undefined ? [] : suggestions.for(text, STATE_TYPES);
      report({
        at: valueOrKey(property),
        where: property.keyNode,
        message: `"${property.key}" must be one of ${STATE_TYPES.join(', ')}.${similar.length > 0 ? ` Did you mean ${either(similar)}?` : ''}`,
        awsMessage,
        data: { kind: 'rename', names: similar.length > 0 ? similar : STATE_TYPES },
      });
    }
  },
};
