/** The runs of this window, newest first, in the debug container. */
import { commands, EventEmitter, ThemeColor, ThemeIcon, type TreeDataProvider, TreeItem, window } from 'vscode';
import type { Run } from '../runs/run.ts';
import { endText, modeOf } from '../runs/runOverlay.ts';
import type { Services } from '../services.ts';
import { programName } from './source.ts';

export function registerRunsTree({ context, runs }: Services): void {
  const change = new EventEmitter<void>();
  const provider: TreeDataProvider<Run> = {
    onDidChangeTreeData: change.event,
    getChildren: (element) => (element ? [] : [...runs.all]),
    getTreeItem: (run) => itemOf(run, run === runs.current),
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
    commands.registerCommand('stepwise.runs.show', async (run?: Run) => {
      if (!run) return;
      runs.show(run);
      await commands.executeCommand('stepwise.execution.focus');
    }),
    commands.registerCommand('stepwise.runs.delete', (run?: Run) => run && !run.isLive && runs.remove(run)),
    commands.registerCommand('stepwise.runs.clear', () => runs.clear()),
  );
}

function itemOf(run: Run, shown: boolean): TreeItem {
  const item = new TreeItem(`${run.info.number} ${run.info.inputName}`);
  const mode = modeOf(run);
  const result = mode === 'running' || mode === 'paused' ? mode : endText(run);
  item.id = run.info.id;
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
