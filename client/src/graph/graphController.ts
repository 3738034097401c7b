/** One graph view: sends it the graph of a document, the run and the breakpoints, and does what it asks for. */
import {
  commands,
  DiagnosticSeverity,
  Disposable,
  debug,
  languages,
  Range,
  Selection,
  type TextDocument,
  TextEditorRevealType,
  type Uri,
  ViewColumn,
  type WebviewPanel,
  window,
  workspace,
} from 'vscode';
import type { GraphNode, MachineGraph, ProtocolRange } from '../../../server/src/protocol.ts';
import type { FromGraph, GraphCommand, GraphSettings, ToGraph } from '../../webview/graphMessages.ts';
import { shownGraph } from '../../webview/layout/shownGraph.ts';
import { ChangedMessages } from '../changedMessages.ts';
import { setContextKey } from '../contextKeys.ts';
import { overlayOf } from '../runs/runOverlay.ts';
import type { Services } from '../services.ts';
import { WebviewChannel } from '../webviewChannel.ts';
import { breakpointsOf, toggleBreakpoint } from './breakpoints.ts';
import { saveExport } from './exportGraph.ts';
import { followTransition } from './followTransition.ts';

export class GraphController {
  private document: TextDocument | undefined;
  private graph: MachineGraph | undefined;
  private machine: string | undefined;
  private requests = 0;
  private sending: Promise<void> = Promise.resolve();
  private readonly channel: WebviewChannel<ToGraph, FromGraph>;
  private readonly changed = new ChangedMessages<ToGraph>();
  private follows = true;
  private isLocked = false;
  private readonly subscriptions: Disposable[] = [];

