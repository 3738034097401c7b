import { objectFact, SUBSTITUTION } from '../../asl/fields.ts';
import { isStateType, STATE_TYPE_FIELD, STATE_TYPES, stateKind } from '../../asl/states.ts';
import type { SourceNode, SourceProperty } from '../../source/node.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { misspelt } from '../misspelling.ts';
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
        const meant = misspeltType(state.node);
        report({
          at: meant?.keyNode ?? state.property.keyNode,
          where: state.node,
          message: meant
            ? `"${meant.key}" is not a field of a state. Did you mean "Type"?`
            : `State "${state.name}" has no "Type".`,
          awsMessage: 'These fields are required: [Type]',
          data:
            meant === undefined
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

/** The member whose name resembles that of the field, or whose value is a state type although no field has its name. */
function misspeltType({ properties = [] }: SourceNode): SourceProperty | undefined {
  const saysType = ({ key, valueNode }: SourceProperty) => isStateType(textOf(valueNode)) && !FIELD_NAMES.has(key);
  return misspelt(properties, [STATE_TYPE_FIELD]) ?? properties.find(saysType);
}

const FIELD_NAMES: ReadonlySet<string> = new Set(
  STATE_TYPES.flatMap((type) => Object.keys(objectFact(stateKind(type)).fields)),
);
