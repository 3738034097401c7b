import { MatchBudget, tooSlow } from '../boundedRegex.ts';

/** Takes the place of RegExp in the `jsonata` package: the same matches, but matching always ends. One is made per evaluation. */
export class BoundedRegexEngine {
  lastIndex = 0;
  private readonly regex: RegExp;
  private readonly budget: MatchBudget;

  constructor(pattern: RegExp) {
    this.regex = new RegExp(pattern);
    this.budget = new MatchBudget(pattern.source);
  }

  exec(text: string): RegExpExecArray | null {
    this.regex.lastIndex = this.lastIndex;
    const match = this.budget.run(text, () => this.regex.exec(text));
    if (match === undefined) throw new Error(tooSlow(this.regex.source, text));
    this.lastIndex = this.regex.lastIndex;
    return match;
  }
}
