import type { ValidationCode } from '../asl/errors.ts';
import type { ValidationContext } from './context.ts';
import type { Finding, Severity } from './diagnostic.ts';

/** One rule. Ids are kebab-case and never change: settings and comments name them. */
export interface Rule {
  readonly id: string;
  /** `error` only where the service refuses the definition. */
  readonly severity: Severity;
  /** The service's code for what the rule finds; absent when the service does not look for it. */
  readonly code?: ValidationCode;
  /**
   * `definition`: it compares states with each other or with the text as a whole, and sees `STRUCTURE` only. Otherwise it judges each state of the
   * machine by itself, with all that is inside, and may be asked for some of them only.
   */
  readonly reach?: 'definition';
  /** What it finds, why that matters, what to do; Markdown. */
  readonly doc: string;
  /** Looks at all it is shown once; work must grow linearly with its size. */
  check(context: ValidationContext, report: (finding: Finding) => void): void;
}
