import { fieldFact, fieldNames, objectFact } from '../../asl/fields.ts';
import { STATE_TYPES, stateKind } from '../../asl/states.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import type { TypedObject } from '../model.ts';
import { Suggestions } from '../nearest.ts';
import { either } from '../places.ts';
import type { Rule } from '../rule.ts';

export const unknownField: Rule = {
  id: 'unknown-field',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: 'A field that objects of this kind do not have: a misspelling, wrong case, or a field of another state type. The service refuses the definition. Correct the name, or remove the field.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const suggestions = new Suggestions();
    for (const [object, properties] of context.unknown) {
      if (objectFact(object.kind).open) continue;
      for (const property of properties) {
        const names = suggestions
          .for(property.key, fieldNames(object.kind, object.language))
          .filter((name) => !object.node.property(name));
        report({
          at: property.keyNode,
          where: object.node,
          message: message(object, property.key, names),
          awsMessage: `Field '${property.key}' is not supported`,
          data: names.length > 0 ? { kind: 'rename', names } : { kind: 'remove' },
        });
      }
    }
  },
};

function message(object: TypedObject, name: string, similar: readonly string[]): string {
  const type = object.state?.object === object ? object.state.type : undefined;
  const where = type ? `A ${type} state` : 'This object';
  if (similar.length > 0) return `"${name}" is not a field here. Did you mean ${either(similar)}?`;
  const others = type ? STATE_TYPES.filter((other) => fieldFact(stateKind(other), name)) : [];
  if (others.length === 0) return `"${name}" is not a field here. ${where} can hold ${listOf(free(object))}.`;
  return `${where} has no field "${name}"; only ${others.join(', ')} states have it.`;
}

/** More names than that nobody reads. */
const MOST_NAMES = 12;

function listOf(names: readonly string[]): string {
  if (names.length === 0) return 'nothing else';
  const others = names.length - MOST_NAMES;
  return others > 1 ? `${names.slice(0, MOST_NAMES).join(', ')} and ${others} others` : names.join(', ');
}

/** Fields the object could still take. */
function free(object: TypedObject): string[] {
  return fieldNames(object.kind, object.language).filter((name) => !object.node.property(name));
}
