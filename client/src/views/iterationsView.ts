/** The Iterations view: every item of a map as one cell and one row. The view holds a window, the table stays here. */
import { commands, type WebviewView, window, workspace } from 'vscode';
import type { FromIterations, ItemFilter, ItemSort, ToIterations } from '../../webview/iterationMessages.ts';
import { type ItemTable, itemTable } from '../runs/itemTable.ts';
import type { Run, Visit } from '../runs/run.ts';
import { inputOf } from '../runs/stateDataModel.ts';
import { moveTo } from '../runs/time.ts';
import { itemsAt } from '../runs/visitStatus.ts';
import type { Services } from '../services.ts';
import { webviewHtml, webviewOptions } from '../webviews.ts';
import { goToState } from './source.ts';
import { stateDataOf } from './stateData.ts';

export function registerIterationsView(services: Services): void {
  const controller = new IterationsController(services);
  services.context.subscriptions.push(
    window.registerWebviewViewProvider('stepwise.iterations', {
      resolveWebviewView: (view) => controller.attach(view),
    }),
    commands.registerCommand('stepwise.iterations.goTo', () => controller.askItem()),
    commands.registerCommand('stepwise.iterations.nextFailed', () => controller.nextFailed(1)),
    commands.registerCommand('stepwise.iterations.saveFailed', () => controller.saveFailed()),
  );
}

class IterationsController {
  private view: WebviewView | undefined;
  private ready = false;
  private filter: ItemFilter = 'all';
  private sort: ItemSort = { column: 'index', descending: false };
  private chosen: number | undefined;
  private selected: number | undefined;
  private shownRun: string | undefined;
  private table: ItemTable | undefined;
  private window = { from: 0, to: 0 };

  constructor(private readonly services: Services) {}

  attach(view: WebviewView): void {
    const { context, runs } = this.services;
    this.view = view;
    this.ready = false;
    view.webview.options = webviewOptions(context.extensionUri);
    const subscriptions = [
      view.webview.onDidReceiveMessage((message: FromIterations) => this.receive(message)),
      runs.onDidChange(() => this.update()),
      view.onDidChangeVisibility(() => this.update()),
    ];
    view.onDidDispose(() => {
      this.view = undefined;
      for (const subscription of subscriptions) subscription.dispose();
    });
    view.webview.html = webviewHtml(view.webview, context.extensionUri, 'iterations', 'Iterations');
  }

  async askItem(): Promise<void> {
    const map = this.map();
    if (!map) return;
    const last = (map.visit.items?.count ?? 0) - 1;
    const text = await window.showInputBox({
      title: `Item of ${map.visit.name}, 0 to ${last}`,
      validateInput: (value) =>
        /^\d+$/.test(value) && Number(value) <= last ? undefined : `A number from 0 to ${last}.`,
    });
    if (text !== undefined) this.select(Number(text));
  }

  nextFailed(by: 1 | -1): void {
    const map = this.map();
    if (!map) return;
    const failed = itemsAt(map.visit, map.run.playhead).flatMap((item, index) =>
      item.status === 'failed' ? [index] : [],
    );
    const at = this.selected ?? (by > 0 ? -1 : Number.MAX_SAFE_INTEGER);
    const next =
      by > 0
        ? (failed.find((index) => index > at) ?? failed[0])
        : (failed.findLast((index) => index < at) ?? failed.at(-1));
    if (next === undefined) void window.showInformationMessage(`No item of ${map.visit.name} failed.`);
    else this.select(next);
  }

  /** The inputs of the failed items as one array: the smallest input that shows the failures. */
  async saveFailed(): Promise<void> {
    const map = this.map();
    if (!map) return;
    const { run, visit } = map;
    const failed = new Set(
      itemsAt(visit, run.playhead).flatMap((item, index) => (item.status === 'failed' ? [index] : [])),
    );
    const inputs: unknown[] = [];
    const taken = new Set<number>();
    for (const id of visit.inside) {
      const inner = run.visits.get(id)!;
      if (inner.index === undefined || !failed.has(inner.index) || taken.has(inner.index)) continue;
      taken.add(inner.index);
      const data = await stateDataOf(this.services.runs, run, id);
      const input = data && inputOf(data);
      if (input !== undefined) inputs.push(input);
    }
    if (inputs.length === 0) {
      void window.showInformationMessage(`No data of failed items of ${visit.name} were kept.`);
      return;
    }
    const document = await workspace.openTextDocument({
      language: 'json',
      content: `${JSON.stringify(inputs, undefined, 2)}\n`,
    });
    await window.showTextDocument(document);
  }

  private receive(message: FromIterations): void {
    switch (message.type) {
      case 'ready':
        this.ready = true;
        this.update();
        break;
      case 'window':
        this.window = message;
        this.sendRows();
        break;
      case 'select':
        this.select(message.index);
        break;
      case 'filter':
        this.filter = message.filter;
        this.update();
        break;
      case 'sort':
        this.sort = message.sort;
        this.update();
        break;
      case 'chooseMap':
        this.chosen = message.visit;
        this.selected = undefined;
        this.update();
        break;
      case 'goTo':
        void this.askItem();
        break;
      case 'nextFailed':
        this.nextFailed(message.by);
        break;
      case 'leave':
        void commands.executeCommand('workbench.action.focusActiveEditorGroup');
        break;
    }
  }

  private map(): { run: Run; visit: Visit } | undefined {
    const run = this.services.runs.current;
    const maps = run?.maps ?? [];
    const visit = maps.find((candidate) => candidate.visit === this.chosen) ?? maps.at(-1);
    return run && visit && { run, visit };
  }

  private update(): void {
    if (!this.ready || !this.view?.visible) return;
    const map = this.map();
    if (!map) {
      this.send({ type: 'empty' });
      return;
    }
    const { run, visit } = map;
    if (run.info.id !== this.shownRun) {
      this.shownRun = run.info.id;
      this.chosen = undefined;
      this.selected = undefined;
    }
    this.table = itemTable(run, visit, this.filter, this.sort, this.selected);
    const maps = run.maps.map((candidate) => ({ visit: candidate.visit, name: candidate.name }));
    this.send({ type: 'map', map: this.table.view, maps, filter: this.filter, sort: this.sort });
    this.sendRows();
  }

  private sendRows(): void {
    const { from, to } = this.window;
    this.send({ type: 'rows', from, rows: this.table?.rows.slice(from, to) ?? [] });
  }

  /** The item is shown everywhere: the playhead goes to its first state, a live debugger lists its thread. */
  private select(index: number): void {
    this.selected = index;
    this.update();
    const position = this.table?.rows.findIndex((row) => row.index === index) ?? -1;
    if (position >= 0) this.send({ type: 'showRow', position });
    void this.focusItem(index);
  }

  private async focusItem(index: number): Promise<void> {
    const map = this.map();
    if (!map) return;
    const { runs } = this.services;
    const inner = map.visit.inside.map((id) => map.run.visits.get(id)!).find((visit) => visit.index === index);
    const session = runs.sessionOf(map.run);
    if (session && map.run.isPaused) {
      await session.customRequest('asl/focusIteration', { visit: map.visit.visit, index });
    } else if (inner) await moveTo(runs, map.run, inner.enteredStep);
    await goToState(this.services, inner, 'preserveFocus');
  }

  private send(message: ToIterations): void {
    void this.view?.webview.postMessage(message);
  }
}
