/**
 * The custom requests between the language server and its clients. A client imports types and names from here and
 * nothing else of the server. Positions are those of the Language Server Protocol (zero-based, UTF-16 columns).
 */

export interface ProtocolPosition {
  line: number;
  character: number;
}

export interface ProtocolRange {
  start: ProtocolPosition;
  end: ProtocolPosition;
}

/** Method name of {@link GraphParams} -> {@link GraphResult}. */
export const GRAPH_REQUEST = 'asl/graph';

export interface GraphParams {
  textDocument: { uri: string };
}

/** Every state machine of one document; a template may hold several, a definition holds one. */
export interface GraphResult {
  /** Version of the document the graph was read from. */
  version: number;
  machines: MachineGraph[];
}

export interface MachineGraph {
  /** JSON pointer of the machine in the document, '' for a definition file. */
  id: string;
  /** Logical id in a template, undefined for a definition file. */
  name?: string;
  range: ProtocolRange;
  nodes: GraphNode[];
  edges: GraphEdge[];
}

/** One state, or the place of a state that is named as a target and does not exist. */
export interface GraphNode {
  /**
   * JSON pointer of the state in the document, tokens escaped as RFC 6901 says. Without its last two tokens it is the
   * pointer of the scope (machine, branch or iteration body) that holds the state: states of one scope share it.
   */
  id: string;
  name: string;
  /** State type as written ('Task', 'Map', ...), '' when unknown. */
  type: string;
  /** Id of the state that contains this one (a branch of it, or its iteration body). */
  parent?: string;
  /** The whole member: key and value. */
  range: ProtocolRange;
  /** The key of the state: where a breakpoint of the state stands. */
  selectionRange: ProtocolRange;
  /** True for the first state of its scope. */
  start?: boolean;
  /** True when its scope ends after this state. */
  end?: boolean;
  /** True when only transitions name this state; range is then that of the first transition. */
  missing?: boolean;
  /** Second line of the box: what a task calls, how long a wait lasts, how a map runs. */
  detail?: string;
  /** Number of attempts after the first that the state's retriers allow in all. */
  retries?: number;
}

export type GraphEdgeKind = 'next' | 'choice' | 'default' | 'catch' | 'branch';

export interface GraphEdge {
  /** Id of a node. */
  from: string;
  /** Id of a node. */
  to: string;
  kind: GraphEdgeKind;
  /** The condition of a choice, or the errors of a catcher. */
  label?: string;
  /** Where the target is written. */
  range: ProtocolRange;
}
