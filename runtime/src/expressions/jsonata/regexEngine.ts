import { backtrackingExponent, runBounded, tooSlow } from '../boundedRegex.ts';

/** Takes the place of RegExp in the `jsonata` package: the same matches, but matching always ends. */
export class BoundedRegexEngine {
  lastIndex = 0;
  private readonly regex: RegExp;
  private readonly exponent: number;

  constructor(pattern: RegExp) {
    this.regex = new RegExp(pattern);
    this.exponent = backtrackingExponent(pattern.source);
  }

  exec(text: string): RegExpExecArray | null {
    this.regex.lastIndex = this.lastIndex;
    const match = runBounded(this.exponent, text.length, () => this.regex.exec(text));
    if (match === undefined) throw new Error(tooSlow(this.regex.source, text));
    this.lastIndex = this.regex.lastIndex;
    return match;
  }
}
