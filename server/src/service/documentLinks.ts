import type { DocumentLink } from 'vscode-languageserver';
import type { DocumentAnalysis } from './analysis.ts';
import { type DefinitionSources, handlerLocations } from './definition.ts';
import { contentRange } from './occurrences.ts';
import { toRange } from './positions.ts';
import { resolveUri } from './templates.ts';

/** Links of a template: to the files of definitions and to the code of functions. */
export async function documentLinksOf(
  analysis: DocumentAnalysis,
  uri: string,
  sources: DefinitionSources,
): Promise<DocumentLink[]> {
  const { document } = analysis;
  const links: DocumentLink[] = [];
  for (const { node, uri: path } of analysis.stateMachines) {
    if (path === undefined || node.kind !== 'string') continue;
    links.push({
      range: toRange(document, contentRange(node)),
      target: resolveUri(path, uri),
      tooltip: 'Open the definition',
    });
  }
  for (const item of analysis.functions) {
    const handler = item.handlerNode;
    if (handler?.kind !== 'string') continue;
    const [location] = await handlerLocations({ template: { uri, document }, item }, sources);
    if (!location) continue;
    const line = location.range.start.line + 1;
    links.push({
      range: toRange(document, contentRange(handler)),
      target: `${location.uri}#L${line}`,
      tooltip: 'Open the handler',
    });
  }
  return links;
}
