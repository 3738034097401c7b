import type { SourceNode } from '../../../../runtime/src/source/document.ts';
import type { CompletionContext, Suggestions } from './context/completionContext.ts';
import { stateSummary } from './knowledge/stateSummary.ts';
import { type AslFieldName, fieldText } from './position/fieldNames.ts';
import { ITEM_KIND } from './rendering/kinds.ts';
import { RANK } from './rendering/suggestion.ts';

/** More names than anybody scrolls through; the rest comes up as soon as a letter is typed. */
const MOST_TARGETS = 100;

/** Names of states where a transition is written: those of the same scope, without the state the cursor is in. */
export function stateTargets({ place, position, value }: CompletionContext): Suggestions | undefined {
  if (value?.is !== 'value' || value.field.fact.holds !== 'stateName' || value.inside.length > 0) return undefined;
  const states = place.scopes.at(-1)?.states?.properties ?? [];
  const isStart = value.field.name === ('StartAt' satisfies AslFieldName);
  const own = isStart ? undefined : place.states.at(-1)?.name;
  const isLong = states.length > MOST_TARGETS;
  const typed = isLong ? position.token.content.slice(0, position.token.cursor).toLowerCase() : '';
  const after = states.findIndex(({ key }) => key === own) + 1;
  const targets = new Map<string, SourceNode | undefined>();
  for (let index = 0; index < states.length && targets.size < MOST_TARGETS; index++) {
    // The states written after this one are the likely ones, nearest first.
    const { key, valueNode } = states[(after + index) % states.length]!;
    if (key !== own && matches(key, typed)) targets.set(key, valueNode);
  }
  return {
    isIncomplete: isLong,
    items: [...targets].map(([name, node], index) => ({
      label: name,
      kind: ITEM_KIND.state,
      detail: fieldText(node, 'Type'),
      documentation: node && stateSummary(name, node),
      rank: RANK.first + Math.min(index, MOST_TARGETS - 1),
      insert: { as: 'value', value: name },
    })),
  };
}

/** Whether the letters typed so far occur in the name in that order, as clients match. */
function matches(name: string, typed: string): boolean {
  let from = 0;
  const lower = name.toLowerCase();
  for (const letter of typed) {
    from = lower.indexOf(letter, from) + 1;
    if (from === 0) return false;
  }
  return true;
}
