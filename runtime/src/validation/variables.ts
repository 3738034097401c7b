import type { SourceNode, SourceProperty, SourceRange } from '../source/node.ts';
import type { ValidationContext } from './context.ts';
import { flowOf } from './flow.ts';
import { jsonataUses } from './jsonataUses.ts';
import { DYNAMIC_SUFFIX, jsonPathUses } from './jsonPathUses.ts';
import { misspelt } from './misspelling.ts';
import type { Fields, FieldUse, ScopeContext, StateContext } from './model.ts';

/** A variable where it gets a value. */
export interface Assignment {
  readonly name: string;
  readonly state: StateContext;
  readonly keyNode: SourceNode;
  /** The object that holds the key: the service names its place. */
  readonly where: SourceNode;
  readonly use: FieldUse;
}

/** A variable where it is read. */
export interface VariableReference {
  readonly name: string;
  readonly state: StateContext;
  readonly at: SourceRange;
  readonly where: SourceNode;
}

/** What a reference finds. */
export type Resolution =
  | { readonly kind: 'defined' }
  /** Assigned in reach, but by no state that can run before. */
  | { readonly kind: 'later'; readonly assignment: Assignment }
  /** Assigned only where it cannot be seen from here. */
  | { readonly kind: 'elsewhere'; readonly assignment: Assignment }
  | { readonly kind: 'nowhere' };

const ASSIGN: keyof Fields<'passState'> = 'Assign';

/** How many steps the walks behind assignments may take in one validation; beyond them every assignment counts as earlier. */
const WALK_BUDGET = 2_000_000;

/** All variables of a definition: assignments, references, and which reference finds which assignment. */
export class Variables {
  readonly assignments: Assignment[] = [];
  readonly references: readonly VariableReference[];
  private readonly byScope = new Map<ScopeContext, Map<string, Assignment[]>>();
  private readonly byName = new Map<string, Assignment>();
  private readonly reached = new Map<ScopeContext, Map<string, ReadonlySet<StateContext>>>();
  /** Names in what was probably meant to assign them. */
  private readonly meant = new Set<string>();
  private readonly context: ValidationContext;
  private stepsLeft = WALK_BUDGET;

  constructor(context: ValidationContext) {
    this.context = context;
    this.collectAssignments();
    this.collectMeant();
    this.references = context.references ?? referencesIn(context);
  }

  /**
   * An assignment to that name in a scope around this one, made before the inner scope starts. The service takes a branch that
   * assigns a name which only its own Parallel state's catcher, or a later state, assigns outside (recorded).
   */
  outerAssignment(name: string, scope: ScopeContext): Assignment | undefined {
    for (let inner = scope; inner.owner && !inner.isDistributed; inner = inner.owner.scope) {
      const assignments = this.byScope.get(inner.owner.scope)?.get(name);
      if (assignments && this.runsBefore(name, assignments, inner.owner)) return assignments[0];
    }
    return undefined;
  }

  /** Names that have a value somewhere in the scopes a state sees. */
  *visibleNames(scope: ScopeContext): Generator<string> {
    for (const visible of visibleScopes(scope)) yield* this.byScope.get(visible)?.keys() ?? [];
  }

  resolve({ name, state }: VariableReference): Resolution {
    let later: Assignment | undefined;
    for (let reader = state; ; ) {
      const { scope } = reader;
      const assignments = this.byScope.get(scope)?.get(name);
      if (assignments) {
        if (this.runsBefore(name, assignments, reader)) return { kind: 'defined' };
        later ??= assignments[0];
      }
      if (!scope.owner || scope.isDistributed) break;
      reader = scope.owner;
    }
    if (this.meant.has(name)) return { kind: 'defined' };
    if (later) return { kind: 'later', assignment: later };
    const assignment = this.byName.get(name);
    return assignment ? { kind: 'elsewhere', assignment } : { kind: 'nowhere' };
  }

