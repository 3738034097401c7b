import type { Json } from '../../asl/json.ts';
import { HistoryReplay } from '../../debugger/replay/historyReplay.ts';
import { NoHistory, readHistory } from '../../debugger/replay/historyText.ts';
import { Recording } from '../../debugger/replay/recording.ts';
import type { Execution } from '../../interpreter/execution.ts';
import { FileProblem } from '../files/fileProblem.ts';
import { readTextFile } from '../files/textFile.ts';
import { type DebugClock, ReplayClock } from './debugClock.ts';
import type { LaunchArguments } from './launchArguments.ts';
import { fileProblemText } from './program.ts';
import { cannotLaunch, type RequestProblem } from './requestProblem.ts';

/** A recorded history that is replayed. */
export interface ReplayLaunch {
  readonly history: HistoryReplay;
  readonly arrive: 'failure' | 'end' | undefined;
  /** The definition that the recording holds, as text. */
  readonly definition: string | undefined;
  /** What is replayed, in a sentence for the console. */
  readonly summary: string;
  /** The clock of a new run. */
  newClock(): DebugClock;
  /** Ends a new run when the recorded one was ended from outside; `onEnd` is called when the recording was made before the execution had ended. */
  endAsRecorded(execution: Execution, onEnd: () => void): void;
  /** What the comparison with the recording has found, when the run is over. */
  comparison(): string | undefined;
}

/** Reads the recording of a launch configuration. */
export async function readReplay(file: string, args: LaunchArguments): Promise<ReplayLaunch | RequestProblem> {
  const text = await readTextFile(file);
  if (text instanceof FileProblem) return cannotLaunch(`The history cannot be used. ${fileProblemText(text)}`);
  const read = readHistory(text);
  if (read instanceof NoHistory) return cannotLaunch(`The history cannot be used. ${file}: ${read.reason}`);
  if (args.program === undefined && read.definition === undefined) {
    return cannotLaunch(
      'A history does not hold the definition that ran: give it by \'program\' in the launch configuration, or put it into the recording as "definition".',
    );
  }
  const recording = new Recording(read.events, read.executionArn);
  const verify = args.verify ?? 'warn';
  const history = new HistoryReplay(recording, verify);
  return {
    history,
    arrive: arrivalOf(args, recording),
    definition: read.definition,
    summary: summaryOf(recording),
    newClock: () => {
      const clock = new ReplayClock(recording.started.time);
      history.clock = clock;
      return clock;
    },
    endAsRecorded: (execution, onEnd) => endAsRecorded(history, execution, onEnd),
    comparison: () => {
      if (verify === 'off' || history.divergences > 0) return undefined;
      return `The replay agrees with what was recorded in ${recording.events.length.toLocaleString('en')} events.`;
    },
  };
}

/** The input of the recorded execution; from the launch configuration only where it was not recorded. */
export function replayedInput(
  { history }: ReplayLaunch,
  given: { readonly value: Json } | undefined,
): { readonly value: Json } | RequestProblem {
  const { input } = history.recording;
  if (input !== undefined && given) {
    return cannotLaunch("The recording has its own input: remove 'input' or 'inputFile', or 'history'.");
  }
  if (input !== undefined) return { value: input };
  return (
    given ??
    cannotLaunch("The input is not in the recording: give it by 'input' or 'inputFile' in the launch configuration.")
  );
}

function endAsRecorded(history: HistoryReplay, execution: Execution, onEnd: () => void): void {
  const { status, ended, lastTime } = history.recording;
  if (status !== undefined && status !== 'ABORTED') return;
  // After everything that was recorded for the same instant.
  execution.environment.clock.schedule(lastTime + 1, () => {
    if (status === 'ABORTED') execution.stop(ended?.text('error'), ended?.text('cause'));
    else {
      history.isOver = true;
      onEnd();
    }
  });
}

function arrivalOf({ position }: LaunchArguments, { status }: Recording): ReplayLaunch['arrive'] {
  if (position !== undefined) return position === 'start' ? undefined : position;
  if (status === 'SUCCEEDED') return undefined;
  return status === 'FAILED' ? 'failure' : 'end';
}

function summaryOf({ events, status, started }: Recording): string {
  const isRedriven = events.some(({ type }) => type === 'ExecutionRedriven');
  const parts = [
    `Replaying ${events.length.toLocaleString('en')} recorded events of ${new Date(started.time).toISOString()}: ${status ?? 'RUNNING'}.`,
    'Tasks have their recorded results; nothing runs.',
  ];
  if (status === undefined) parts.push('The execution had not ended when it was recorded.');
  if (isRedriven) parts.push('It was redriven later: the replay ends where it ended first.');
  return parts.join(' ');
}
