import { JSONATA_FUNCTIONS, jsonataFunction } from '../../asl/jsonataFunctions.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { jsonataUses } from '../jsonataUses.ts';
import { Suggestions } from '../nearest.ts';
import { either } from '../places.ts';
import type { Rule } from '../rule.ts';

export const jsonataFunctionCall: Rule = {
  id: 'jsonata-function',
  severity: 'warning',
  doc: 'A call of a function that does not exist in Step Functions, or with too few or too many arguments. The service takes the definition, and the state fails with States.QueryEvaluationError when it runs. Correct the name or the arguments.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const suggestions = new Suggestions();
    for (const { references, where, place } of jsonataUses(context).expressions) {
      for (const call of references.calls) {
        const argumentCount = call.argumentCount + (call.isPiped ? 1 : 0);
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
        } else if (argumentCount < fact.minimum || argumentCount > fact.maximum) {
          report({
            at: place(call),
            where,
            message: `${fact.name}(${fact.parameters.join(', ')}) is called with ${argumentCount} arguments.`,
          });
        }
      }
    }
  },
};

const FUNCTION_NAMES = JSONATA_FUNCTIONS.filter(({ origin }) => origin !== 'refused').map(({ name }) => name);
