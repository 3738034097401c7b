import type { Json } from '../asl/json.ts';
import type { EvaluationScope } from '../expressions/scope.ts';
import type { Branch } from './branch.ts';
import { contextObject } from './context.ts';

/**
 * What the expressions of a branch see. One object a branch: `at` and `withStates` aim it at the field that is evaluated next, which is enough
 * because a branch evaluates one field at a time.
 */
export class BranchScope implements EvaluationScope {
  input: Json = null;
  states: EvaluationScope['states'] = undefined;
  /** Variables that are in reach of the expression. A catcher and an Assign see those of the state's entry. */
  constructor(private readonly branch: Branch) {}

  get variables(): Readonly<Record<string, Json>> {
    return this.branch.variables;
  }

  /** JSONPath: `$` is `input`. */
  at(input: Json): this {
    this.input = input;
    this.states = undefined;
    return this;
  }

  /** JSONata: `$states`. */
  withStates(states: NonNullable<EvaluationScope['states']>): this {
    this.input = states.input;
    this.states = states;
    return this;
  }

  context(): Json {
    return contextObject(this.branch);
  }

  random(): number {
    return this.branch.execution.environment.random.next();
  }

  uuid(): string {
    return this.branch.execution.environment.random.uuid();
  }

  now(): number {
    return this.branch.execution.environment.clock.now();
  }
}
