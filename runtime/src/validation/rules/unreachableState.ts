import type { ValidationContext } from '../context.ts';
import type { Finding } from '../diagnostic.ts';
import { flowOf, type ScopeFlow } from '../flow.ts';
import { type ScopeContext, type StateContext, textOf } from '../model.ts';
import type { Rule } from '../rule.ts';

export const unreachableState: Rule = {
  id: 'unreachable-state',
  severity: 'error',
  code: 'MISSING_TRANSITION_TARGET',
  reach: 'definition',
  doc: 'A state that no way from "StartAt" leads to. The service refuses a state that nothing leads to; a group of states that lead only to each other never runs either. Add a transition to it, or remove it.',
  check(context: ValidationContext, report: (finding: Finding) => void): void {
    for (const [scope, flow] of flowOf(context)) {
      if (flow.isUncertain) continue;
      const reached = statesReached(flow);
      let entered: ReadonlySet<StateContext> | undefined;
      for (const state of scope.states) {
        if (reached.has(state) || scope.byName.get(state.name) !== state) continue;
        entered ??= statesEntered(scope, flow);
        const isOrphan = !entered.has(state);
        report({
          at: state.property.keyNode,
          where: state.node,
          severity: isOrphan ? 'error' : 'warning',
          message: `State "${state.name}" is never reached: ${isOrphan ? 'nothing leads to it' : `only states that are never reached themselves lead to it`}.`,
          awsMessage: `State "${state.name}" is not reachable.`,
          related: startPlace(scope),
          tags: ['unnecessary'],
          // Without it the others of its group would lead to nothing.
          data: isOrphan ? { kind: 'remove' } : undefined,
        });
      }
    }
  },
};

/** States on some way from the start. */
function statesReached(flow: ScopeFlow): ReadonlySet<StateContext> {
  const reached = new Set<StateContext>();
  const pending = [...flow.next(undefined)];
  for (let state = pending.pop(); state; state = pending.pop()) {
    if (reached.has(state)) continue;
    reached.add(state);
    pending.push(...flow.next(state));
  }
  return reached;
}

/** States that some transition of another state leads to. */
function statesEntered(scope: ScopeContext, flow: ScopeFlow): ReadonlySet<StateContext> {
  const entered = new Set<StateContext>();
  for (const state of scope.states) for (const next of flow.next(state)) if (next !== state) entered.add(next);
  return entered;
}

function startPlace(scope: ScopeContext): Finding['related'] {
  const start = scope.object.fields.StartAt?.valueNode;
  if (!start) return undefined;
  return [{ start: start.start, end: start.end, message: `The walk starts at "${textOf(start)}".` }];
}
