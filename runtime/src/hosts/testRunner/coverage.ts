import type { SourceNode } from '../../source/document.ts';
import { ValidationContext } from '../../validation/context.ts';
import { flowOf } from '../../validation/flow.ts';
import type { ExecutionTree, Scope, Visit } from '../executionTree/executionTree.ts';
import type { LoadedDefinition } from '../files/definitionFile.ts';
import type { CoveredTransition, StateCoverage } from './testEvents.ts';

/** Counts which states and transitions of one definition its executions go through. */
export class CoverageCounter {
  readonly #definition: LoadedDefinition;
  readonly #states: { readonly name: string; readonly node: SourceNode; count: number }[];
  readonly #transitions: (Omit<CoveredTransition, 'line' | 'column' | 'count'> & {
    readonly node: SourceNode;
    count: number;
  })[];
  readonly #byCase: { file: string; case: string; states: string[]; transitions: number[] }[] = [];

  constructor(definition: LoadedDefinition) {
    this.#definition = definition;
    const context = new ValidationContext(definition.document);
    this.#states = context.states.map(({ name, property }) => ({ name, node: property.keyNode, count: 0 }));
    this.#transitions = transitionsOf(context);
  }

  /** Adds what one execution went through. */
  add(test: { file: string; case: string }, tree: ExecutionTree): void {
    const states = new Set<string>();
    const transitions = new Set<number>();
    for (const visit of tree.visits) {
      const state = this.#states.find(({ name }) => name === visit.name);
      if (state) state.count += 1;
      states.add(visit.name);
    }
    for (const index of takenTransitions(tree.root, this.#transitions)) {
      this.#transitions[index]!.count += 1;
      transitions.add(index);
    }
    this.#byCase.push({ ...test, states: [...states], transitions: [...transitions] });
  }

  result(): StateCoverage {
    const place = (node: SourceNode) => {
      const { line, character } = this.#definition.document.lines.positionAt(node.start);
      return { line: line + 1, column: character + 1 };
    };
    const states = this.#states.map(({ name, node, count }) => ({ name, ...place(node), count }));
    const transitions = this.#transitions.map(({ node, count, ...transition }) => ({
      ...transition,
      ...place(node),
      count,
    }));
    const coveredStates = states.filter(({ count }) => count > 0).length;
    const coveredTransitions = transitions.filter(({ count }) => count > 0).length;
    const total = states.length + transitions.length;
    return {
      definition: this.#definition.file,
      stateMachine: this.#definition.logicalId,
      states,
      transitions,
      coveredStates,
      coveredTransitions,
      percent: total === 0 ? 100 : Math.round((1000 * (coveredStates + coveredTransitions)) / total) / 10,
      byCase: this.#byCase,
    };
  }
}

type Transition = Omit<CoveredTransition, 'line' | 'column' | 'count'> & { readonly node: SourceNode; count: number };

/** Ways out of states in document order: Next, rules and Default of a Choice, catchers; and retriers, which lead back into their state. */
function transitionsOf(context: ValidationContext): Transition[] {
  const found: Transition[] = [];
  for (const { transitions } of flowOf(context).values()) {
    for (const { from, name, node } of transitions) {
      if (!from) continue;
      const entry = listEntry(node);
      const kind = entry ? (from.type === 'Choice' ? 'choice' : 'catch') : from.type === 'Choice' ? 'default' : 'next';
      found.push({
        state: from.name,
        kind,
        index: entry?.keyInParent as number | undefined,
        target: name,
        node,
        count: 0,
      });
    }
  }
  for (const { kind, node, state } of context.objects('retrier')) {
    if (state)
      found.push({
        state: state.name,
        kind: kind === 'retrier' ? 'retry' : 'next',
        index: node.keyInParent as number,
        node,
        count: 0,
      });
  }
  return found.sort((a, b) => a.node.start - b.node.start);
}

/** The rule or catcher that holds a transition: the nearest item of a list around it. */
function listEntry(node: SourceNode): SourceNode | undefined {
  const holder = node.parent;
  return typeof holder?.keyInParent === 'number' ? holder : undefined;
}

/** Indexes of the transitions that the visits of a scope, and of the scopes inside, have taken; one for each time. */
function* takenTransitions(scope: Scope, transitions: readonly Transition[]): Generator<number> {
  for (const [i, visit] of scope.visits.entries()) {
    const index = transitionTaken(visit, scope.visits[i + 1], transitions);
    if (index >= 0) yield index;
    if (visit.attempts.length > 1) {
      const retry = transitions.findIndex(({ state, kind }) => state === visit.name && kind === 'retry');
      if (retry >= 0) yield retry;
    }
    for (const child of visit.scopes) yield* takenTransitions(child, transitions);
  }
}

/** The history names the states before and after; of several rules or catchers that lead to the same state the first one counts. */
function transitionTaken(visit: Visit, following: Visit | undefined, transitions: readonly Transition[]): number {
  if (!following) return -1;
  const isCaught = visit.failure !== undefined;
  return transitions.findIndex(
    ({ state, kind, target }) =>
      state === visit.name && target === following.name && kind !== 'retry' && (kind === 'catch') === isCaught,
  );
}
