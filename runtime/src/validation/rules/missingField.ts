import { type ExclusiveGroup, fieldFact, objectFact } from '../../asl/fields.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import type { TypedObject } from '../model.ts';
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
    const mayRepeat = context.document.problems.length > 0;
    for (const object of context.allObjects) {
      const needs = needsOf(object);
      const { requiredCount, groups } = object;
      if (requiredCount >= needs.fields.length && (groups & needs.groupBits) === needs.groupBits && !mayRepeat)
        continue;
      const missing = needs.fields.filter((name) => !object.node.property(name));
      const unanswered = needs.groups.filter((group) => !isAnswered(object, group));
      if (missing.length > 0 || unanswered.length > 0) reportAll(object, missing, unanswered);
    }

    function reportAll(object: TypedObject, missing: readonly string[], unanswered: readonly ExclusiveGroup[]): void {
      // A misspelt field and a field of the other query language are reported as such, not as a missing field as well.
      const doubtful = (context.unknown.get(object) ?? []).map(({ key }) => key);
      const isMeant = (name: string) => suggestions.for(name, doubtful).length > 0;
      const names = isForeignRule(object) ? [] : missing.filter((name) => !isMeant(name));
      if (names.length > 0) {
        report({
          at: headOf(object.node, context.document.text),
          where: object.node,
          message: `${names.length === 1 ? 'The field' : 'The fields'} ${both(names)} must be here.`,
          awsMessage: `These fields are required: [${names.join(', ')}]`,
          data: { kind: 'add', fields: names },
        });
      }
      for (const group of unanswered) if (!group.members.some(isMeant)) reportGroup(object, group);
    }

    function reportGroup(object: TypedObject, group: ExclusiveGroup): void {
      const members = group.members.filter((name) => isUsable(fieldFact(object.kind, name)!, object.language));
      const absent = members.map((name) => object.node.property(name)).find((property) => property !== undefined);
      report({
        at: absent?.keyNode ?? headOf(object.node, context.document.text),
        where: object.node,
        message: `One of ${either(members)} must be here.${absent ? ` ${absent.key}: ${JSON.stringify(absent.valueNode?.value)} counts as absent.` : ''}`,
        awsMessage: `This object should have only one of the following fields: [${members.join(', ')}]`,
        data: { kind: 'add', fields: members },
      });
    }
  },
};

interface Needs {
  readonly fields: readonly string[];
  readonly groups: readonly ExclusiveGroup[];
  readonly groupBits: number;
}

const needs = new Map<string, Needs>();

/** What objects of that kind must have in states of that query language. */
function needsOf({ kind, language }: TypedObject): Needs {
  const key = `${kind} ${language}`;
  let known = needs.get(key);
  if (!known) {
    const { fields, groups } = objectFact(kind);
    const required = Object.keys(fields).filter((name) => fields[name]!.required && isUsable(fields[name]!, language));
    known = {
      fields: required,
      groups: groups.filter((group) => group.required),
      groupBits: groups.reduce((bits, group, index) => (group.required ? bits | (1 << index) : bits), 0),
    };
    needs.set(key, known);
  }
  return known;
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
