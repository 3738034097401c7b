/** What a conversion could not express; an empty list means that the result does the same as the original. */
export class ConversionProblems {
  readonly messages: string[] = [];

  /** Notes the problem; the answer stands where an expression is expected. */
  report(message: string): string {
    this.messages.push(message);
    return 'null';
  }
}
