import { fieldFact } from '../../../../runtime/src/asl/fields.ts';
import type { CompletionContext } from '../completion/context/completionContext.ts';
import { documentationOf } from '../completion/knowledge/documentation.ts';
import { assignmentsOf } from '../completion/knowledge/scopes.ts';
import { stateSummary } from '../completion/knowledge/stateSummary.ts';
import { variableDocumentation } from '../completion/knowledge/variables.ts';
import { fieldText, stateKindWith } from '../completion/position/fieldNames.ts';
import type { Place } from '../completion/position/place.ts';
import { explained, type HoverText } from './text.ts';

/** The key of a member: the name of a state, a field, a parameter of an integration, a variable. */
export function hoverOfKey({ position, place }: CompletionContext): HoverText | undefined {
  if (position.role !== 'key') return undefined;
  const key = position.token.content;
  const { meaning } = place;
  switch (meaning.is) {
    case 'states': {
      const state = place.scopes.at(-1)?.states?.get(key);
      return explained(state && stateSummary(key, state));
    }
    case 'object': {
      const kind = meaning.kind ?? stateKindWith(key);
      return explained(kind && fieldFact(kind, key) && documentationOf({ about: 'field', kind, name: key }));
    }
    case 'value':
      return meaning.field.fact.holds === 'assignments' && meaning.inside.length === 0
        ? explained(assignedVariable(place, key))
        : explained(parameter(place, key));
    default:
      return undefined;
  }
}

function assignedVariable(place: Place, key: string): string | undefined {
  const state = place.states.at(-1);
  const name = key.replace(/\.\$$/, '');
  const own = state?.node ? assignmentsOf(state.name, state.node).filter(({ variable }) => variable === name) : [];
  return own.length === 0
    ? undefined
    : `${variableDocumentation({ name, assignments: own })}\n\nVisible from the next state on.`;
}

function parameter({ meaning, objects }: Place, key: string): string | undefined {
  const arn = fieldText(objects.at(-1)?.node, 'Resource');
  const isParameter =
    meaning.is === 'value' && meaning.inside.length === 0 && /^(?:Parameters|Arguments)$/.test(meaning.field.name);
  return isParameter && arn !== undefined ? documentationOf({ about: 'parameter', arn, name: key }) : undefined;
}
