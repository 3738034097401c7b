import type { Branch } from '../../interpreter/branch.ts';
import type { Observer } from '../../interpreter/environment.ts';
import type { SourceNode } from '../../source/document.ts';
import { ValidationContext } from '../../validation/context.ts';
import { flowOf } from '../../validation/flow.ts';
import type { StateContext } from '../../validation/model.ts';
import type { LoadedDefinition } from '../files/definitionFile.ts';
import type { CoveredTransition, StateCoverage } from './testEvents.ts';

interface CountedState {
  readonly name: string;
  readonly pointer: string;
  readonly node: SourceNode;
  count: number;
}

interface CountedTransition {
  readonly state: string;
  readonly kind: CoveredTransition['kind'];
  readonly index?: number;
  readonly target?: string;
  /** Names the transition among all of the definition; see `transitionKey`. */
  readonly key: string;
  readonly node: SourceNode;
  count: number;
}

/** Counts which states and transitions of one definition its executions go through. */
export class CoverageCounter {
  readonly #definition: LoadedDefinition;
  readonly #states: readonly CountedState[];
  readonly #transitions: readonly CountedTransition[];
  readonly #byCase: { file: string; case: string; states: string[]; transitions: number[] }[] = [];

  constructor(definition: LoadedDefinition) {
    this.#definition = definition;
    const context = new ValidationContext(definition.document);
    this.#states = context.states.map(({ name, property, node }) => ({
      name,
      pointer: node.pointer,
      node: property.keyNode,
      count: 0,
    }));
    this.#transitions = transitionsOf(context);
  }

  /** Watches one execution, children of a distributed Map included. */
  observer(test: { file: string; case: string }): Observer {
    const states = new Set<string>();
    const transitions = new Set<number>();
    const take = (key: string) => {
      const index = this.#transitions.findIndex((transition) => transition.key === key);
      if (index < 0) return;
      this.#transitions[index]!.count += 1;
      transitions.add(index);
    };
    const whenEnded = () => this.#byCase.push({ ...test, states: [...states], transitions: [...transitions] });
    return {
      onEvent: (event, branch) => {
        if (event.type.endsWith('StateEntered')) {
          const state = this.#states.find(({ pointer }) => pointer === branch.state.pointer);
          if (state) state.count += 1;
          states.add(branch.state.name);
        } else if (event.type.endsWith('StateExited')) take(exitKey(branch));
        else if (event.type.startsWith('Execution') && event.id > 1 && branch.execution.parent === undefined)
          whenEnded();
      },
      onFailure: (branch, _failure, handling) => {
        if (handling.kind === 'retry') take(transitionKey(branch.state.pointer, 'retry', handling.index));
        return undefined;
      },
    };
  }

  result(): StateCoverage {
    const place = (node: SourceNode) => {
      const { line, character } = this.#definition.document.lines.positionAt(node.start);
      return { line: line + 1, column: character + 1 };
    };
    const states = this.#states.map(({ name, node, count }) => ({ name, ...place(node), count }));
    const transitions = this.#transitions.map(({ node, count, state, kind, index, target }) => ({
      state,
      kind,
      index,
      target,
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

/** Ways out of states in document order: Next, rules and Default of a Choice, catchers; and retriers, which lead back into their state. */
function transitionsOf(context: ValidationContext): CountedTransition[] {
  const found: CountedTransition[] = [];
  for (const { transitions } of flowOf(context).values()) {
    for (const { from, name, node } of transitions) {
      if (!from) continue;
      const index = listIndex(node.parent);
      const kind = kindOf(from, index);
      found.push({
        state: from.name,
        kind,
        index,
        target: name,
        key: transitionKey(from.node.pointer, kind, index),
        node,
        count: 0,
      });
    }
  }
  for (const { node, state } of context.objects('retrier')) {
    const index = listIndex(node);
    if (state)
      found.push({
        state: state.name,
        kind: 'retry',
        index,
        key: transitionKey(state.node.pointer, 'retry', index),
        node,
        count: 0,
      });
  }
  return found.sort((a, b) => a.node.start - b.node.start);
}

function kindOf(from: StateContext, index: number | undefined): CoveredTransition['kind'] {
  if (from.type === 'Choice') return index === undefined ? 'default' : 'choice';
  return index === undefined ? 'next' : 'catch';
}

/** Number of the rule, catcher or retrier that a node is; undefined for a state. */
function listIndex(node: SourceNode | undefined): number | undefined {
  return typeof node?.keyInParent === 'number' ? node.keyInParent : undefined;
}

function exitKey(branch: Branch): string {
  const { state, handling, chosenRule } = branch;
  if (handling?.kind === 'catch') return transitionKey(state.pointer, 'catch', handling.index);
  if (state.type === 'Choice')
    return transitionKey(state.pointer, chosenRule === undefined ? 'default' : 'choice', chosenRule);
  return transitionKey(state.pointer, 'next', undefined);
}

function transitionKey(statePointer: string, kind: CoveredTransition['kind'], index: number | undefined): string {
  return `${statePointer} ${kind} ${index ?? ''}`;
}
