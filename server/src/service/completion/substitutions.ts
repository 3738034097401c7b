import type { CompletionContext, Suggestions } from './context/completionContext.ts';
import { ITEM_KIND } from './rendering/kinds.ts';
import { RANK } from './rendering/suggestion.ts';

const OPEN_PLACEHOLDER = /\$\{([A-Za-z0-9_.:]*)$/;

/** Names after `${`: those the templates of the workspace define for this definition, and those it uses already. */
export function substitutions({ position, workspace }: CompletionContext): Suggestions | undefined {
  if (position.role !== 'value') return undefined;
  const { content, cursor } = position.token;
  const open = OPEN_PLACEHOLDER.exec(content.slice(0, cursor));
  if (!open) return undefined;
  const from = cursor - open[1]!.length;
  const rest = /^[A-Za-z0-9_.:]*/.exec(content.slice(cursor))![0];
  const isClosed = content[cursor + rest.length] === '}';
  const own = `${open[1]}${rest}`;
  return {
    items: workspace.substitutions
      .filter(({ name }) => name !== own)
      .map(({ name, detail }) => ({
        label: name,
        kind: ITEM_KIND.constant,
        detail,
        rank: RANK.first,
        insert: { as: 'part', text: isClosed ? name : `${name}}`, from, to: cursor + rest.length },
      })),
  };
}
