import { STATES_MEMBERS } from '../../asl/jsonataFunctions.ts';
import type { Place } from '../../expressions/jsonata/references.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { type JsonataUse, jsonataUses } from '../jsonataUses.ts';
import { Suggestions } from '../nearest.ts';
import { either } from '../places.ts';
import type { Rule } from '../rule.ts';

export const jsonataReference: Rule = {
  id: 'jsonata-reference',
  severity: 'error',
  code: 'UNSUPPORTED_JSONATA_EXPRESSION',
  doc: 'An expression that looks into an input document, which JSONata in Step Functions does not have: a bare field name, "$$", or a member of "$states" that does not exist at this place. The service refuses the definition. Begin with "$states.input", "$states.result" (Output and Assign of Task, Parallel and Map) or a variable.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const suggestions = new Suggestions();
    for (const expression of jsonataUses(context).expressions) {
      const { references, where, place } = expression;
      for (const reference of references.document) {
        report({ at: place(reference), where, ...(reference.name === '$$' ? DOCUMENT : topLevelName(reference.name)) });
      }
      for (const range of references.bareContexts) {
        report({
          at: place(range),
          where,
          severity: 'warning',
          code: null,
          message: '"$" has no value here: there is no input to look in. Use "$states.input".',
          data: { kind: 'rename', names: ['$states.input'] },
        });
      }
      for (const { names } of references.states) {
        const member = names[0];
        if (member && !exists(member.name, expression)) reportMember(expression, member);
      }
    }

    function reportMember({ use, where, place }: JsonataUse, member: Place & { readonly name: string }): void {
      const known = Object.hasOwn(STATES_MEMBERS, member.name);
      const similar = suggestions.for(member.name, Object.keys(STATES_MEMBERS));
      const why = known
        ? `"$states.${member.name}" does not exist in "${use.name}" of this ${use.object.kind === 'catcher' ? 'catcher' : 'state'}. ${STATES_MEMBERS[member.name as keyof typeof STATES_MEMBERS]}`
        : `"$states" has no member "${member.name}".${similar.length > 0 ? ` Did you mean ${either(similar)}?` : ''}`;
      report({
        at: place(member),
        where,
        message: why,
        awsMessage: `Field '$states.${member.name}' does not exist.`,
        data: { kind: 'rename', names: known ? [] : similar },
      });
    }
  },
};

const DOCUMENT = {
  message: '"$$" has no meaning here. Use "$states.input", or "$states.context" for the context object.',
  awsMessage: "Reference to '$$' is not supported.",
  data: { kind: 'rename', names: ['$states.context', '$states.input'] },
} as const;

function topLevelName(name: string): Omit<Finding, 'at'> {
  return {
    message: `"${name}" begins a path, but there is no input to look in. Did you mean "$states.input.${name}"?`,
    awsMessage: `Reference to '${name}' at the top level is not supported.`,
    data: { kind: 'rename', names: [`$states.input.${name}`] },
  };
}

const CONTEXT: keyof typeof STATES_MEMBERS = 'context';

/** `input` and `context` exist everywhere, the others where the language table says. */
function exists(member: string, { use }: JsonataUse): boolean {
  return member === 'input' || member === CONTEXT || use.fact.sees === member;
}
