import type { StateKind } from '../asl/fields.ts';
import type { SourceNode } from '../source/node.ts';
import type { ValidationContext } from './context.ts';
import { misspelt } from './misspelling.ts';
import { type Fields, type FieldUse, type ScopeContext, type StateContext, type TypedObject, textOf } from './model.ts';
import { DEFINITION_BUDGET, Suggestions } from './nearest.ts';

/** A reference to a state: StartAt, Next, Default, the Next of a rule or of a catcher. */
export interface Transition {
  /** Absent for StartAt. */
  readonly from?: StateContext;
  readonly scope: ScopeContext;
  readonly name: string;
  readonly node: SourceNode;
  /** Absent when the scope has no state of that name. */
  readonly target?: StateContext;
  /** Names that were probably meant, when the target does not exist. */
  readonly suggestions: readonly string[];
}

/** How control moves inside one scope. */
export interface ScopeFlow {
  readonly transitions: readonly Transition[];
  /** Some way on is unknown: a target is missing or wrong in a way that says nothing about where it leads. */
  readonly isUncertain: boolean;
  /** States that end the scope. */
  readonly terminals: readonly StateContext[];
  /** States a state leads to; of undefined: those the scope starts with. A misspelt target leads to the states that were probably meant. */
  next(state: StateContext | undefined): readonly StateContext[];
}

const START: keyof ScopeContext['object']['fields'] = 'StartAt';
/** Fields that lead on. Where one of them is misspelt, nobody can say what leads where. */
const WAYS_ON: readonly (keyof Fields<StateKind>)[] = ['Next', 'Default', 'Choices', 'Catch'];
const NONE: readonly string[] = [];
const NOWHERE: readonly StateContext[] = [];

/** The flow of every scope; computed once per validation. */
export function flowOf(context: ValidationContext): ReadonlyMap<ScopeContext, ScopeFlow> {
  return context.once(buildFlow);
}

class Flow implements ScopeFlow {
  readonly transitions: Transition[] = [];
  isUncertain: boolean;
  readonly terminals: readonly StateContext[];
  private readonly targets = new Map<StateContext | undefined, StateContext[]>();

  constructor(scope: ScopeContext, unknown: ValidationContext['unknown']) {
    this.isUncertain =
      scope.states.some(({ exit }) => exit.isUnknown) ||
      (unknown.size > 0 && scope.states.some(({ object }) => object && misspelt(unknown.get(object), WAYS_ON))) ||
      !textOf(scope.object.fields.StartAt?.valueNode);
    this.terminals = scope.states.filter(({ exit }) => exit.isTerminal);
  }

  add(transition: Transition): void {
    const { from, scope, name, target, suggestions } = transition;
    this.transitions.push(transition);
    if (!target && (suggestions.length === 0 || name.includes('${'))) this.isUncertain = true;
    const list = this.targets.get(from);
    const meant = target ? [target] : suggestions.map((suggestion) => scope.byName.get(suggestion)!);
    if (list) list.push(...meant);
    else this.targets.set(from, meant);
  }

  next(state: StateContext | undefined): readonly StateContext[] {
    return this.targets.get(state) ?? NOWHERE;
  }
}

function buildFlow(context: ValidationContext): Map<ScopeContext, Flow> {
  const suggestions = new Suggestions(DEFINITION_BUDGET);
  let names: ReadonlySet<string> | undefined;
  const scopeOf = new Map<TypedObject, ScopeContext>();
  const flows = new Map<ScopeContext, Flow>();
  for (const scope of context.scopes) {
    scopeOf.set(scope.object, scope);
    flows.set(scope, new Flow(scope, context.unknown));
  }
  for (const use of context.fieldsHolding('stateName')) {
    const scope = scopeOf.get(use.object) ?? (use.name === START ? undefined : use.object.state?.scope);
    const name = textOf(use.value);
    if (!scope || name === undefined) continue;
    const target = scope.byName.get(name);
    // A state that is no object: that is what is wrong.
    if (!target && scope.object.fields.States?.valueNode?.property(name)) {
      flows.get(scope)!.isUncertain = true;
      continue;
    }
    // A name that states of other scopes have is no misspelling.
    if (!target) names ??= new Set(context.states.map((state) => state.name));
    const similar = target || names!.has(name) ? NONE : suggestions.for(name, scope.byName.keys());
    flows.get(scope)!.add(transition(use, scope, name, target, similar));
  }
  return flows;
}

function transition(
  use: FieldUse,
  scope: ScopeContext,
  name: string,
  target: StateContext | undefined,
  suggestions: readonly string[],
): Transition {
  // StartAt belongs to the scope, not to the state around it.
  const from = use.object === scope.object ? undefined : use.object.state;
  return { from, scope, name, node: use.value!, target, suggestions };
}
