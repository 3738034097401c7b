import type { Json } from '../../../asl/json.ts';
import type { EvaluationScope } from '../../scope.ts';
import { EvaluationInstant } from '../instant.ts';
import { isLibraryFunction } from '../library.ts';
import { bail, type Sequence, type Value } from './values.ts';

/** A node of an expression, ready to run: the value of the node for a context (`$`) in one evaluation. */
export type Evaluate = (context: Value, run: Run) => Value;

/** Variables that a block binds. */
interface Frame {
  readonly names: string[];
  readonly values: Value[];
  readonly outer: Frame | undefined;
}

/** Most items that one evaluation looks at or makes. */
const STEPS_LIMIT = 2_000_000;

/** One evaluation of an expression. */
export class Run {
  readonly instant: EvaluationInstant;
  /** Marked arrays that have become part of a result; their marks go when the evaluation ends. */
  readonly marked: Sequence[] = [];
  /** Whether the result may hold an infinite number or NaN, or the same part many times: then it is looked through. */
  needsCheck = false;
  private stepsLeft = STEPS_LIMIT;
  private frame: Frame | undefined;
  private statesObject: Json | undefined;

  constructor(readonly scope: EvaluationScope) {
    this.instant = new EvaluationInstant(scope);
  }

  /** Counts items that are looked at or made. Where it takes too long the reference implementation goes on, for it watches the clock. */
  spend(steps: number): void {
    this.stepsLeft -= steps;
    if (this.stepsLeft < 0) bail();
  }

  /** The value of `$name`. A function of the library is no value here. */
  variable(name: string): Value {
    for (let frame = this.frame; frame !== undefined; frame = frame.outer) {
      const at = frame.names.lastIndexOf(name);
      if (at >= 0) return frame.values[at];
    }
    if (name === 'states') return this.states();
    const { variables } = this.scope;
    if (Object.hasOwn(variables, name)) return variables[name];
    return isLibraryFunction(name) ? bail() : undefined;
  }

  /** Whether `$name` means the function of the library. */
  isFunction(name: string): boolean {
    for (let frame = this.frame; frame !== undefined; frame = frame.outer) if (frame.names.includes(name)) return false;
    return !Object.hasOwn(this.scope.variables, name);
  }

  /** Whether nothing in the expression has bound `$states` so far. */
  get hasOwnStates(): boolean {
    for (let frame = this.frame; frame !== undefined; frame = frame.outer)
      if (frame.names.includes('states')) return false;
    return true;
  }

  stateMember(name: string): Value {
    if (name === 'context') return this.scope.context();
    const { states } = this.scope;
    if (name === 'input') return states === undefined ? this.scope.input : states.input;
    if (name === 'result') return states?.result;
    return name === 'errorOutput' ? states?.errorOutput : undefined;
  }

  bind(name: string, value: Value): void {
    this.needsCheck = true;
    this.frame ??= { names: [], values: [], outer: undefined };
    this.frame.names.push(name);
    this.frame.values.push(value);
  }

  enterBlock(): void {
    this.frame = { names: [], values: [], outer: this.frame };
  }

  leaveBlock(): void {
    this.frame = this.frame?.outer;
  }

  private states(): Json {
    this.statesObject ??= {
      ...(this.scope.states ?? { input: this.scope.input }),
      context: this.scope.context(),
    } as Json;
    return this.statesObject;
  }
}
