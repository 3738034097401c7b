/** What stays where it is on the screen when a drawing is replaced by another. */
import type { Box, Drawing, Point } from '../layout/drawing.ts';

/**
 * How far the new drawing lies from the old one at the state the user looks at: the first wanted one in view, else the
 * first in view. Undefined when no state in view is in both.
 */
export function anchorShift(
  before: Drawing,
  after: Drawing,
  area: Box,
  wanted: readonly (string | undefined)[],
): Point | undefined {
  const was = new Map(before.nodes.map((node) => [node.id, node]));
  const inView = after.nodes.filter((node) => {
    const old = was.get(node.id);
    return old && old.y + old.height > area.y && old.y < area.y + area.height;
  });
  const node = inView.find((candidate) => wanted.includes(candidate.id)) ?? inView[0];
  const old = node && was.get(node.id);
  return old && { x: old.x - node.x, y: old.y - node.y };
}
