/** The graph view: keeps the model, the overlay and the drawing together, and decides what is shown. */
import type { FromGraph, GraphCommand, ToGraph } from '../graphMessages.ts';
import type { Drawing, PlacedNode } from '../layout/drawing.ts';
import { labelSize, nodeSize } from '../layout/measure.ts';
import { countInside, labelOf } from '../layout/scopes.ts';
import { setAttributes } from '../shared/dom.ts';
import type { Host } from '../shared/vscode.ts';
import { anchorShift } from './anchor.ts';
import { Chrome } from './chrome.ts';
import { exportImage } from './exportImage.ts';
import { FindBox } from './findBox.ts';
import { GraphModel } from './graphModel.ts';
import { LayoutClient } from './layoutClient.ts';
import { createMeasure } from './measureText.ts';
import { Minimap } from './minimap.ts';
import { Outline } from './outline.ts';
import { Scene, type SceneLook } from './scene.ts';
import { StateTree } from './tree.ts';
import { Viewport } from './viewport.ts';

type ModelMessage = Extract<ToGraph, { type: 'model' }>;
type OverlayMessage = Extract<ToGraph, { type: 'overlay' }>;

export interface KeptState {
  key: string;
  position: { zoom: number; x: number; y: number };
  collapsed: string[];
  selected?: string;
}

/** From this number of states on, containers inside containers start collapsed. */
const manyStates = 150;
const followInterval = 500;
const loadingDelay = 150;

export class GraphView {
  private readonly measure = createMeasure();
  private readonly layout = new LayoutClient();
  private readonly scene = new Scene(this.measure);
  private readonly tree: StateTree;
  private readonly viewport: Viewport;
  private readonly minimap: Minimap;
  private readonly chrome: Chrome;
  private readonly outline: Outline;
  private readonly find: FindBox;
  private model: GraphModel | undefined;
  private overlay: OverlayMessage = { type: 'overlay', breakpoints: {} };
  private drawing: Drawing | undefined;
  private key = '';
  private collapsed = new Set<string>();
  private selected: string | undefined;
  private drawAnyway = false;
  private lastFollow = 0;
  private frame = 0;
  private unopened = false;
  private pendingReveal: string | undefined;
  /** What was ordered before there is a drawing. */
  private waiting: (() => void)[] = [];

  constructor(private readonly host: Host<FromGraph, ToGraph, KeptState>) {
    const send = (message: FromGraph) => host.send(message);
    this.chrome = new Chrome(send);
    this.tree = new StateTree({
      select: (id) => this.select(id, 'tell'),
      send,
      setOpen: (id, open) => this.setOpen(id, open),
      reveal: (id) => this.reveal(id),
      clearSelection: () => this.clearSelection(),
      key: (event) => this.onKey(event),
    });
    this.outline = new Outline(send, () => {
      this.drawAnyway = true;
      void this.update(false);
    });
    this.find = new FindBox(
      () => this.model?.graph.nodes ?? [],
      (id) => {
        this.expandTo(id);
        this.select(id, 'tell');
        if (!this.outline.shown) this.tree.focus(id);
      },
      () => this.focus(),
    );
    const { frame, layer } = this.chrome;
    layer.append(this.scene.root, this.tree.root);
    this.viewport = new Viewport(frame, layer, () => this.schedule());
    this.minimap = new Minimap((point) => this.viewport.centre(point));
    frame.append(this.minimap.root);
    this.chrome.mount(this.outline.root, this.find.root);
    new ResizeObserver(() => this.resized()).observe(frame);
    host.onMessage((message) => this.receive(message));
    send({ type: 'ready' });
  }

  private receive(message: ToGraph): void {
    if (message.type === 'model') this.setModel(message);
    else if (message.type === 'empty') this.clear();
    else if (message.type === 'overlay') this.setOverlay(message);
    else if (message.type === 'command') this.onceDrawn(() => this.run(message.name));
    else if (message.type === 'export') this.onceDrawn(() => this.export(message.format));
    else if (message.type === 'reveal') {
      this.onceDrawn(() => {
        this.expandTo(message.id);
        if (message.select) this.select(message.id, 'keep');
        this.reveal(message.id);
      });
    }
  }

  private onceDrawn(act: () => void): void {
    if (this.drawing || this.outline.shown) act();
    else this.waiting.push(act);
  }

  private startWaiting(): void {
    for (const act of this.waiting.splice(0)) act();
  }

  private clear(): void {
    this.model = undefined;
    this.drawing = undefined;
    this.key = '';
    this.outline.hide();
    this.chrome.showEmpty();
  }

