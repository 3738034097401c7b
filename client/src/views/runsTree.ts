/** The runs of this window, newest first, in the debug container; below a run the lines that changes in its past have made. */
import {
  commands,
  EventEmitter,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  window,
} from 'vscode';
import { Run } from '../runs/run.ts';
import { endText, modeOf } from '../runs/runOverlay.ts';
import { selectLine } from '../runs/selectLine.ts';
import type { Services } from '../services.ts';
import { programName } from './source.ts';

interface Line {
  run: Run;
  line: number;
}

export function registerRunsTree(services: Services): void {
  const { context, runs } = services;
  const change = new EventEmitter<void>();
  const provider: TreeDataProvider<Run | Line> = {
    onDidChangeTreeData: change.event,
    getChildren: (element) => {
      if (!element) return [...runs.all];
      return element instanceof Run ? linesOf(element) : [];
    },
    getTreeItem: (element) => (element instanceof Run ? itemOf(element, element === runs.current) : lineItem(element)),
  };
  let timer: NodeJS.Timeout | undefined;
  const view = window.createTreeView('stepwise.runs', { treeDataProvider: provider });
  context.subscriptions.push(
    change,
    view,
    runs.onDidChange(() => {
      clearTimeout(timer);
      timer = setTimeout(() => change.fire(), 100);
    }),
    commands.registerCommand('stepwise.runs.show', async (run?: Run, line?: unknown) => {
      if (!run) return;
      runs.show(run);
      // A menu hands over the selected runs here.
      if (typeof line === 'number') await selectLine(services, run, line);
      await commands.executeCommand('stepwise.execution.focus');
    }),
    commands.registerCommand('stepwise.runs.delete', (run?: Run) => run && !run.isLive && runs.remove(run)),
    commands.registerCommand('stepwise.runs.clear', () => runs.clear()),
  );
}

/** The way a run went is no choice until there is a second one. */
function linesOf(run: Run): Line[] {
  const numbers = run.lines.numbers(run.fork);
  return numbers.length === 1 ? [] : numbers.map((line) => ({ run, line }));
}

function lineItem({ run, line }: Line): TreeItem {
  const item = new TreeItem(run.lines.name(line));
  item.id = `${run.info.id}#${line}`;
  item.description = line === run.fork ? 'shown' : undefined;
  item.iconPath = new ThemeIcon(line === 0 ? 'history' : 'repo-forked');
  item.command = { command: 'stepwise.runs.show', title: 'Show Line', arguments: [run, line] };
  return item;
}

function itemOf(run: Run, shown: boolean): TreeItem {
  const item = new TreeItem(`${run.info.number} ${run.info.inputName}`);
  const mode = modeOf(run);
  const result = mode === 'running' || mode === 'paused' ? mode : endText(run);
  item.id = run.info.id;
  if (linesOf(run).length > 0) item.collapsibleState = TreeItemCollapsibleState.Expanded;
  item.description = `${programName(run)} · ${result}${shown ? ' · shown' : ''}`;
  item.tooltip = `Run ${run.info.number}, ${new Date(run.info.startedAt).toLocaleTimeString()}, ${result}`;
  item.accessibilityInformation = { label: `Run ${run.info.number}, ${run.info.inputName}, ${result}` };
  item.iconPath = iconOf(run);
  item.contextValue = 'stepwise.run';
  item.command = { command: 'stepwise.runs.show', title: 'Show Run', arguments: [run] };
  return item;
}

function iconOf(run: Run): ThemeIcon {
  if (run.isLive && !run.end) return run.isPaused ? new ThemeIcon('debug-pause') : new ThemeIcon('sync~spin');
  if (run.end?.status === 'SUCCEEDED') return new ThemeIcon('pass', new ThemeColor('testing.iconPassed'));
  if (!run.end || run.end.status === 'ABORTED') return new ThemeIcon('circle-slash');
  return new ThemeIcon('error', new ThemeColor('testing.iconFailed'));
}
