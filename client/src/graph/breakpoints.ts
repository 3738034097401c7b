/** Breakpoints of a file as the graph shows them: the same objects as in the margin of the editor. */
import { type Breakpoint, debug, Location, Position, SourceBreakpoint, type Uri } from 'vscode';
import type { GraphNode, MachineGraph } from '../../../server/src/protocol.ts';
import type { BreakpointKind } from '../../webview/graphMessages.ts';

export function breakpointsOf(uri: Uri, graph: MachineGraph): Record<string, BreakpointKind> {
  const byLine = new Map<number, GraphNode>();
  for (const node of graph.nodes) byLine.set(node.selectionRange.start.line, node);
  const kinds: Record<string, BreakpointKind> = {};
  for (const breakpoint of sourceBreakpoints(uri)) {
    const node = byLine.get(breakpoint.location.range.start.line);
    if (node) kinds[node.id] = kindOf(breakpoint);
  }
  return kinds;
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