  private setModel(message: ModelMessage): void {
    const key = `${message.uri}#${message.graph.id}`;
    const isNew = key !== this.key;
    this.model = new GraphModel(message);
    this.chrome.showModel(message);
    if (isNew) {
      this.key = key;
      this.drawing = undefined;
      this.drawAnyway = false;
      this.selected = undefined;
      const kept = this.host.state();
      this.collapsed = new Set(kept?.key === key ? kept.collapsed : this.defaultCollapsed());
      if (kept?.key === key) this.selected = kept.selected;
    }
    void this.update(false);
  }

  private defaultCollapsed(): string[] {
    const { graph, tree } = this.model!;
    if (graph.nodes.length <= manyStates) return [];
    return graph.nodes
      .filter((node) => node.parent !== undefined && countInside(tree, node.id) > 0)
      .map((node) => node.id);
  }

  private setOverlay(message: OverlayMessage): void {
    const before = this.overlay.run?.current;
    this.overlay = message;
    const { run } = message;
    this.chrome.showRun(run);
    if (run?.current !== undefined && run.current !== before && run.follow) this.follow(run.current);
    if (this.outline.shown) this.showOutline();
    this.schedule();
  }

  private follow(id: string): void {
    if (this.expandTo(id)) return;
    const now = performance.now();
    if (now - this.lastFollow < followInterval && this.overlay.run?.mode === 'running') return;
    this.lastFollow = now;
    this.reveal(id);
  }

  /** Lays out anew when the structure changed; the worker answers at once when it did not. */
  private async update(tidy: boolean): Promise<void> {
    const { model } = this;
    if (!model) return;
    const { settings } = model.message;
    if (model.graph.nodes.length > settings.maxDrawnStates && !this.drawAnyway) {
      this.showOutline();
      return;
    }
    const loading = this.drawing
      ? undefined
      : setTimeout(() => this.chrome.showLoading(model.graph.nodes.length), loadingDelay);
    const outcome = await this.layout.run({
      key: this.key,
      graph: model.graph,
      direction: settings.direction,
      collapsed: [...this.collapsed],
      nodeSizes: Object.fromEntries(model.graph.nodes.map((node) => [node.id, nodeSize(node, this.measure)])),
      labelSizes: Object.fromEntries(
        model.graph.edges.flatMap((edge) => {
          const label = labelOf(edge);
          return label === undefined ? [] : [[label, labelSize(label, this.measure)]];
        }),
      ),
      tidy,
    });
    clearTimeout(loading);
    if (!outcome || this.model !== model) return;
    if ('failed' in outcome) {
      this.host.send({ type: 'log', message: `layout of ${model.graph.nodes.length} states: ${outcome.failed}` });
      this.showOutline();
      return;
    }
    this.apply(outcome.drawing);
    this.host.send({
      type: 'drawn',
      states: outcome.drawing.nodes.length,
      milliseconds: Math.round(outcome.milliseconds),
    });
  }

  private apply(drawing: Drawing): void {
    const wanted = [this.tree.focused, this.selected, this.overlay.run?.current];
    const shift = this.drawing && anchorShift(this.drawing, drawing, this.viewport.visible(0), wanted);
    const first = !this.drawing;
    this.drawing = drawing;
    this.outline.hide();
    this.chrome.showGraph('drawing');
    this.scene.setModel({ drawing, nodes: this.model!.nodes, edges: this.model!.graph.edges });
    if (first) this.openView(drawing);
    else if (shift) this.viewport.moveBy(shift.x * this.viewport.zoom, shift.y * this.viewport.zoom);
    this.show();
    if (this.pendingReveal !== undefined) this.reveal(this.pendingReveal);
    this.startWaiting();
  }

  /** A view may be drawn before the editor has given it a size; its first look waits for that. */
  private resized(): void {
    if (this.unopened && this.drawing && this.viewport.size.width > 0) this.openView(this.drawing);
    this.schedule();
  }

  private openView(drawing: Drawing): void {
    this.unopened = this.viewport.size.width === 0;
    const kept = this.host.state();
    if (kept?.key === this.key) this.viewport.position = kept.position;
    else this.viewport.open(drawing, drawing.marks.find((mark) => mark.kind === 'start') ?? { x: 0, y: 0 });
  }

