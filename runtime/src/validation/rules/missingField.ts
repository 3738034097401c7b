import { type ExclusiveGroup, fieldFact, objectFact } from '../../asl/fields.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { objectLocation, type TypedObject } from '../model.ts';
import { Suggestions } from '../nearest.ts';
import { both, either, headOf } from '../places.ts';
import { isPresent, isUsable } from '../presence.ts';
import type { Rule } from '../rule.ts';

export const missingField: Rule = {
  id: 'missing-field',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: 'A field that must be there is not, or none of several of which one must be. The service refuses the definition. Add the field.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const suggestions = new Suggestions();
    for (const object of context.allObjects()) {
      // A misspelt field and a field of the other query language are reported as such, not as a missing field as well.
      const doubtful = doubtfulNames(object);
      const isMeant = (name: string) => suggestions.for(name, doubtful).length > 0;
      const missing = isForeignRule(object)
        ? []
        : requiredFields(object).filter((name) => !object.node.property(name) && !isMeant(name));
      if (missing.length > 0) {
        report({
          at: headOf(object.node, context.document.text),
          location: objectLocation(object),
          message: `${missing.length === 1 ? 'The field' : 'The fields'} ${both(missing)} must be here.`,
          awsMessage: `These fields are required: [${missing.join(', ')}]`,
          data: { kind: 'add', fields: missing },
        });
      }
      for (const group of objectFact(object.kind).groups) {
        if (group.required && !isAnswered(object, group) && !group.members.some(isMeant)) reportGroup(object, group);
      }
    }

    function reportGroup(object: TypedObject, group: ExclusiveGroup): void {
      const members = group.members.filter((name) => isUsable(fieldFact(object.kind, name)!, object.language));
      const absent = members.map((name) => object.node.property(name)).find((property) => property !== undefined);
      report({
        at: absent?.keyNode ?? headOf(object.node, context.document.text),
        location: objectLocation(object),
        message: `One of ${either(members)} must be here.${absent ? ` ${absent.key}: ${JSON.stringify(absent.valueNode?.value)} counts as absent.` : ''}`,
        awsMessage: `This object should have only one of the following fields: [${members.join(', ')}]`,
        data: { kind: 'add', fields: members },
      });
    }
  },
};

function requiredFields(object: TypedObject): string[] {
  const { fields } = objectFact(object.kind);
  return Object.keys(fields).filter((name) => fields[name]!.required && isUsable(fields[name]!, object.language));
}

/** A member of the other query language answers the need, too: that it is the wrong one is said elsewhere. */
function isAnswered(object: TypedObject, group: ExclusiveGroup): boolean {
  return group.members.some((name) => isPresent(object, name));
}

/** A choice rule in the other query language is reported once, as a whole; only its transition is the same in both. */
function isForeignRule({ kind, node, language }: TypedObject): boolean {
  if (kind !== 'choiceRule') return false;
  return (node.properties ?? []).some(({ key }) => {
    const fact = fieldFact(kind, key);
    return fact !== undefined && !isUsable(fact, language);
  });
}

function doubtfulNames(object: TypedObject): string[] {
  const names = (object.node.properties ?? []).map((property) => property.key);
  return names.filter((name) => !fieldFact(object.kind, name));
}
