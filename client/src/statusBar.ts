/** One item while there is a run: where it stands. */
import { StatusBarAlignment, window } from 'vscode';
import { modeOf, stripText } from './runs/runOverlay.ts';
import type { Services } from './services.ts';

const shownAfterEnd = 5000;
const icons = { running: '$(sync~spin)', paused: '$(debug-stackframe)', past: '$(history)', ended: '$(check)' };

export function registerStatusBar({ context, runs }: Services): void {
  const item = window.createStatusBarItem('stepwise.run', StatusBarAlignment.Right, 90);
  item.name = 'Stepwise Run';
  item.command = 'stepwise.execution.focus';
  let hide: NodeJS.Timeout | undefined;
  context.subscriptions.push(
    item,
    runs.onDidChange((run) => {
      clearTimeout(hide);
      if (!run) return item.hide();
      const mode = modeOf(run);
      const icon = mode === 'ended' && run.end?.status !== 'SUCCEEDED' ? '$(error)' : icons[mode];
      item.text = `${icon} ${mode === 'running' ? 'Running' : shortText(stripText(run))}`;
      item.tooltip = stripText(run);
      item.show();
      if (mode === 'ended') hide = setTimeout(() => item.hide(), shownAfterEnd);
    }),
  );
}

function shortText(text: string): string {
  return text.length > 48 ? `${text.slice(0, 47)}…` : text;
}
