/** A state machine as it is drawn: without the places of its parts in the text, which every new line moves. */
import type { GraphEdge, GraphNode, MachineGraph } from '../../../server/src/protocol.ts';

export type ShownNode = Omit<GraphNode, 'range' | 'selectionRange'>;
export type ShownEdge = Omit<GraphEdge, 'range'>;

export interface ShownGraph {
  id: string;
  name?: string;
  nodes: readonly ShownNode[];
  edges: readonly ShownEdge[];
}

/** Equal for two texts that differ only in what no graph shows. */
export function shownGraph({ id, name, nodes, edges }: MachineGraph): ShownGraph {
  return {
    id,
    name,
    nodes: nodes.map(({ range, selectionRange, ...node }) => node),
    edges: edges.map(({ range, ...edge }) => edge),
  };
}