  /** Whether some way leads from an assignment to the reader. */
  private runsBefore(name: string, assignments: readonly Assignment[], reader: StateContext): boolean {
    const flow = flowOf(this.context).get(reader.scope);
    if (!flow || flow.isUncertain || this.stepsLeft <= 0) return true;
    const sets = this.reached.get(reader.scope) ?? new Map<string, ReadonlySet<StateContext>>();
    this.reached.set(reader.scope, sets);
    const known = sets.get(name);
    if (known) return known.has(reader);
    const reached = new Set<StateContext>();
    const pending = [...new Set(assignments.map(({ state }) => state))].flatMap((state) => flow.next(state));
    for (let state = pending.pop(); state; state = pending.pop()) {
      if (reached.has(state)) continue;
      reached.add(state);
      const next = flow.next(state);
      this.stepsLeft -= 1 + next.length;
      pending.push(...next);
    }
    sets.set(name, reached);
    return reached.has(reader);
  }

  private collectAssignments(): void {
    for (const use of this.context.fieldsHolding('assignments')) {
      const state = use.object.state;
      if (!state) continue;
      for (const { key, keyNode } of use.value?.properties ?? []) {
        const isDynamic = use.object.language === 'JSONPath' && key.endsWith(DYNAMIC_SUFFIX);
        const name = isDynamic ? key.slice(0, -DYNAMIC_SUFFIX.length) : key;
        this.add({ name, state, keyNode, where: use.value!, use });
      }
    }
  }

  /** Where the type of a state or the field is misspelt, that is what is wrong, not that the variables are missing. */
  private collectMeant(): void {
    for (const { object, fields } of this.context.states) {
      if (object) continue;
      this.mean(fields.Assign);
      for (const list of [fields.Catch, fields.Choices]) {
        for (const entry of list?.valueNode?.items ?? []) this.mean(entry.property(ASSIGN));
      }
    }
    for (const properties of this.context.unknown.values()) this.mean(misspelt(properties, [ASSIGN]));
  }

  private mean(property: SourceProperty | undefined): void {
    for (const { key } of property?.valueNode?.properties ?? []) {
      this.meant.add(key.endsWith(DYNAMIC_SUFFIX) ? key.slice(0, -DYNAMIC_SUFFIX.length) : key);
    }
  }

  private add(assignment: Assignment): void {
    const { name, state } = assignment;
    this.assignments.push(assignment);
    if (!this.byName.has(name)) this.byName.set(name, assignment);
    const names = this.byScope.get(state.scope) ?? new Map<string, Assignment[]>();
    this.byScope.set(state.scope, names);
    const list = names.get(name);
    if (list) list.push(assignment);
    else names.set(name, [assignment]);
  }
}

/** Where variables are read. */
export function referencesIn(context: ValidationContext): VariableReference[] {
  const found: VariableReference[] = [];
  for (const { use, node, where, paths } of jsonPathUses(context).uses) {
    const state = use.object.state;
    // A result cannot be put into a variable by its path: that is said there.
    if (!state || use.fact.holds === 'resultPath') continue;
    for (const { path, offset } of paths) {
      if (path.variable === undefined) continue;
      const start = offset + path.text.indexOf('$');
      const at = node.rangeOf(start, start + 1 + path.variable.length);
      found.push({ name: path.variable, state, at, where });
    }
  }
  for (const { use, where, references, place } of jsonataUses(context).expressions) {
    const state = use.object.state;
    if (!state) continue;
    for (const variable of references.variables) {
      if (variable.isLibraryFunction) continue;
      found.push({ name: variable.name, state, at: place(variable), where });
    }
  }
  return found;
}

/** The variables of a definition; collected once per validation. */
export function variablesOf(context: ValidationContext): Variables {
  return context.once(collectVariables);
}

/** The scope itself and those around it, as far as variables are seen: a distributed Map starts with none. */
function* visibleScopes(scope: ScopeContext): Generator<ScopeContext> {
  for (let current: ScopeContext | undefined = scope; current; ) {
    yield current;
    current = current.isDistributed ? undefined : current.owner?.scope;
  }
}

function collectVariables(context: ValidationContext): Variables {
  return new Variables(context);
}
