import type { DebuggerOptions } from '../../runtime/src/debugger/debuggerOptions.ts';
import { firstAnswer, RecordedCalls } from '../../runtime/src/debugger/recordedCalls.ts';
import { HistoryReplay, type Verify } from '../../runtime/src/debugger/replay/historyReplay.ts';
import { NoHistory, readHistory } from '../../runtime/src/debugger/replay/historyText.ts';
import { Recording } from '../../runtime/src/debugger/replay/recording.ts';
import { historyEvent } from '../../runtime/src/history/api.ts';
import type { EventRecord } from '../../runtime/src/history/events.ts';
import { ReplayClock } from '../../runtime/src/hosts/dap/debugClock.ts';
import { DebuggedRun, executionOf, type RunnableCase } from './debuggedRun.ts';

/** A history as `stepwise run --history` and the AWS CLI write it. */
export function historyText(events: readonly EventRecord[]): string {
  return JSON.stringify({ events: events.map(historyEvent) });
}

export function recordingOf(text: string): Recording {
  const read = readHistory(text);
  if (read instanceof NoHistory) throw new Error(read.reason);
  return new Recording(read.events, read.executionArn);
}

/** A recorded execution, replayed by a machine under a debugger. Nothing but the recording answers tasks. */
export function replayedRun(
  text: string,
  run: Pick<RunnableCase, 'definition' | 'stateMachineType' | 'context' | 'files'>,
  verify: Verify,
  options: Partial<DebuggerOptions> = {},
): { readonly debugged: DebuggedRun; readonly history: HistoryReplay; readonly notes: readonly string[] } {
  const recording = recordingOf(text);
  const history = new HistoryReplay(recording, verify);
  const notes: string[] = [];
  history.listener = { note: (note) => notes.push(note) };
  const replayed: RunnableCase = { ...run, input: recording.input };
  const debugged: DebuggedRun = new DebuggedRun(replayed, {
    replay: history,
    calls: (moment) => new RecordedCalls((call) => firstAnswer([{ source: 'history', runner: history }], call), moment),
    start: (observed) => {
      const clock = new ReplayClock(recording.started.time);
      history.clock = clock;
      return executionOf(replayed, [debugged.session.calls], observed, clock);
    },
    ...options,
  });
  return { debugged, history, notes };
}
