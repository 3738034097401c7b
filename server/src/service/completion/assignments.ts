import type { CompletionContext, Suggestions } from './context/completionContext.ts';
import { assignedText, variableDocumentation, variablesAt } from './knowledge/variables.ts';
import { otherNames } from './position/otherKeys.ts';
import { ITEM_KIND } from './rendering/kinds.ts';
import { hole, text } from './rendering/sketch.ts';
import { RANK } from './rendering/suggestion.ts';

/** Keys of Assign: variables that exist already and may get another value. */
export function assignments({ position, place }: CompletionContext): Suggestions | undefined {
  const { meaning } = place;
  if (position.role !== 'key' || meaning.is !== 'value') return undefined;
  if (meaning.field.fact.holds !== 'assignments' || meaning.inside.length > 0) return undefined;
  const present = otherNames(position);
  const isPath = place.language === 'JSONPath';
  return {
    items: variablesAt(place)
      .filter(({ name }) => !present.has(name))
      .map((variable) => {
        const key = isPath ? `${variable.name}.$` : variable.name;
        const value = isPath ? text('$', hole()) : text('{% ', hole(), ' %}');
        return {
          label: key,
          kind: ITEM_KIND.variable,
          detail: assignedText(variable.assignments.at(-1)!),
          documentation: variableDocumentation(variable),
          rank: RANK.normal,
          insert: { as: 'member', key, value },
        };
      }),
  };
}
