import type { Hover } from 'vscode-languageserver';
import type { DocumentAnalysis } from './analysis.ts';
import { type CompletionContext, contextAt } from './completion/context/completionContext.ts';
import type { WorkspaceInput } from './completion/context/workspace.ts';
import { hoverOfJsonata } from './hover/jsonata.ts';
import { hoverOfKey } from './hover/keys.ts';
import { hoverOfPath } from './hover/paths.ts';
import type { HoverText } from './hover/text.ts';
import { hoverOfValue } from './hover/values.ts';

/** What explains a part of a text, the most specific first. */
const EXPLAINERS: readonly ((context: CompletionContext) => HoverText | undefined)[] = [
  hoverOfKey,
  hoverOfJsonata,
  hoverOfPath,
  hoverOfValue,
];

/** What stands at an offset, explained. Undefined when there is nothing to say: an empty box is worse than none. */
export function hoverAt(analysis: DocumentAnalysis, offset: number, workspace: WorkspaceInput): Hover | undefined {
  const context = contextAt(analysis, offset, workspace);
  if (!context || context.position.token.content === '') return undefined;
  for (const explain of EXPLAINERS) {
    const found = explain(context);
    if (found) return toHover(found, context);
  }
  return undefined;
}

function toHover({ text, from, to }: HoverText, { position }: CompletionContext): Hover {
  const { token, document } = position;
  const start = from === undefined ? token.start : token.offsetAt(from);
  const end = to === undefined ? token.end : token.offsetAt(to);
  return {
    contents: { kind: 'markdown', value: text },
    range: { start: document.lines.positionAt(start), end: document.lines.positionAt(Math.max(start, end)) },
  };
}
