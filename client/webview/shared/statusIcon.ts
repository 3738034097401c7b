/** The mark of a status as a small picture beside its word. */
import type { NodeStatus } from '../graphMessages.ts';
import { svg } from './dom.ts';
import { statusMark } from './status.ts';

export function statusIcon(status: NodeStatus): SVGSVGElement {
  return svg(
    'svg',
    { class: 'status-icon', viewBox: '0 0 16 16', width: 14, height: 14, 'aria-hidden': 'true', 'data-status': status },
    svg('path', { d: statusMark[status] }),
  );
}
