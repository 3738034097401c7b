/** A text that is not an expression of its language, as a value. Offsets count UTF-16 units from the start of the expression text. */
export class SyntaxProblem {
  constructor(
    readonly message: string,
    readonly offset: number,
    readonly length: number = 1,
  ) {}
}

/** Whether compiling an expression ended in a problem instead of something to evaluate. */
export function isSyntaxProblem(outcome: unknown): outcome is SyntaxProblem {
  return outcome instanceof SyntaxProblem;
}
