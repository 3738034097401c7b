/** Turns what debug sessions tell into runs. */
import { type DebugSession, debug, Uri } from 'vscode';
import type { Services } from '../services.ts';
import { Run } from './run.ts';
import type { RunPosition, TimelineEntry } from './timelineEntry.ts';

/** Views are told at most this often, in milliseconds. */
const quietTime = 33;

export function registerRunTracker({ context, runs, log }: Services): void {
  const bySession = new Map<string, Run>();
  const pending = new Map<Run, NodeJS.Timeout>();

  const changed = (run: Run) => {
    if (pending.has(run)) return;
    pending.set(
      run,
      setTimeout(() => {
        pending.delete(run);
        runs.changed(run);
      }, quietTime),
    );
  };

  context.subscriptions.push(
    debug.onDidStartDebugSession((session) => {
      if (session.type === 'asl') begin(session);
    }),
    debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
      if (session.type !== 'asl') return;
      const run = bySession.get(session.id) ?? begin(session);
      if (event === 'asl/timeline')
        for (const entry of (body as { entries: TimelineEntry[] }).entries) run.apply(entry);
      else if (event === 'asl/position') run.position = body as RunPosition;
      else if (event === 'asl/mocks') run.mocks = (body as { mocks: Record<string, unknown> }).mocks;
      else return;
      changed(run);
    }),
    debug.onDidTerminateDebugSession((session) => {
      const run = bySession.get(session.id);
      if (!run) return;
      bySession.delete(session.id);
      run.isLive = false;
      run.position = { ...run.position, past: false, mode: 'ended' };
      runs.changed(run);
    }),
  );

  function begin(session: DebugSession): Run {
    const { program, __inputName, inputFile, testCase, stateMachine } = session.configuration;
    const number = runs.nextNumber();
    const run = new Run({
      id: session.id,
      number,
      program: typeof program === 'string' ? Uri.file(program).toString() : '',
      stateMachine,
      inputName:
        __inputName ?? testCase ?? (typeof inputFile === 'string' ? inputFile.split(/[\\/]/).at(-1)! : 'input'),
      startedAt: Date.now(),
    });
    bySession.set(session.id, run);
    runs.add(run, session);
    log.debug(`run ${number} of ${String(program)}`);
    return run;
  }
}
