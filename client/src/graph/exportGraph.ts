/** Writes a graph to a file the user chooses, or opens it as text. */
import { Uri, window, workspace } from 'vscode';
import type { MachineGraph } from '../../../server/src/protocol.ts';
import { graphToMermaid } from '../../webview/layout/mermaid.ts';

export async function saveExport(source: Uri, format: 'svg' | 'png', data: string): Promise<void> {
  const content = format === 'png' ? Buffer.from(data, 'base64') : Buffer.from(data, 'utf8');
  await save(source, format, content);
}

export async function openMermaid(graph: MachineGraph, direction: 'TB' | 'LR'): Promise<void> {
  const document = await workspace.openTextDocument({ content: graphToMermaid(graph, direction), language: 'mermaid' });
  await window.showTextDocument(document);
}

async function save(source: Uri, ending: string, content: Uint8Array): Promise<void> {
  const name = source.path.replace(/(\.asl)?\.(json|ya?ml|asl)$/i, '');
  const target = await window.showSaveDialog({
    defaultUri: source.with({ path: `${name}.${ending}` }),
    filters: { [ending.toUpperCase()]: [ending] },
    title: 'Export Graph',
  });
  if (target) await workspace.fs.writeFile(Uri.from(target), content);
}
