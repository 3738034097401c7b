/** The state around a line of a document. */
import type { GraphNode, GraphResult, MachineGraph } from '../../../server/src/protocol.ts';

/** The innermost state whose text holds the line. */
export function stateAtLine(graph: GraphResult, line: number): { node: GraphNode; machine: MachineGraph } | undefined {
  let found: { node: GraphNode; machine: MachineGraph } | undefined;
  for (const machine of graph.machines)
    for (const node of machine.nodes) {
      const { start, end } = node.range;
      if (node.missing || line < start.line || line > end.line) continue;
      if (!found || start.line >= found.node.range.start.line) found = { node, machine };
    }
  return found;
}
