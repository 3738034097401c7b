/** Messages between the Execution view and the extension. Types only: both sides import this file. */
import type { NodeStatus, RunOverlay } from './graphMessages.ts';

export interface TimelineRow {
  /** Stable while the run grows. */
  key: string;
  depth: number;
  kind: 'visit' | 'item' | 'attempt' | 'backoff' | 'more';
  visit: number;
  /** Iteration or branch, for rows of kind 'item'. */
  index?: number;
  /** Recorded position the row begins at. */
  step: number;
  name: string;
  status?: NodeStatus;
  /** Words beside the status: an error, counts, the next state. */
  note?: string;
  /** What the comparison with another run says of this visit; absent for one that is the same there. */
  compared?: 'differs' | 'onlyHere';
  /** Milliseconds since the start of the run. */
  start: number;
  end?: number;
  expandable: boolean;
  expanded: boolean;
}

/** A piece of the time axis; long pieces without events are drawn short. */
export interface TimePiece {
  from: number;
  to: number;
  /** Share of the axis at which the piece begins and ends, 0 to 1. */
  left: number;
  right: number;
  /** Length in words, for a piece that is drawn short. */
  gap?: string;
}

export interface RunHead {
  id: string;
  title: string;
  mode: RunOverlay['mode'];
  text: string;
  step: number;
  lastStep: number;
  /** Time of the playhead. */
  time: number;
  valueText: string;
}

/** A name in a list, and what stands for it in messages. */
export interface Choice {
  id: string;
  name: string;
}

/** The lines of history of the run, and what it is compared with. */
export interface Comparing {
  /** One entry where nothing was changed in the past. */
  lines: Choice[];
  line: string;
  /** Other lines and other runs. */
  baselines: Choice[];
  baseline?: string;
  /** The result in words. */
  text?: string;
}

export interface PhaseView {
  name: string;
  /** Indented JSON; only the beginning of a large value. */
  text: string;
  bytes: number;
  cut: boolean;
  changed: boolean;
}

export interface DifferenceView {
  sign: '+' | '-' | '~';
  path: string;
  before?: string;
  after?: string;
}

export interface StateDataView {
  visit: number;
  title: string;
  phases: PhaseView[];
  differences: DifferenceView[];
  /** What the differences are to; absent for those of input and output. */
  baseline?: string;
  error?: string;
  /** Why there are no data. */
  missing?: string;
}

export type ToExecution =
  | { type: 'empty'; trusted: boolean }
  | {
      type: 'run';
      head: RunHead;
      comparing: Comparing;
      rows: number;
      filtered: number;
      axis: TimePiece[];
      selected?: string;
      selectedIndex: number;
    }
  | { type: 'rows'; from: number; rows: TimelineRow[] }
  | { type: 'data'; data: StateDataView }
  | { type: 'focus' };

export type FromExecution =
  | { type: 'ready' }
  | { type: 'window'; from: number; to: number }
  | { type: 'select'; key: string }
  | { type: 'moveTo'; step: number }
  | { type: 'toggle'; key: string }
  | { type: 'filter'; text: string }
  | { type: 'selectLine'; line: string }
  | { type: 'compare'; baseline?: string }
  | {
      type: 'command';
      name:
        | 'run'
        | 'toLive'
        | 'previousEvent'
        | 'nextEvent'
        | 'previousError'
        | 'nextError'
        | 'openData'
        | 'diff'
        | 'showIterations'
        | 'leave';
    }
  | { type: 'reveal'; key: string }
  | { type: 'toggleBreakpoint'; key: string };
