/** The Execution view: timeline and state data of the run that is shown. The view holds a window, the rows stay here. */
import { commands, type Disposable, debug, window, workspace } from 'vscode';
import type { FromExecution, TimelineRow, ToExecution } from '../../webview/executionMessages.ts';
import type { Comparison } from '../runs/compareRuns.ts';
import type { Run } from '../runs/run.ts';
import { modeOf, stripText } from '../runs/runOverlay.ts';
import { selectLine } from '../runs/selectLine.ts';
import { moveTo } from '../runs/time.ts';
import { timeAxis, timesOf } from '../runs/timeAxis.ts';
import { filterRows, timelineRows } from '../runs/timelineRows.ts';
import type { Services } from '../services.ts';
import { Comparer } from './comparing.ts';
import { dataView } from './dataView.ts';
import { RunView } from './runView.ts';
import { goToState, programName, toggleStateBreakpoint } from './source.ts';
import { stateDataOf } from './stateData.ts';

/** The view comes with the first run of a window and never again by itself. */
export function registerExecutionView(services: Services): void {
  const { context } = services;
  const view = new ExecutionView(services);
  let shown = false;
  context.subscriptions.push(
    debug.onDidStartDebugSession((session) => {
      if (session.type !== 'asl' || shown) return;
      shown = true;
      void commands.executeCommand('stepwise.execution.focus', { preserveFocus: true });
    }),
    window.registerWebviewViewProvider('stepwise.execution', view),
    commands.registerCommand('stepwise.time.compare', (run?: Run) => view.compareWith(run)),
  );
}

const commandIds: Record<Extract<FromExecution, { type: 'command' }>['name'], string> = {
  run: 'stepwise.run',
  toLive: 'stepwise.time.toLive',
  previousEvent: 'stepwise.time.previousEvent',
  nextEvent: 'stepwise.time.nextEvent',
  previousError: 'stepwise.time.previousError',
  nextError: 'stepwise.time.nextError',
  openData: 'stepwise.data.openInEditor',
  diff: 'stepwise.data.diff',
  showIterations: 'stepwise.iterations.focus',
  leave: 'workbench.action.focusActiveEditorGroup',
};

class ExecutionView extends RunView<TimelineRow, ToExecution, FromExecution> {
  private toggled = new Set<string>();
  private selected: string | undefined;
  private filter = '';
  private shownRun: string | undefined;
  private shownData = '';
  private readonly comparer: Comparer;

  constructor(services: Services) {
    super(services, { bundle: 'execution', title: 'Execution' });
    this.comparer = new Comparer(services.runs);
  }

  /** The run of a menu, or one that is picked, beside the one that is shown. */
  async compareWith(other: Run | undefined): Promise<void> {
    const { runs } = this.services;
    if (!runs.current) return;
    if (other && other !== runs.current) this.comparer.with(other);
    else {
      const { baselines } = this.comparer.view(runs.current);
      const items = baselines.map(({ id, name }) => ({ id, label: name }));
      if (items.length === 0) {
        void window.showInformationMessage('There is no other run of this file, and no fork, to compare with.');
        return;
      }
      const picked = await window.showQuickPick(items, { title: `Compare run ${runs.current.info.number} with` });
      if (!picked) return;
      this.comparer.choose(picked.id);
    }
    await commands.executeCommand('stepwise.execution.focus');
    this.update();
  }

