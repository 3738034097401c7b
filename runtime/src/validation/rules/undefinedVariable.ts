import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { DEFINITION_BUDGET, Suggestions } from '../nearest.ts';
import { either } from '../places.ts';
import type { Rule } from '../rule.ts';
import { type Resolution, type VariableReference, variablesOf } from '../variables.ts';

export const undefinedVariable: Rule = {
  id: 'undefined-variable',
  severity: 'warning',
  code: 'POSSIBLY_UNDEFINED_VARIABLE',
  reach: 'definition',
  doc: 'A variable that has no value where it is read: nothing assigns it, only states that run later do, or states of a scope that cannot be seen from here. The service takes the definition, and the execution fails when it gets there. Assign the variable in a state before, or correct the name.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    const variables = variablesOf(context);
    const suggestions = new Suggestions(DEFINITION_BUDGET);
    for (const reference of variables.references) {
      const resolution = variables.resolve(reference);
      if (resolution.kind === 'defined') continue;
      const visible = new Set(resolution.kind === 'nowhere' ? variables.visibleNames(reference.state.scope) : []);
      const similar = suggestions.for(reference.name, visible);
      report({
        at: reference.at,
        where: reference.where,
        message: message(reference, resolution, similar),
        awsMessage: `Variable '${reference.name}' is possibly not defined.`,
        related: related(resolution),
        data: { kind: 'rename', names: similar.map((name) => `$${name}`) },
      });
    }
  },
};

function message({ name }: VariableReference, resolution: Resolution, similar: readonly string[]): string {
  if (resolution.kind === 'later') return `"$${name}" has no value yet: no state that runs before this one assigns it.`;
  if (resolution.kind === 'elsewhere') {
    return `"$${name}" cannot be seen from here: it belongs to a branch, an item processor, or to the outside of a distributed Map.`;
  }
  return `Nothing assigns "$${name}".${similar.length > 0 ? ` Did you mean ${either(similar.map((other) => `$${other}`))}?` : ''}`;
}

function related(resolution: Resolution): Finding['related'] {
  if (resolution.kind !== 'later' && resolution.kind !== 'elsewhere') return undefined;
  const { keyNode, state } = resolution.assignment;
  return [{ start: keyNode.start, end: keyNode.end, message: `State "${state.name}" assigns it here.` }];
}
