import type { Finding, Severity } from './diagnostic.ts';
import type { Rule } from './rule.ts';

/** A finding before anybody knows whether it will be shown: of thousands most are not. */
export interface Reported {
  readonly rule: Rule;
  readonly finding: Finding;
  readonly severity: Severity;
  /** The part from whose start the finding counts its offsets; absent when they are those of the document. */
  readonly part?: { readonly start: number };
}
