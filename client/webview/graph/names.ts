/** What a state is called for assistive technology and in its hover card. */
import type { BreakpointKind, NodeOverlay } from '../graphMessages.ts';
import type { PlacedNode } from '../layout/drawing.ts';
import { nodeText } from '../layout/measure.ts';
import type { ShownEdge, ShownNode } from '../layout/shownGraph.ts';
import { duration, statusWord } from '../shared/status.ts';

export interface NameFacts {
  node: ShownNode;
  placed: PlacedNode;
  overlay?: NodeOverlay;
  breakpoint?: BreakpointKind;
  /** Number of visits in the tests; absent without coverage. */
  covered?: number;
  /** True for a state after the playhead of a run that is looked at in the past. */
  later?: boolean;
  position: number;
  siblings: number;
  scopeName: string;
}

const breakpointWord: Record<BreakpointKind, string> = {
  enabled: 'breakpoint',
  conditional: 'breakpoint conditional',
  log: 'logpoint',
  disabled: 'breakpoint disabled',
};

/** '{name}, {type}, {detail}, {status} after n retries, {duration}, {breakpoint}, {i} of {n} in {scope}'. */
export function accessibleName(facts: NameFacts): string {
  const { node, placed, overlay, breakpoint, covered } = facts;
  const parts = [
    nodeText(node),
    node.type,
    node.detail,
    overlay && statusWithRetries(overlay),
    overlay?.took !== undefined ? duration(overlay.took) : undefined,
    overlay?.items && itemsText(overlay.items),
    overlay && overlay.count > 1 ? `${overlay.count} visits` : undefined,
    facts.later ? 'later' : undefined,
    breakpoint && breakpointWord[breakpoint],
    overlay?.mocked ? 'mocked' : undefined,
    coverageText(covered),
    placed.unreachable ? 'not reachable' : undefined,
    placed.container && !placed.open ? `${placed.inside} states inside` : undefined,
    `${facts.position} of ${facts.siblings} in ${facts.scopeName}`,
  ];
  return parts.filter(Boolean).join(', ');
}

export function itemsText(items: NonNullable<NodeOverlay['items']>): string {
  const count = (value: number) => value.toLocaleString('en-US');
  const parts = [`${count(items.succeeded)} done`];
  if (items.failed) parts.push(`${count(items.failed)} failed`);
  if (items.running) parts.push(`${count(items.running)} running`);
  return `${parts.join(', ')} of ${count(items.total)} items`;
}

/** 'Next: Paid?. Catches States.ALL to Refund. Retries 3.' */
export function accessibleDescription(
  node: ShownNode,
  outgoing: readonly ShownEdge[],
  nameOf: (id: string) => string,
): string {
  const sentences: string[] = [];
  const next = outgoing.filter((edge) => edge.kind === 'next').map((edge) => nameOf(edge.to));
  if (next.length > 0) sentences.push(`Next: ${next.join(', ')}.`);
  for (const edge of outgoing) {
    if (edge.kind === 'choice') sentences.push(`If ${edge.label ?? 'the rule matches'}: ${nameOf(edge.to)}.`);
    if (edge.kind === 'default') sentences.push(`Else: ${nameOf(edge.to)}.`);
    if (edge.kind === 'catch') sentences.push(`Catches ${edge.label ?? 'errors'} to ${nameOf(edge.to)}.`);
  }
  if (node.end) sentences.push('Ends here.');
  if (node.retries) sentences.push(`Retries ${node.retries}.`);
  return sentences.join(' ');
}

function statusWithRetries(overlay: NodeOverlay): string {
  const retries = overlay.retries ?? 0;
  if (retries === 0) return statusWord[overlay.status];
  return `${statusWord[overlay.status]} after ${retries} ${retries === 1 ? 'retry' : 'retries'}`;
}

function coverageText(covered: number | undefined): string | undefined {
  if (covered === undefined) return undefined;
  return covered === 0 ? 'not covered' : `covered ${covered} times`;
}
