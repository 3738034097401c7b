import { RESERVED_VARIABLE } from '../../../../runtime/src/asl/states.ts';
import type { CompletionContext, Suggestions } from './context/completionContext.ts';
import { DataFlow } from './knowledge/dataFlow.ts';
import { shapeDetail, shapeMembers, shapeOfDollar } from './knowledge/roots.ts';
import { ITEM_KIND } from './rendering/kinds.ts';
import { RANK, type Suggestion } from './rendering/suggestion.ts';

const PLAIN_NAME = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u;

/** Keys of a payload template: members of the value it reshapes, each taken over as it is. */
export function templateMembers(context: CompletionContext): Suggestions | undefined {
  const { position, place } = context;
  const { meaning } = place;
  if (position.role !== 'key' || position.hasValue || meaning.is !== 'value') return undefined;
  if (!meaning.field.fact.template || meaning.field.fact.holds === 'assignments') return undefined;
  const flow = new DataFlow(place, context.workspace.sampleInputs);
  const { sees } = meaning.field.fact;
  const isJsonata = place.language === 'JSONata';
  const source = isJsonata ? jsonataSource(sees, flow) : { path: '$', shape: shapeOfDollar(meaning.field, flow) };
  const present = new Set((position.container?.properties ?? []).map(({ key }) => key.replace(/\.\$$/, '')));
  return {
    items: shapeMembers(source.shape)
      .filter(({ name }) => PLAIN_NAME.test(name) && !present.has(name))
      .map(({ name, shape }): Suggestion => {
        const key = isJsonata ? name : `${name}.$`;
        const value = isJsonata ? `{% ${source.path}.${name} %}` : `${source.path}.${name}`;
        return {
          label: key,
          kind: ITEM_KIND.property,
          detail: shapeDetail(shape) ?? value,
          rank: RANK.unlikely,
          insert: { as: 'member', key, value },
        };
      }),
  };
}

function jsonataSource(sees: 'result' | 'errorOutput' | undefined, flow: DataFlow) {
  const states = `$${RESERVED_VARIABLE}`;
  if (sees === 'result') return { path: `${states}.result`, shape: flow.result() };
  if (sees === 'errorOutput') return { path: `${states}.errorOutput`, shape: flow.errorOutput() };
  return { path: `${states}.input`, shape: flow.input() };
}
