import type { EvaluationScope } from '../scope.ts';

/** The name under which an evaluation finds its own chance and time. No expression can spell it. */
export const INSTANT = '\u0000instant';

/** Chance and time of one evaluation: `$now()` and `$millis()` do not move while an expression is evaluated. */
export class EvaluationInstant {
  private millis: number | undefined;

  constructor(private readonly scope: EvaluationScope) {}

  now(): number {
    this.millis ??= this.scope.now();
    return this.millis;
  }

  random(): number {
    return this.scope.random();
  }

  uuid(): string {
    return this.scope.uuid();
  }
}