  constructor(
    readonly panel: WebviewPanel,
    private readonly services: Services,
  ) {
    const { graphs, runs, coverage } = services;
    this.channel = new WebviewChannel<ToGraph, FromGraph>(panel, panel.onDidChangeViewState, {
      refresh: () => {
        this.changed.clear();
        return this.sendModel();
      },
      receive: (message) => this.receive(message),
    });
    this.subscriptions.push(
      this.channel,
      graphs.onDidChange((uri) => uri.toString() === this.document?.uri.toString() && this.update()),
      runs.onDidChange(() => this.sendOverlay()),
      coverage.onDidChange(() => this.sendOverlay()),
      debug.onDidChangeBreakpoints(() => this.sendOverlay()),
      languages.onDidChangeDiagnostics(({ uris }) => {
        if (uris.some((uri) => uri.toString() === this.document?.uri.toString())) this.update();
      }),
      workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('stepwise.graph') && this.update()),
    );
    panel.onDidDispose(() => Disposable.from(...this.subscriptions).dispose());
    setContextKey('graphFollows', true);
    setContextKey('graphLocked', false);
  }

  get locked(): boolean {
    return this.isLocked;
  }

  get uri(): Uri | undefined {
    return this.document?.uri;
  }

  get shownGraph(): MachineGraph | undefined {
    return this.graph;
  }

  /** The graph of the shown document as it is now, seen or not. */
  async loadedGraph(): Promise<MachineGraph | undefined> {
    await this.sendModel();
    return this.graph;
  }

  showDocument(document: TextDocument): void {
    if (
      this.document?.uri.toString() === document.uri.toString() &&
      this.document.version === document.version &&
      this.graph
    )
      return;
    if (this.document?.uri.toString() !== document.uri.toString()) {
      this.machine = undefined;
      this.graph = undefined;
    }
    this.document = document;
    this.updateTitle();
    this.update();
  }

  toggleLock(): void {
    this.isLocked = !this.isLocked;
    setContextKey('graphLocked', this.isLocked);
    this.updateTitle();
  }

  toggleFollow(): void {
    this.follows = !this.follows;
    setContextKey('graphFollows', this.follows);
    this.sendOverlay();
  }

  run(name: GraphCommand): void {
    this.channel.order({ type: 'command', name });
  }

  requestExport(format: 'svg' | 'png'): void {
    this.channel.order({ type: 'export', format });
  }

  reveal(id: string): void {
    this.channel.order({ type: 'reveal', id, select: true });
  }

  /** A node of the shown graph. */
  node(id: string): GraphNode | undefined {
    return this.graph?.nodes.find((node) => node.id === id);
  }

  async openSource(id: string, focus: 'editor' | 'graph'): Promise<void> {
    const node = this.node(id);
    if (node) await this.openRange(node.selectionRange, focus);
  }

  async openRange({ start, end }: ProtocolRange, focus: 'editor' | 'graph'): Promise<void> {
    if (!this.document) return;
    const uri = this.document.uri.toString();
    const shown = window.visibleTextEditors.find((editor) => editor.document.uri.toString() === uri);
    const editor = await window.showTextDocument(this.document, {
      viewColumn: shown?.viewColumn ?? ViewColumn.One,
      preserveFocus: focus === 'graph',
    });
    const range = new Range(start.line, start.character, end.line, end.character);
    editor.selection = new Selection(range.start, range.start);
    editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
  }

  toggleBreakpoint(id: string): void {
    const node = this.node(id);
    if (node && this.document && !node.missing) toggleBreakpoint(this.document.uri, node);
  }

  private receive(message: FromGraph): void {
    switch (message.type) {
      case 'select':
        if (this.document && workspace.getConfiguration('stepwise', this.document).get('graph.revealOnSelect', true))
          void this.openSource(message.id, 'graph');
        break;
      case 'open':
        void this.openSource(message.id, 'editor');
        break;
      case 'toggleBreakpoint':
        this.toggleBreakpoint(message.id);
        break;
      case 'followTransition':
        void followTransition(this, message.id, message.forward);
        break;
      case 'showItems':
        void commands.executeCommand('stepwise.iterations.focus');
        break;
      case 'chooseMachine':
        this.machine = message.id;
        this.update();
        break;
      case 'showProblems':
        void commands.executeCommand('workbench.actions.view.problems');
        break;
      case 'toLive':
        void commands.executeCommand('stepwise.time.toLive');
        break;
      case 'step':
        void commands.executeCommand(message.by > 0 ? 'stepwise.time.nextEvent' : 'stepwise.time.previousEvent');
        break;
      case 'newFromSample':
        void commands.executeCommand('stepwise.newFromSample');
        break;
      case 'leave':
        if (this.document) void window.showTextDocument(this.document, { viewColumn: ViewColumn.One });
        break;
      case 'exported':
        if (this.document) void saveExport(this.document.uri, message.format, message.data);
        break;
      case 'drawn':
        this.services.log.debug(`graph: ${message.states} states laid out in ${message.milliseconds} ms`);
        break;
      case 'log':
        this.services.log.warn(`graph: ${message.message}`);
        break;
    }
  }

  /** Nothing is read for a view that nobody sees. */
  private update(): void {
    if (this.channel.isOpen) void this.sendModel();
  }

  /** Settles when the newest model is sent. */
  private sendModel(): Promise<void> {
    this.sending = this.readAndSend(++this.requests);
    return this.sending;
  }

  /** A broken text keeps the last good graph, with a note. */
  private async readAndSend(request: number): Promise<void> {
    const { document } = this;
    if (!document) {
      this.showEmpty();
      return;
    }
    const result = await this.services.graphs.of(document);
    if (request !== this.requests) return this.sending;
    const machines = result?.machines ?? [];
    const fresh =
      machines.find((machine) => machine.id === this.machine) ?? this.machineAtCursor(machines) ?? machines[0];
    const stale = !fresh || fresh.nodes.length === 0;
    const graph = stale ? (this.graph ?? fresh) : fresh;
    this.updateTitle();
    if (!graph) {
      this.showEmpty();
      return;
    }
    this.graph = graph;
    this.show({
      type: 'model',
      uri: document.uri.toString(),
      title: workspace.asRelativePath(document.uri),
      graph: shownGraph(graph),
      machines: machines.map(({ id, name }) => ({ id, name: name ?? id })),
      problems: countProblems(document),
      stale: stale && this.graph.nodes.length > 0,
      settings: graphSettings(document),
    });
    this.sendOverlay();
  }

  private show(message: ToGraph): void {
    if (this.channel.isOpen && this.changed.isNew(message)) this.channel.show(message);
  }

  private showEmpty(): void {
    this.changed.clear();
    this.channel.show({ type: 'empty' });
  }

  private machineAtCursor(machines: readonly MachineGraph[]): MachineGraph | undefined {
    const editor = window.visibleTextEditors.find((candidate) => candidate.document === this.document);
    const line = editor?.selection.active.line;
    return machines.find(({ range }) => line !== undefined && range.start.line <= line && line <= range.end.line);
  }

  private sendOverlay(): void {
    if (!this.document || !this.graph || !this.channel.isOpen) return;
    const { runs, coverage } = this.services;
    const uri = this.document.uri.toString();
    const run = runs.current?.info.program === uri ? runs.current : undefined;
    this.show({
      type: 'overlay',
      run: run && overlayOf(run, this.follows),
      breakpoints: breakpointsOf(this.document.uri, this.graph),
      coverage: coverage.overlayFor(this.document, this.graph),
    });
  }

  private updateTitle(): void {
    const name = this.document?.uri.path.split('/').at(-1);
    this.panel.title = name ? `${this.isLocked ? '[Graph]' : 'Graph'}: ${name}` : 'Graph';
  }
}

function countProblems(document: TextDocument): number {
  return languages
    .getDiagnostics(document.uri)
    .filter(
      (diagnostic) =>
        diagnostic.severity === DiagnosticSeverity.Error || diagnostic.severity === DiagnosticSeverity.Warning,
    ).length;
}

function graphSettings(document: TextDocument): GraphSettings {
  const settings = workspace.getConfiguration('stepwise.graph', document);
  return {
    direction: settings.get('direction', 'TB'),
    maxDrawnStates: settings.get('maxDrawnStates', 3000),
    catchEdges: settings.get('catchEdges', 'auto'),
    minimap: settings.get('minimap', 'auto'),
  };
}