  protected override watch(): Disposable[] {
    return [
      workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('stepwise.timeline') && this.update()),
    ];
  }

  protected override forgetSent(): void {
    this.shownData = '';
  }

  protected receive(message: FromExecution): void {
    const { runs } = this.services;
    switch (message.type) {
      case 'select':
        this.select(message.key);
        break;
      case 'moveTo':
        this.moveTo(message.step);
        break;
      case 'toggle':
        if (!this.toggled.delete(message.key)) this.toggled.add(message.key);
        this.update();
        break;
      case 'filter':
        this.filter = message.text;
        this.update();
        break;
      case 'selectLine':
        if (runs.current) void selectLine(this.services, runs.current, Number(message.line));
        break;
      case 'compare':
        this.comparer.choose(message.baseline);
        this.update();
        break;
      case 'command':
        void commands.executeCommand(commandIds[message.name]);
        break;
      case 'reveal':
        void goToState(this.services, this.visitOf(message.key));
        break;
      case 'toggleBreakpoint':
        void toggleStateBreakpoint(this.services, this.visitOf(message.key));
        break;
    }
  }

  protected sendAll(): void {
    const run = this.services.runs.current;
    if (!run) {
      this.send({ type: 'empty', trusted: workspace.isTrusted });
      return;
    }
    if (run.info.id !== this.shownRun) {
      this.shownRun = run.info.id;
      this.toggled = new Set();
      this.selected = undefined;
      this.shownData = '';
    }
    const step = run.playhead;
    const all = timelineRows(run, run.lastStep === step ? Number.MAX_SAFE_INTEGER : step, { toggled: this.toggled });
    const comparison = this.comparer.of(run);
    this.rows = filterRows(comparison ? all.map((row) => withComparison(row, comparison)) : all, this.filter);
    const at = run.currentVisit ?? run.visitAt(step);
    const followed = at && `v${at.visit}`;
    const selected = run.isPaused || run.inPast ? followed : (this.selected ?? followed);
    const visit = selected?.startsWith('v') ? run.visits.get(Number(selected.slice(1))) : at;
    this.send({
      type: 'run',
      head: {
        id: run.info.id,
        title: `run ${run.info.number} · ${programName(run)} · ${run.info.inputName}`,
        mode: modeOf(run),
        text: stripText(run),
        step,
        lastStep: Math.max(run.lastStep, step),
        time: run.position.past || run.isPaused ? (run.position.time ?? run.lastTime) : run.lastTime,
        valueText: valueText(run, step, at?.name),
      },
      comparing: this.comparer.view(run),
      rows: this.rows.length,
      filtered: all.length - this.rows.length,
      axis: timeAxis(
        timesOf(run),
        workspace.getConfiguration('stepwise').get('timeline.compressGaps', true) ? 'compress' : 'keep',
      ),
      selected,
      selectedIndex: this.rows.findIndex((row) => row.key === selected),
    });
    this.sendRows();
    if (visit) void this.sendData(run, visit.visit, step);
  }

  /** The same visit at the same step is sent once. */
  private async sendData(run: Run, visit: number, step: number): Promise<void> {
    const key = `${run.info.id} ${visit} ${step} ${run.fork} ${run.visits.get(visit)?.exitedStep ?? ''} ${this.comparer.view(run).baseline ?? ''}`;
    if (key === this.shownData) return;
    this.shownData = key;
    const data = await stateDataOf(this.services.runs, run, visit);
    const baseline = await this.comparer.baselineOf(run, visit);
    if (this.shownData !== key) return;
    this.send({ type: 'data', data: dataView(run.visits.get(visit), data, baseline) });
    // Data that are missing may come with the end of the state: they are asked for again.
    if (!data) this.shownData = '';
  }

  /** Selecting a row moves the playhead to its beginning, and the text to its state. */
  private select(key: string): void {
    const row = this.rows.find((candidate) => candidate.key === key);
    if (!row) return;
    this.selected = key;
    if (row.kind === 'more') {
      void commands.executeCommand('stepwise.iterations.focus');
      return;
    }
    this.moveTo(row.step);
    void goToState(this.services, this.visitOf(key), 'preserveFocus');
  }

  private moveTo(step: number): void {
    const { runs } = this.services;
    if (runs.current) void moveTo(runs, runs.current, step);
  }

  private visitOf(key: string) {
    const row = this.rows.find((candidate) => candidate.key === key);
    return row && this.services.runs.current?.visits.get(row.visit);
  }
}

function withComparison(row: TimelineRow, { compared }: Comparison): TimelineRow {
  const result = row.kind === 'visit' ? compared.get(row.visit) : undefined;
  return result === undefined || result === 'same' ? row : { ...row, compared: result };
}

function valueText(run: Run, step: number, name: string | undefined): string {
  return [`Event ${step} of ${run.lastStep}`, name && `${name} entered`].filter(Boolean).join(', ');
}
