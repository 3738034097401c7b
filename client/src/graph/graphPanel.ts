/** The graph beside the editor. */
import {
  commands,
  type Disposable,
  debug,
  type TextDocument,
  Uri,
  ViewColumn,
  type WebviewPanel,
  window,
  workspace,
} from 'vscode';
import { isServed, isStateMachine } from '../language/documents.ts';
import type { Services } from '../services.ts';
import { showPage } from '../webviews.ts';
import { registerGraphCommands } from './graphCommands.ts';
import { GraphController } from './graphController.ts';

export const graphViewType = 'stepwise.graph';

/** At most one graph; it follows the active editor unless it is locked. */
export class GraphPanels implements Disposable {
  private controller: GraphController | undefined;
  private readonly openedOnDebug = new Set<string>();

  constructor(private readonly services: Services) {}

  get current(): GraphController | undefined {
    return this.controller;
  }

  async open(uri: Uri | undefined, focus: 'keep' | 'graph'): Promise<GraphController | undefined> {
    const document = uri ? await workspace.openTextDocument(uri) : activeMachine();
    if (!document) {
      void window.showInformationMessage('Open a state machine (*.asl.json or *.asl.yaml) to see its graph.');
      return undefined;
    }
    if (!this.controller) {
      const panel = window.createWebviewPanel(graphViewType, 'Graph', {
        viewColumn: ViewColumn.Beside,
        preserveFocus: focus === 'keep',
      });
      this.adopt(panel);
    } else if (!this.controller.panel.visible) this.controller.panel.reveal(undefined, focus === 'keep');
    this.controller!.showDocument(document);
    return this.controller;
  }

  adopt(panel: WebviewPanel): void {
    const { extensionUri } = this.services.context;
    panel.iconPath = {
      light: Uri.joinPath(extensionUri, 'icons/asl-light.svg'),
      dark: Uri.joinPath(extensionUri, 'icons/asl-dark.svg'),
    };
    const controller = new GraphController(panel, this.services);
    this.controller = controller;
    panel.onDidDispose(() => {
      if (this.controller === controller) this.controller = undefined;
    });
    void showPage(panel.webview, extensionUri, { bundle: 'graph', title: 'Graph' });
    const document = activeMachine();
    if (document) controller.showDocument(document);
  }

  /** The graph comes with the first debug session of a file in this window, and never again by itself. */
  async openForDebugging(program: unknown): Promise<void> {
    if (typeof program !== 'string') return;
    const uri = Uri.file(program);
    const key = uri.toString();
    const wanted = workspace.getConfiguration('stepwise', uri).get('graph.openOnDebug', 'always') === 'always';
    if (!wanted || this.openedOnDebug.has(key)) return;
    this.openedOnDebug.add(key);
    if (this.controller?.locked) return;
    await this.open(uri, 'keep');
  }

  dispose(): void {
    this.controller?.panel.dispose();
  }
}

export function registerGraph(services: Services): void {
  const { context } = services;
  const panels = new GraphPanels(services);
  context.subscriptions.push(
    panels,
    window.registerWebviewPanelSerializer(graphViewType, {
      deserializeWebviewPanel: async (panel) => panels.adopt(panel),
    }),
    window.onDidChangeActiveTextEditor((editor) => {
      const { current } = panels;
      if (editor && current && !current.locked && isMachine(editor.document)) current.showDocument(editor.document);
    }),
    debug.onDidStartDebugSession((session) => {
      if (session.type === 'asl' && session.configuration.noDebug !== true)
        void panels.openForDebugging(session.configuration.program);
    }),
    commands.registerCommand('stepwise.openGraph', (target?: unknown) =>
      panels.open(target instanceof Uri ? target : undefined, 'graph').then((controller) => controller?.run('focus')),
    ),
  );
  registerGraphCommands(services, panels);
}

function isMachine(document: TextDocument): boolean {
  return isStateMachine(document) || isServed(document);
}

function activeMachine(): TextDocument | undefined {
  const active = window.activeTextEditor?.document;
  if (active && isMachine(active)) return active;
  return window.visibleTextEditors.map((editor) => editor.document).find(isMachine);
}
