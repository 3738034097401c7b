/** The Iterations view: every item of a map as one cell and one row. The view holds a window, the table stays here. */
import { commands, window, workspace } from 'vscode';
import type { FromIterations, ItemFilter, ItemRow, ItemSort, ToIterations } from '../../webview/iterationMessages.ts';
import { itemTable } from '../runs/itemTable.ts';
import type { Run, Visit } from '../runs/run.ts';
import { inputOf } from '../runs/stateDataModel.ts';
import { moveTo } from '../runs/time.ts';
import { itemsAt } from '../runs/visitStatus.ts';
import type { Services } from '../services.ts';
import { RunView } from './runView.ts';
import { goToState } from './source.ts';
import { stateDataOf } from './stateData.ts';

export function registerIterationsView(services: Services): void {
  const view = new IterationsView(services);
  services.context.subscriptions.push(
    window.registerWebviewViewProvider('stepwise.iterations', view),
    commands.registerCommand('stepwise.iterations.goTo', () => view.askItem()),
    commands.registerCommand('stepwise.iterations.nextFailed', () => view.nextFailed(1)),
    commands.registerCommand('stepwise.iterations.saveFailed', () => view.saveFailed()),
  );
}

class IterationsView extends RunView<ItemRow, ToIterations, FromIterations> {
  private filter: ItemFilter = 'all';
  private sort: ItemSort = { column: 'index', descending: false };
  private chosen: number | undefined;
  private selected: number | undefined;
  private shownRun: string | undefined;

  constructor(services: Services) {
    super(services, { bundle: 'iterations', title: 'Iterations' });
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

  protected receive(message: FromIterations): void {
    switch (message.type) {
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

  protected sendAll(): void {
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
    const table = itemTable(run, visit, this.filter, this.sort, this.selected);
    this.rows = table.rows;
    const maps = run.maps.map((candidate) => ({ visit: candidate.visit, name: candidate.name }));
    this.send({ type: 'map', map: table.view, maps, filter: this.filter, sort: this.sort });
    this.sendRows();
  }

  /** The item is shown everywhere: the playhead goes to its first state, a live debugger lists its thread. */
  private select(index: number): void {
    this.selected = index;
    this.update();
    const position = this.rows.findIndex((row) => row.index === index);
    if (position >= 0) this.order({ type: 'showRow', position });
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
}
