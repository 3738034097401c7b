import { contextMember } from '../../asl/contextObject.ts';
import { JSONATA_FUNCTIONS, jsonataFunction, STATES_MEMBERS } from '../../asl/jsonataFunctions.ts';
import type { ValidationContext } from '../context.ts';
import { unknownMember } from '../contextMessages.ts';
import type { Finding } from '../diagnostic.ts';
import type { JsonataName } from '../jsonataAnalysis.ts';
import { type JsonataUse, jsonataUses } from '../jsonataUses.ts';
import { Suggestions } from '../nearest.ts';
import { either } from '../places.ts';
import type { Rule } from '../rule.ts';

export const jsonataSyntax: Rule = {
  id: 'jsonata-syntax',
  severity: 'error',
  code: 'INVALID_JSONATA_EXPRESSION',
  doc: 'A "{% %}" string whose JSONata cannot be read. The service refuses the definition. Correct the place that is marked.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const { expressions, unclosed } = jsonataUses(context);
    for (const { analysis, where, place } of expressions) {
      if (!analysis.problem) continue;
      const { message } = analysis.problem;
      report({ at: place(analysis.problem), where, message: `JSONata: ${message}.`, awsMessage: message });
    }
    for (const { node, where, text } of unclosed) {
      const opens = text.startsWith('{%');
      report({
        at: node,
        where,
        severity: opens ? 'error' : 'warning',
        code: opens ? undefined : null,
        message: opens
          ? 'The expression is not closed: the string must end with "%}", with nothing behind it.'
          : 'This ends like an expression but is plain text: an expression begins with "{%".',
        awsMessage: 'Unexpected end of expression',
      });
    }
  },
};

export const jsonataReference: Rule = {
  id: 'jsonata-reference',
  severity: 'error',
  code: 'UNSUPPORTED_JSONATA_EXPRESSION',
  doc: 'An expression that looks into an input document, which JSONata in Step Functions does not have: a bare field name, "$$", or a member of "$states" that does not exist at this place. The service refuses the definition. Begin with "$states.input", "$states.result" (Output and Assign of Task, Parallel and Map) or a variable.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const suggestions = new Suggestions();
    for (const expression of jsonataUses(context).expressions) {
      const { analysis, where, place } = expression;
      for (const name of analysis.topLevelNames) {
        report({
          at: place(name),
          where,
          message: `"${name.name}" begins a path, but there is no input to look in. Did you mean "$states.input.${name.name}"?`,
          awsMessage: `Reference to '${name.name}' at the top level is not supported.`,
          data: { kind: 'rename', names: [`$states.input.${name.name}`] },
        });
      }
      for (const range of analysis.documentReferences) {
        report({
          at: place(range),
          where,
          message: '"$$" has no meaning here. Use "$states.input", or "$states.context" for the context object.',
          awsMessage: "Reference to '$$' is not supported.",
          data: { kind: 'rename', names: ['$states.context', '$states.input'] },
        });
      }
      for (const range of analysis.contextReferences) {
        report({
          at: place(range),
          where,
          severity: 'warning',
          code: null,
          message: '"$" has no value here: there is no input to look in. Use "$states.input".',
          data: { kind: 'rename', names: ['$states.input'] },
        });
      }
      for (const { members } of analysis.states) {
        const member = members[0];
        if (member && !exists(member.name, expression)) reportMember(expression, member);
      }
    }

    function reportMember({ use, where, place }: JsonataUse, member: JsonataName): void {
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

export const jsonataFunctionCall: Rule = {
  id: 'jsonata-function',
  severity: 'warning',
  doc: 'A call of a function that does not exist in Step Functions, or with too few or too many arguments. The service takes the definition, and the state fails with States.QueryEvaluationError when it runs. Correct the name or the arguments.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const suggestions = new Suggestions();
    for (const { analysis, where, place } of jsonataUses(context).expressions) {
      for (const call of analysis.calls) {
        const fact = jsonataFunction(`$${call.name}`);
        if (!fact || fact.origin === 'refused') {
          const similar = suggestions.for(`$${call.name}`, FUNCTION_NAMES);
          report({
            at: place(call),
            where,
            message: fact
              ? `${fact.name}: ${fact.doc}`
              : `There is no function "$${call.name}".${similar.length > 0 ? ` Did you mean ${either(similar)}?` : ''}`,
            data: { kind: 'rename', names: similar },
          });
        } else if (call.arguments < fact.minimum || call.arguments > fact.maximum) {
          report({
            at: place(call),
            where,
            message: `${fact.name}(${fact.parameters.join(', ')}) is called with ${call.arguments} arguments.`,
          });
        }
      }
    }
  },
};

export const jsonataContextMember: Rule = {
  id: 'jsonata-context-member',
  severity: 'warning',
  doc: 'A member of "$states.context" that does not exist. The expression gives nothing, and the state fails with States.QueryEvaluationError. Correct the name.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const suggestions = new Suggestions();
    for (const { analysis, where, place } of jsonataUses(context).expressions) {
      for (const { members } of analysis.states) {
        if (members[0]?.name !== CONTEXT) continue;
        const names = members.slice(1).map(({ name }) => name);
        const { unknownAt, siblings } = contextMember(names);
        if (unknownAt === undefined) continue;
        const similar = suggestions.for(names[unknownAt]!, siblings);
        report({
          at: place(members[unknownAt + 1]!),
          where,
          message: unknownMember(names[unknownAt]!, similar, siblings),
          data: { kind: 'rename', names: similar },
        });
      }
    }
  },
};

const CONTEXT: keyof typeof STATES_MEMBERS = 'context';
const FUNCTION_NAMES = JSONATA_FUNCTIONS.filter(({ origin }) => origin !== 'refused').map(({ name }) => name);

/** `input` and `context` exist everywhere, the others where the language table says. */
function exists(member: string, { use }: JsonataUse): boolean {
  return member === 'input' || member === CONTEXT || use.fact.sees === member;
}
