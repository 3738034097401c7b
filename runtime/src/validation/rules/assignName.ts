import { SUBSTITUTION } from '../../asl/fields.ts';
import { isVariableName, LONGEST_VARIABLE_NAME, RESERVED_VARIABLE } from '../../asl/states.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import type { Rule } from '../rule.ts';
import { variablesOf } from '../variables.ts';

export const assignName: Rule = {
  id: 'assign-name',
  severity: 'error',
  code: 'SCHEMA_VALIDATION_FAILED',
  reach: 'definition',
  doc: 'A key of "Assign" that is no variable name: a name begins with a letter, goes on with letters, digits and "_", has at most 80 characters, and is not "states". Only whole variables can be set, no parts of them. The service refuses the definition. Rename the variable.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const { name, keyNode, where } of variablesOf(context).assignments) {
      if (SUBSTITUTION.test(name)) continue;
      const problem = problemOf(name);
      if (!problem) continue;
      const awsMessage = `'${name}' is not a valid variable name`;
      report({
        at: keyNode,
        where,
        severity: HYPHENED.test(name) ? 'warning' : 'error',
        message: problem,
        awsMessage,
      });
    }
  },
};

/** The specification excludes hyphens; that the service refuses them was never seen. */
const HYPHENED = /^[\p{ID_Start}_][\p{ID_Continue}-]*-[\p{ID_Continue}-]*$/u;

function problemOf(name: string): string | undefined {
  if (name === RESERVED_VARIABLE) return `"${name}" is reserved: "$${name}" holds the data of the state.`;
  if (isVariableName(name)) return undefined;
  const length = [...name].length;
  if (length > LONGEST_VARIABLE_NAME) {
    return `A variable name can have at most ${LONGEST_VARIABLE_NAME} characters; this one has ${length}.`;
  }
  if (name === '') return 'A variable needs a name.';
  if (/^[^.[\]]+[.[]/.test(name)) return `"${name}" is a part of a variable; only whole variables can be assigned.`;
  return `"${name}" is no variable name: it must begin with a letter and hold letters, digits and "_" only.`;
}
