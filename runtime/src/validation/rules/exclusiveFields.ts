import { type ExclusiveGroup, fieldFact, objectFact } from '../../asl/fields.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import type { TypedObject } from '../model.ts';
import { both } from '../places.ts';
import { isPresent, isUsable } from '../presence.ts';
import type { Rule } from '../rule.ts';

export const exclusiveFields: Rule = {
  id: 'exclusive-fields',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  doc: 'Two fields of which only one may be there, such as "Next" and "End", or a value and its "Path" twin. The service refuses the definition because it cannot know which one counts. Remove one.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const object of context.allObjects) {
      if (object.conflicts === 0) continue;
      const { groups, fields } = objectFact(object.kind);
      for (const group of groups) {
        const present = group.members.filter(
          (name) => isUsable(fields[name]!, object.language) && isPresent(object, name),
        );
        if (present.length < 2) continue;
        const losing = leastPreferred(object, group, present);
        const others = present.filter((name) => name !== losing);
        report({
          at: object.node.property(losing)!.keyNode,
          where: object.node,
          message: `${both(present)} exclude each other. Remove one of them.`,
          awsMessage: `There should only be one of the following fields: [${group.members.join(', ')}]`,
          related: others.map((name) => ({
            ...range(object.node.property(name)!.keyNode),
            message: `"${name}" is here.`,
          })),
          data: { kind: 'remove' },
        });
      }
    }
  },
};

/** The twin that takes a path and the deprecated name give way first, then the one that comes later in the group. */
function leastPreferred(object: TypedObject, group: ExclusiveGroup, present: readonly string[]): string {
  const twins = new Set(group.members.map((name) => fieldFact(object.kind, name)?.pathTwin));
  const isSecondary = (name: string) => twins.has(name) || fieldFact(object.kind, name)?.deprecated !== undefined;
  return present.findLast(isSecondary) ?? present.at(-1)!;
}

function range({ start, end }: { start: number; end: number }): { start: number; end: number } {
  return { start, end };
}
