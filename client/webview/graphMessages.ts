/** Messages between the graph view and the extension. Types only: both sides import this file. */
import type { Direction } from './layout/drawing.ts';
import type { ShownGraph } from './layout/shownGraph.ts';

export type NodeStatus =
  | 'running'
  | 'waiting'
  | 'callback'
  | 'retrying'
  | 'succeeded'
  | 'caught'
  | 'failed'
  | 'aborted'
  | 'paused';

export interface NodeOverlay {
  status: NodeStatus;
  /** Number of visits up to the playhead. */
  count: number;
  /** Attempts after the first, of the last visit. */
  retries?: number;
  /** Milliseconds of virtual time the last finished visit took. */
  took?: number;
  mocked?: boolean;
  /** Items of a map. */
  items?: { total: number; succeeded: number; failed: number; running: number };
}

export interface RunOverlay {
  /** Words for the strip above the graph. */
  strip: string;
  mode: 'running' | 'paused' | 'past' | 'ended';
  states: Record<string, NodeOverlay>;
  /** Executed transitions, `from` and `to` joined by a space, with their number. */
  edges: Record<string, number>;
  /** Where the playhead stands. */
  current?: string;
  follow: boolean;
}

export type BreakpointKind = 'enabled' | 'conditional' | 'log' | 'disabled';

export interface CoverageOverlay {
  stale: boolean;
  states: Record<string, number>;
  edges: Record<string, number>;
}

export interface GraphSettings {
  direction: Direction;
  maxDrawnStates: number;
  catchEdges: 'auto' | 'always' | 'selected' | 'never';
  minimap: 'auto' | 'on' | 'off';
}

export type ToGraph =
  | {
      type: 'model';
      /** Identity of the file: a new one starts with a fresh layout. */
      uri: string;
      title: string;
      graph: ShownGraph;
      machines: { id: string; name: string }[];
      problems: number;
      /** True when the text is broken and the graph is the last good one. */
      stale: boolean;
      settings: GraphSettings;
    }
  | { type: 'empty' }
  | { type: 'overlay'; run?: RunOverlay; breakpoints: Record<string, BreakpointKind>; coverage?: CoverageOverlay }
  | { type: 'reveal'; id: string; select: boolean }
  | { type: 'command'; name: GraphCommand }
  | { type: 'export'; format: 'svg' | 'png' };

export type GraphCommand =
  | 'find'
  | 'fit'
  | 'zoomIn'
  | 'zoomOut'
  | 'actualSize'
  | 'tidy'
  | 'collapseAll'
  | 'expandAll'
  | 'toggleCollapse'
  | 'focus';

export type FromGraph =
  | { type: 'ready' }
  | { type: 'select'; id: string }
  | { type: 'open'; id: string }
  | { type: 'toggleBreakpoint'; id: string }
  | { type: 'followTransition'; id: string; forward: boolean }
  | { type: 'showItems'; id: string }
  | { type: 'chooseMachine'; id: string }
  | { type: 'showProblems' }
  | { type: 'toLive' }
  | { type: 'step'; by: 1 | -1 }
  | { type: 'newFromSample' }
  | { type: 'leave' }
  | { type: 'exported'; format: 'svg' | 'png'; data: string }
  | { type: 'drawn'; states: number; milliseconds: number }
  | { type: 'log'; message: string };
