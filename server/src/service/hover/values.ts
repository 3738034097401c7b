import { isStateType } from '../../../../runtime/src/asl/states.ts';
import type { CompletionContext } from '../completion/context/completionContext.ts';
import { documentationOf } from '../completion/knowledge/documentation.ts';
import { stateSummary } from '../completion/knowledge/stateSummary.ts';
import { STATE_KINDS } from '../completion/position/fieldNames.ts';
import type { Field } from '../completion/position/place.ts';
import { explained, type HoverText } from './text.ts';

const PLACEHOLDER = /\$\{([A-Za-z0-9_.:]+)\}/g;

/** A value as a whole: a state that is named, a resource, an error name, one of the values a field allows, else its field. */
export function hoverOfValue(context: CompletionContext): HoverText | undefined {
  const { position, place, value } = context;
  if (position.role !== 'value' || value?.is !== 'value') return undefined;
  const placeholder = substitution(context);
  if (placeholder) return placeholder;
  const { field, inside } = value;
  const { content } = position.token;
  if (field.fact.holds === 'errorNames') return explained(documentationOf({ about: 'error', name: content }));
  if (inside.length > 0) return undefined;
  if (field.fact.holds === 'stateName') {
    const target = place.scopes.at(-1)?.states?.get(content);
    return explained(target ? stateSummary(content, target) : `There is no state **${content}** in this scope.`);
  }
  if (isTypeField(field, content)) return explained(documentationOf({ about: 'stateType', name: content }));
  const special =
    field.fact.holds === 'resource'
      ? documentationOf({ about: 'resource', arn: content })
      : documentationOf({ about: 'value', kind: field.owner, name: field.name, value: content });
  return explained(special ?? documentationOf({ about: 'field', kind: field.owner, name: field.name }));
}

function isTypeField({ owner, fact }: Field, content: string): boolean {
  return STATE_KINDS.includes(owner) && isStateType(fact.values?.[0]) && isStateType(content);
}

/** A `${Name}` under the cursor: what a template puts there. */
function substitution({ position, workspace }: CompletionContext): HoverText | undefined {
  const { content, cursor } = position.token;
  for (const match of content.matchAll(PLACEHOLDER)) {
    const [from, to] = [match.index, match.index + match[0].length];
    if (cursor < from || cursor > to) continue;
    const known = workspace.substitutions.find(({ name }) => name === match[1]);
    const source = known?.detail ?? '';
    return explained(
      `\`${match[0]}\` is replaced when the definition is deployed${source ? `: ${source}` : ''}.`,
      from,
      to,
    );
  }
  return undefined;
}
