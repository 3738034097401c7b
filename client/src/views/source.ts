/** From a visit of a run to the text of its state. */
import { Range, Selection, TextEditorRevealType, Uri, ViewColumn, window, workspace } from 'vscode';
import type { GraphNode } from '../../../server/src/protocol.ts';
import { toggleBreakpoint } from '../graph/breakpoints.ts';
import type { Run, Visit } from '../runs/run.ts';
import type { Services } from '../services.ts';

/** The file of a run in words; a replay may have taken the definition from its recording. */
export function programName(run: Run): string {
  return run.info.program === '' ? 'recorded execution' : workspace.asRelativePath(Uri.parse(run.info.program));
}

export async function goToState(services: Services, visit: Visit | undefined, focus?: 'preserveFocus'): Promise<void> {
  const found = await findState(services, visit);
  if (!found) return;
  const { uri, node } = found;
  const shown = window.visibleTextEditors.find((editor) => editor.document.uri.toString() === uri.toString());
  const editor = await window.showTextDocument(await workspace.openTextDocument(uri), {
    viewColumn: shown?.viewColumn ?? ViewColumn.One,
    preserveFocus: focus === 'preserveFocus',
  });
  const { start, end } = node.selectionRange;
  const range = new Range(start.line, start.character, end.line, end.character);
  editor.selection = new Selection(range.start, range.start);
  editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
}

export async function toggleStateBreakpoint(services: Services, visit: Visit | undefined): Promise<void> {
  const found = await findState(services, visit);
  if (found) toggleBreakpoint(found.uri, found.node);
}

async function findState(
  { graphs, runs }: Services,
  visit: Visit | undefined,
): Promise<{ uri: Uri; node: GraphNode } | undefined> {
  const program = runs.current?.info.program;
  if (!visit || !program) return undefined;
  const uri = Uri.parse(program);
  const graph = await graphs.ofUri(uri);
  const node = graph?.machines.flatMap((machine) => machine.nodes).find((candidate) => candidate.id === visit.pointer);
  return node && { uri, node };
}
