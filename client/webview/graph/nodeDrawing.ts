/** One state in the drawing: outline of its type, icon, texts, status mark, chips and breakpoint. */
import type { BreakpointKind, NodeOverlay } from '../graphMessages.ts';
import type { PlacedNode } from '../layout/drawing.ts';
import { type MeasureText, nodeText, shorten, textRoom } from '../layout/measure.ts';
import { shapeOf } from '../layout/shapes.ts';
import type { ShownNode } from '../layout/shownGraph.ts';
import { setAttributes, setText, svg } from '../shared/dom.ts';
import { statusMark, typeIcon } from '../shared/status.ts';

export interface NodeLook {
  overlay?: NodeOverlay;
  current: boolean;
  later: boolean;
  breakpoint?: BreakpointKind;
  covered?: number;
  staleCoverage: boolean;
  selected: boolean;
}

/** Outlines of breakpoints differ in shape, as they do in the margin of the editor. */
const breakpointPath: Record<BreakpointKind, string> = {
  enabled: 'M0 -5a5 5 0 1 0 .01 0Z',
  conditional: 'M0 -5a5 5 0 1 0 .01 0ZM-2.5 -1.5H2.5M-2.5 1.5H2.5',
  log: 'M0 -6L6 0L0 6L-6 0Z',
  disabled: 'M0 -4.5a4.5 4.5 0 1 0 .01 0Z',
};

const parts = ['outline', 'extra', 'icon', 'name', 'detail', 'status', 'chip', 'breakpoint', 'pointer'] as const;

export function drawNode(placed: PlacedNode, node: ShownNode): SVGGElement {
  const group = svg('g', { class: 'node', 'data-id': placed.id, 'data-type': node.type });
  for (const part of parts)
    group.append(
      part === 'name' || part === 'detail' || part === 'chip'
        ? svg('text', { class: part })
        : svg('path', { class: part }),
    );
  return group;
}

export function patchNode(
  group: SVGGElement,
  placed: PlacedNode,
  node: ShownNode,
  look: NodeLook,
  measure: MeasureText,
): void {
  const part = (name: (typeof parts)[number]) => group.children[parts.indexOf(name)] as SVGElement;
  const shape = shapeOf(node.type, placed);
  const status = look.current ? 'paused' : look.overlay?.status;
  group.style.transform = `translate(${placed.x}px, ${placed.y}px)`;
  setAttributes(group, {
    'data-type': node.type,
    'data-shape': shape.name,
    'data-status': status,
    'data-open': placed.open,
    'data-missing': node.missing === true,
    'data-unreachable': placed.unreachable,
    'data-selected': look.selected,
    'data-later': look.later,
    'data-covered': look.covered === undefined ? undefined : look.covered > 0 ? 'yes' : 'no',
    'data-stale': look.staleCoverage,
  });
  setAttributes(part('outline'), { d: shape.outline });
  setAttributes(part('extra'), { d: shape.extra ?? '' });
  setAttributes(part('icon'), {
    d: typeIcon[node.type] ?? '',
    transform: `translate(12 ${placed.open ? 8 : placed.height / 2 - 8})`,
  });

  const twoLines = !placed.open && node.detail !== undefined;
  const room = placed.open ? Math.max(textRoom(placed.width), 60) : textRoom(placed.width);
  const left = 34;
  text(
    part('name'),
    left,
    placed.open ? 21 : twoLines ? placed.height / 2 - 3 : placed.height / 2 + 4.5,
    shorten(nodeText(node), room, measure),
  );
  text(part('detail'), left, placed.height / 2 + 13, twoLines ? shorten(node.detail!, room / 0.85, measure) : '');

  setAttributes(part('status'), {
    d: status && status !== 'paused' ? statusMark[status] : '',
    transform: `translate(${placed.width - 20} ${placed.open ? 8 : placed.height / 2 - 8})`,
  });
  text(part('chip'), placed.width - 4, -4, chipText(node, placed, look));
  setAttributes(part('breakpoint'), {
    d: look.breakpoint ? breakpointPath[look.breakpoint] : '',
    'data-kind': look.breakpoint,
    transform: `translate(-10 ${placed.open ? 16 : placed.height / 2})`,
  });
  setAttributes(part('pointer'), {
    d: look.current ? statusMark.paused : '',
    transform: `translate(-36 ${placed.open ? 8 : placed.height / 2 - 8})`,
  });
}

/** The small text at the top right: coverage, items, visits, retries. */
function chipText(node: ShownNode, placed: PlacedNode, look: NodeLook): string {
  if (look.covered !== undefined) return look.covered === 0 ? '○ not covered' : `×${look.covered}`;
  const { overlay } = look;
  const chips: string[] = [];
  if (overlay?.items) {
    const { succeeded, failed, running, total } = overlay.items;
    chips.push(
      [
        `${count(succeeded)}✓`,
        failed ? `${count(failed)}✗` : '',
        running ? `${count(running)}▶` : '',
        `of ${count(total)}`,
      ]
        .filter(Boolean)
        .join(' '),
    );
  } else if (overlay && overlay.count > 1) chips.push(`×${overlay.count}`);
  if (overlay?.mocked) chips.push('mock');
  const retries = overlay?.retries ?? 0;
  if (node.retries && retries > 0) chips.push(`↻${retries}/${node.retries}`);
  else if (node.retries) chips.push(`↻${node.retries}`);
  if (placed.container && !placed.open) chips.push(`${placed.inside} inside`);
  return chips.join('  ');
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function text(target: SVGElement, x: number, y: number, content: string): void {
  setAttributes(target, { x, y });
  setText(target, content);
}
