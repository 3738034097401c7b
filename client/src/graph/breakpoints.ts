/** Breakpoints of a file as the graph shows them: the same objects as in the margin of the editor. */
import { type Breakpoint, debug, Location, Position, SourceBreakpoint, type Uri } from 'vscode';
import type { GraphNode, MachineGraph } from '../../../server/src/protocol.ts';
import type { BreakpointKind } from '../../webview/graphMessages.ts';

export function breakpointsOf(uri: Uri, graph: MachineGraph): Record<string, BreakpointKind> {
  const kinds: Record<string, BreakpointKind> = {};
  for (const breakpoint of sourceBreakpoints(uri)) {
    const node = innermostNode(graph, breakpoint.location.range.start.line);
    if (node) kinds[node.id] = kindOf(breakpoint);
  }
  return kinds;
}

/** A breakpoint on any line of a state (a rule, a catcher, a phase) belongs to that state. */
function innermostNode(graph: MachineGraph, line: number): GraphNode | undefined {
  let found: GraphNode | undefined;
  for (const node of graph.nodes) {
    const { start, end } = node.range;
    if (node.missing || line < start.line || line > end.line) continue;
    if (!found || start.line >= found.range.start.line) found = node;
  }
  return found;
}

export function toggleBreakpoint(uri: Uri, node: GraphNode): void {
  const { line } = node.selectionRange.start;
  const existing = sourceBreakpoints(uri).filter((breakpoint) => breakpoint.location.range.start.line === line);
  if (existing.length > 0) debug.removeBreakpoints(existing);
  else debug.addBreakpoints([new SourceBreakpoint(new Location(uri, new Position(line, 0)))]);
}

function sourceBreakpoints(uri: Uri): SourceBreakpoint[] {
  const wanted = uri.toString();
  return debug.breakpoints.filter(
    (breakpoint: Breakpoint): breakpoint is SourceBreakpoint =>
      breakpoint instanceof SourceBreakpoint && breakpoint.location.uri.toString() === wanted,
  );
}

function kindOf({ enabled, condition, hitCondition, logMessage }: SourceBreakpoint): BreakpointKind {
  if (!enabled) return 'disabled';
  if (logMessage) return 'log';
  return condition || hitCondition ? 'conditional' : 'enabled';
}
