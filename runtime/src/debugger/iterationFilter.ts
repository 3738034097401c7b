import { ExpressionFailure } from '../expressions/failure.ts';
import { isSyntaxProblem, type SyntaxProblem } from '../expressions/problem.ts';
import { isTruthy } from './comparison.ts';
import { compileExpression, type Expression } from './expression.ts';
import { firstStep, type Strand } from './step.ts';
import { StepScope } from './stepScope.ts';
import type { Timeline } from './timeline.ts';

/** Chooses the iterations that are listed as threads: those that fail, or those for which a JSONata expression holds where they begin. */
export class IterationFilter {
  private readonly known = new WeakMap<Strand, boolean>();

  private constructor(
    private readonly expression: Expression | 'failed',
    /** An expression could not be evaluated; its iteration is listed. */
    private readonly onProblem: (text: string) => void,
  ) {}

  /** `failed`, or a JSONata expression over `$states.input`, `$iteration` and the variables. */
  static of(text: string, onProblem: (text: string) => void): IterationFilter | SyntaxProblem {
    if (text === 'failed') return new IterationFilter('failed', onProblem);
    const expression = compileExpression(text, 'JSONata');
    return isSyntaxProblem(expression) ? expression : new IterationFilter(expression, onProblem);
  }

  /** Whether a strand is listed at a position: every iteration around it must be one that the filter chooses. */
  lists(strand: Strand, timeline: Timeline, position: number): boolean {
    for (let at: Strand | undefined = strand; at; at = at.parent) {
      if (at.owner?.state.type === 'Map' && !this.chooses(at, timeline, position)) return false;
    }
    return true;
  }

  private chooses(strand: Strand, timeline: Timeline, position: number): boolean {
    if (this.expression === 'failed') return timeline.stepOf(strand, position)?.phase === 'failure';
    const known = this.known.get(strand);
    if (known !== undefined) return known;
    const first = strand.last && firstStep(strand.last);
    if (!first) return false;
    const held = this.expression.evaluate(new StepScope(first));
    // An expression that needs a moment has its answer when threads are listed the next time.
    if (held instanceof Promise) void held.then((value) => this.learn(strand, value));
    else this.learn(strand, held);
    return this.known.get(strand) ?? false;
  }

  private learn(strand: Strand, held: Awaited<ReturnType<Expression['evaluate']>>): void {
    const isFailure = held instanceof ExpressionFailure;
    if (isFailure) this.onProblem(`The iterationFilter could not be evaluated at ${strand.path}: ${held.cause}`);
    this.known.set(strand, isFailure || isTruthy(held));
  }
}
