import type { SourceNode } from '../../../../../runtime/src/source/document.ts';
import { fieldNode, fieldText } from '../position/fieldNames.ts';
import { transitionsOf } from './scopes.ts';

/** What a state does, in a few lines of Markdown: for everybody who only names it. */
export function stateSummary(name: string, state: SourceNode): string {
  const type = fieldText(state, 'Type') ?? 'unknown type';
  const targets = [...new Set(transitionsOf(state).map(({ to }) => to))];
  const lines = [`**${name}**: ${type}${detailOf(state)}`, fieldText(state, 'Comment'), wayOut(state, targets)];
  return lines.filter((line) => line).join('\n\n');
}

function detailOf(state: SourceNode): string {
  const resource = fieldText(state, 'Resource');
  if (resource) return `, \`${resource}\``;
  const wait =
    fieldNode(state, 'Seconds') ??
    fieldNode(state, 'SecondsPath') ??
    fieldNode(state, 'Timestamp') ??
    fieldNode(state, 'TimestampPath');
  if (wait) return `, ${wait.keyInParent} \`${String(wait.value)}\``;
  const error = fieldText(state, 'Error');
  if (error) return `, \`${error}\``;
  const branches = fieldNode(state, 'Branches')?.items?.length;
  if (branches) return `, ${branches} ${branches === 1 ? 'branch' : 'branches'}`;
  const rules = fieldNode(state, 'Choices')?.items?.length;
  return rules ? `, ${rules} ${rules === 1 ? 'rule' : 'rules'}` : '';
}

function wayOut(state: SourceNode, targets: readonly string[]): string | undefined {
  if (targets.length > 0)
    return `Goes on to ${targets
      .slice(0, 8)
      .map((target) => `\`${target}\``)
      .join(', ')}${targets.length > 8 ? ', …' : ''}`;
  return fieldNode(state, 'End')?.value === true ? 'Ends here' : undefined;
}