  private schedule(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.show();
      this.keep();
    });
  }

  private show(): void {
    if (!this.model || !this.drawing || this.outline.shown) return;
    const area = this.viewport.visible(1);
    this.scene.show(area, this.look());
    this.minimap.show(this.drawing, this.viewport.visible(0), this.model.message.settings.minimap);
    this.tree.setLabel(`States of ${this.model.message.title}`);
    this.tree.show(this.model.treeItems(this.drawing, this.overlay, this.selected), area);
    this.chrome.showFooter(this.model.message, this.drawing.nodes.length, this.viewport.zoom);
  }

  private look(): SceneLook {
    const { run, breakpoints, coverage } = this.overlay;
    return { run, breakpoints, coverage, selected: this.selected, catches: this.model!.catchMode(this.drawing!) };
  }

  private showOutline(): void {
    const { graph } = this.model!;
    this.chrome.showGraph('list');
    this.outline.show(
      graph.nodes,
      this.overlay.run,
      `This graph has ${graph.nodes.length.toLocaleString('en-US')} states. The list stays fast.`,
    );
    this.chrome.showFooter(this.model!.message, 0, 1);
    this.startWaiting();
  }

  private select(id: string, how: 'tell' | 'keep'): void {
    this.selected = id;
    if (how === 'tell') this.host.send({ type: 'select', id });
    this.schedule();
  }

  private clearSelection(): boolean {
    if (this.selected === undefined) return false;
    this.selected = undefined;
    this.schedule();
    return true;
  }

  private reveal(id: string): void {
    if (this.outline.shown) {
      this.outline.reveal(id);
      return;
    }
    const node = this.drawing?.nodes.find((candidate) => candidate.id === id);
    this.pendingReveal = node ? undefined : id;
    if (!node) return;
    this.viewport.reveal(node);
    this.show();
  }

  /** Opens every container around a state; true when the drawing has to change for it. */
  private expandTo(id: string): boolean {
    const around = this.model?.containersAround(id).filter((container) => this.collapsed.has(container)) ?? [];
    if (around.length === 0) return false;
    for (const container of around) this.collapsed.delete(container);
    this.pendingReveal = id;
    void this.update(false);
    return true;
  }

  private setOpen(id: string, open: boolean): void {
    if (open) this.collapsed.delete(id);
    else this.collapsed.add(id);
    void this.update(false);
  }

  private focus(): void {
    if (this.outline.shown) this.outline.focus();
    else this.tree.focus();
  }

  private toggle(node: PlacedNode | undefined): void {
    if (node?.container) this.setOpen(node.id, !node.open);
  }

  private run(command: GraphCommand): void {
    const actions: Record<GraphCommand, () => void> = {
      find: () => this.find.open(),
      fit: () => this.drawing && this.viewport.fit(this.drawing),
      zoomIn: () => this.viewport.zoomBy(1.25),
      zoomOut: () => this.viewport.zoomBy(0.8),
      actualSize: () => this.viewport.zoomBy(1 / this.viewport.zoom),
      tidy: () => void this.update(true),
      collapseAll: () => {
        this.collapsed = new Set(this.model?.tree.inside.keys());
        void this.update(false);
      },
      expandAll: () => {
        this.collapsed.clear();
        void this.update(false);
      },
      toggleCollapse: () =>
        this.toggle(this.drawing?.nodes.find((node) => node.id === (this.tree.focused ?? this.selected))),
      focus: () => this.focus(),
    };
    actions[command]();
  }

  private onKey(event: KeyboardEvent): boolean {
    const byKey: Record<string, GraphCommand> = {
      '+': 'zoomIn',
      '=': 'zoomIn',
      '-': 'zoomOut',
      '0': 'fit',
      '1': 'actualSize',
      '/': 'find',
    };
    const command = event.ctrlKey || event.metaKey ? (event.key === 'f' ? 'find' : undefined) : byKey[event.key];
    if (command) this.run(command);
    else if (event.ctrlKey || event.metaKey) return false;
    else if (event.key === ',' || event.key === '.') this.host.send({ type: 'step', by: event.key === '.' ? 1 : -1 });
    else if (event.key.toLowerCase() === 'l') this.host.send({ type: 'toLive' });
    else return false;
    return true;
  }

  private export(format: 'svg' | 'png'): void {
    if (!this.model || !this.drawing) return;
    const { graph } = this.model;
    exportImage(graph, this.drawing, format, this.measure).then(
      (data) => this.host.send({ type: 'exported', format, data }),
      (error) => this.host.send({ type: 'log', message: `export: ${error}` }),
    );
  }

  private keep(): void {
    if (!this.drawing || this.unopened) return;
    this.host.keep({
      key: this.key,
      position: this.viewport.position,
      collapsed: [...this.collapsed],
      selected: this.selected,
    });
    setAttributes(document.body, { 'data-states': this.drawing.nodes.length });
  }
}
