import { isObject, type Json } from '../asl/json.ts';
import type { Debugger } from './debugger.ts';
import type { Entry, ScopeView } from './scopeView.ts';
import { lastStepOf, type Step, type Strand, type Visit } from './step.ts';

/** Numbers of the iterations or branches of a visit at a position. */
export interface ChildCounts {
  readonly total: number;
  readonly pending: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly aborted: number;
}

/** Scopes that only Map and Parallel have: items, summary, results so far. */
export function mapScopes(step: Step, session: Debugger): ScopeView[] {
  const { visit } = step;
  const children = childrenOf(visit, session);
  const items = itemsOf(step);
  const scopes: ScopeView[] = [];
  if (items) scopes.push({ name: 'Items', value: { json: items } });
  if (children.length === 0) return scopes;
  scopes.push({ name: 'Summary', entries: () => summary(countsOf(visit, session)) });
  if (step.phase !== 'result') {
    const results = children.filter((strand) => outcomeAt(strand, session.position) === 'succeeded');
    scopes.push({ name: 'Results so far', entries: () => results.map(resultEntry) });
  }
  return scopes;
}

/** The strands that a visit of a Map or Parallel has started by the position, the newest attempt's. */
export function childrenOf(visit: Visit, session: Debugger): Strand[] {
  const byIndex = new Map<number, Strand>();
  for (const strand of session.timeline.strands) {
    if (strand.owner === visit && strand.start <= session.position) byIndex.set(strand.index, strand);
  }
  return [...byIndex.values()].sort((a, b) => a.index - b.index);
}

/** How a strand stands at a position. */
export function outcomeAt(strand: Strand, position: number): 'running' | 'succeeded' | 'failed' | 'aborted' {
  if (strand.end === undefined || strand.end > position) return 'running';
  return strand.outcome ?? 'running';
}

export function countsOf(visit: Visit, session: Debugger): ChildCounts {
  const counts = { running: 0, succeeded: 0, failed: 0, aborted: 0 };
  const children = childrenOf(visit, session);
  for (const strand of children) counts[outcomeAt(strand, session.position)] += 1;
  const items = itemsOf(lastStepOf(visit, session.stepOf(visit.strand)));
  const total = Array.isArray(items)
    ? items.length
    : Math.max(children.length, visit.state.type === 'Parallel' ? visit.state.children.length : 0);
  return { total, pending: Math.max(0, total - children.length), ...counts };
}

/** What a Map iterates over, as far as it is known at a step. */
export function itemsOf(step: Step): Json | undefined {
  if (step.state.type !== 'Map') return undefined;
  for (let at: Step | undefined = step; at && at.visit === step.visit; at = at.previous) {
    if (at.phase === 'afterItemsPath') return at.result;
  }
  const { phases } = step.state;
  const effective = step.phase === 'input' && phases.some(({ id }) => id !== 'result') ? undefined : step.effective;
  return Array.isArray(effective) || isObject(effective) ? (effective as Json) : undefined;
}

function summary(counts: ChildCounts): Entry[] {
  return Object.entries(counts).map(([name, count]) => ({ name, value: count }));
}

function resultEntry(strand: Strand): Entry {
  return { name: `[${strand.index}]`, value: strand.last?.output ?? null };
}
