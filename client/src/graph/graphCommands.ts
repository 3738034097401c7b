/** Commands of the graph view. */
import { commands, window, workspace } from 'vscode';
import type { GraphCommand } from '../../webview/graphMessages.ts';
import type { Services } from '../services.ts';
import { openMermaid } from './exportGraph.ts';
import { followTransition } from './followTransition.ts';
import type { GraphController } from './graphController.ts';
import type { GraphPanels } from './graphPanel.ts';
import { stateAtLine } from './stateAtLine.ts';

const viewCommands: GraphCommand[] = [
  'find',
  'fit',
  'zoomIn',
  'zoomOut',
  'actualSize',
  'tidy',
  'collapseAll',
  'expandAll',
  'toggleCollapse',
];

export function registerGraphCommands(services: Services, panels: GraphPanels): void {
  const register = (id: string, act: (controller: GraphController, target: unknown) => unknown) =>
    services.context.subscriptions.push(
      commands.registerCommand(
        `stepwise.graph.${id}`,
        (target?: unknown) => panels.current && act(panels.current, target),
      ),
    );
  for (const name of viewCommands)
    register(name, (controller, target) => {
      const id = stateOfContext(target);
      if (id !== undefined) controller.reveal(id);
      controller.run(name);
    });
  register('toggleLock', (controller) => controller.toggleLock());
  register('toggleFollow', (controller) => controller.toggleFollow());
  register('direction', (controller) => toggleDirection(controller));
  register('revealSource', (controller, target) => withState(target, (id) => controller.openSource(id, 'editor')));
  register('followTransition', (controller, target) =>
    withState(target, (id) => followTransition(controller, id, true)),
  );
  register('toggleBreakpoint', (controller, target) => withState(target, (id) => controller.toggleBreakpoint(id)));
  register('runToState', (controller, target) => withState(target, (id) => runTo(controller, id)));
  services.context.subscriptions.push(
    // A key binding may name the format; otherwise the user is asked.
    commands.registerCommand('stepwise.graph.export', (format?: unknown) => exportGraph(panels, format)),
    commands.registerCommand('stepwise.graph.revealState', () => revealState(services, panels)),
  );
}

function withState(target: unknown, act: (id: string) => unknown): unknown {
  const id = stateOfContext(target);
  return id === undefined ? undefined : act(id);
}

async function toggleDirection(controller: GraphController): Promise<void> {
  const settings = workspace.getConfiguration('stepwise.graph', controller.uri);
  await settings.update('direction', settings.get('direction') === 'LR' ? 'TB' : 'LR');
}

const exportFormats = [
  { label: 'SVG', description: 'scalable picture in the colours of the theme', format: 'svg' as const },
  { label: 'PNG', description: 'picture', format: 'png' as const },
  { label: 'Mermaid', description: 'text for Markdown documents', format: 'mermaid' as const },
];

async function exportGraph(panels: GraphPanels, wanted: unknown): Promise<void> {
  const controller = panels.current ?? (await panels.open(undefined, 'keep'));
  if (!controller) return;
  const picked =
    exportFormats.find(({ format }) => format === wanted) ??
    (await window.showQuickPick(exportFormats, { title: 'Export Graph' }));
  if (!picked) return;
  if (picked.format !== 'mermaid') {
    controller.requestExport(picked.format);
    return;
  }
  const graph = await controller.loadedGraph();
  if (graph) await openMermaid(graph, 'TB');
}

async function revealState({ graphs }: Services, panels: GraphPanels): Promise<void> {
  const editor = window.activeTextEditor;
  if (!editor) return;
  const controller = await panels.open(editor.document.uri, 'keep');
  const graph = await graphs.of(editor.document);
  const found = graph && stateAtLine(graph, editor.selection.active.line);
  if (found) controller?.reveal(found.node.id);
}

function runTo(controller: GraphController, id: string): unknown {
  const node = controller.node(id);
  if (!node || !controller.uri) return undefined;
  return commands.executeCommand('stepwise.runToState', controller.uri, node.name, controller.shownGraph?.name);
}

/** The id of the state a context menu of the graph was opened on. */
function stateOfContext(target: unknown): string | undefined {
  if (typeof target !== 'object' || target === null || !('stepwiseState' in target)) return undefined;
  return typeof target.stepwiseState === 'string' ? target.stepwiseState : undefined;
}
