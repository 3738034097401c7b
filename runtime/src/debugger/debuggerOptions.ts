import type { Execution } from '../interpreter/execution.ts';
import type { CompiledMachine } from '../interpreter/machine.ts';
import type { BreakpointIds } from './breakpointTable.ts';
import type { Refusal } from './edits.ts';
import type { HistoryLimit } from './historyLimit.ts';
import type { StartExecution } from './liveRun.ts';
import type { Moment, RecordedCalls } from './recordedCalls.ts';
import type { HistoryReplay } from './replay/historyReplay.ts';
import type { Step, Strand } from './step.ts';
import type { LogLine, Stop } from './stopRules.ts';

/** What a debugger tells its host. */
export interface DebuggerListener {
  stopped(stop: Stop): void;
  /** What was shown is no longer so: execution is about to move. */
  resumed(): void;
  log(line: LogLine): void;
  /** The execution has ended and nobody stands at its end. */
  finished(execution: Execution): void;
  /** A change in the past has made a new line: what was recorded after the position is gone. */
  forked(position: number): void;
  /** Another line of history is the present one; both share what was recorded up to a position. */
  lineSelected?(line: number, shared: number): void;
  /** The record has reached its limit: from now on values of passed iterations are dropped. */
  valuesDropped?(): void;
  onStep?(step: Step): void;
  onStrandStart?(strand: Strand): void;
  onStrandEnd?(strand: Strand): void;
}

export interface DebuggerOptions {
  readonly machine: CompiledMachine;
  /** Starts the execution; called again, with the same seed, when a past step has to become live. */
  readonly start: StartExecution;
  /** The record of task answers that `start` puts before its runners. */
  readonly calls: (moment: () => Moment) => RecordedCalls;
  readonly listener: DebuggerListener;
  /** Numbers of breakpoints, where they have to outlive this debugger. */
  readonly breakpointIds?: BreakpointIds;
  /** Whether a step moves one strand and holds the others, or lets all of them run. */
  readonly stepping?: 'thread' | 'all';
  /** Stand still at the very end, so that one can step back from there. */
  readonly stopOnEnd?: boolean;
  /** Why nothing of the execution may be changed, where it is not ours alone. */
  readonly fixed?: Refusal;
  readonly historyLimit?: HistoryLimit;
  /** The recorded history that the execution follows. */
  readonly replay?: HistoryReplay;
  /**
   * Nobody asks for steps before execution stands still, and it is the same every time: it runs without being watched, and is run again, with the
   * recorded answers of its tasks, when somebody looks.
   */
  readonly mayRunUnwatched?: boolean;
  /** Run through without stopping, and stand at the first failure that nothing handles, or at the end. */
  readonly arrive?: 'failure' | 'end';
}
