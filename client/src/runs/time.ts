/** Moving the playhead: one event, one error, a place, or back to the present. Everything that shows a run follows. */
import { commands, window } from 'vscode';
import type { Services } from '../services.ts';
import type { Run } from './run.ts';
import type { RunStore } from './runStore.ts';

export function registerTime({ context, runs }: Services): void {
  const register = (id: string, target: (run: Run) => number | undefined | Promise<number | undefined>) =>
    context.subscriptions.push(
      commands.registerCommand(`stepwise.time.${id}`, async () => {
        const run = runs.current;
        const step = run && (await target(run));
        if (run && step !== undefined) await moveTo(runs, run, step);
      }),
    );
  register('previousEvent', (run) => Math.max(0, run.playhead - 1));
  register('nextEvent', (run) => Math.min(run.lastStep, run.playhead + 1));
  register('previousError', (run) => run.errorSteps.filter((step) => step < run.playhead).at(-1));
  register('nextError', (run) => run.errorSteps.find((step) => step > run.playhead) ?? run.errorSteps[0]);
  register('goTo', (run) => askStep(run));
  register('toLive', (run) => run.lastStep);
}

/**
 * While the debugger is stopped it moves with the playhead, so that variables and inline values show that moment; after
 * the end only the views move.
 */
export async function moveTo(runs: RunStore, run: Run, step: number): Promise<void> {
  const session = runs.sessionOf(run);
  if (session && run.isPaused) {
    await session.customRequest('asl/goTo', { step });
    return;
  }
  const visit = run.visitAt(step);
  run.position = {
    ...run.position,
    step,
    past: step < run.lastStep,
    visit: visit?.visit,
    pointer: visit?.pointer,
    state: visit?.name,
    time: visit?.enteredAt,
  };
  runs.changed(run);
}

async function askStep(run: Run): Promise<number | undefined> {
  const text = await window.showInputBox({
    title: `Event, 0 to ${run.lastStep}, or the name of a state`,
    validateInput: (value) =>
      stepOf(run, value) === undefined ? 'No event and no state has this number or name.' : undefined,
  });
  return text === undefined ? undefined : stepOf(run, text);
}

function stepOf(run: Run, text: string): number | undefined {
  if (/^\d+$/.test(text.trim())) {
    const step = Number(text);
    return step <= run.lastStep ? step : undefined;
  }
  const wanted = text.trim().toLowerCase();
  return [...run.visits.values()].find((visit) => visit.name.toLowerCase() === wanted)?.enteredStep;
}
