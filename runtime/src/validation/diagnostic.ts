import type { ValidationCode } from '../asl/errors.ts';
import type { SourceNode, SourceRange } from '../source/node.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Something wrong with a definition. Offsets are UTF-16 units of the document's text, `end` exclusive. */
export interface Diagnostic extends SourceRange {
  /** Id of the rule: settings and comments name it. */
  readonly rule: string;
  readonly severity: Severity;
  /** What is wrong and what to do. */
  readonly message: string;
  /** The code the service gives; absent when the service does not look for this. */
  readonly code?: ValidationCode;
  /** The place as the service names it: `/States/C/Choices[0]/Next`, `/` for the machine. */
  readonly location?: string;
  /** The service's own wording, where it is known and differs from `message`. */
  readonly awsMessage?: string;
  /** Other places that take part. */
  readonly related?: readonly RelatedPlace[];
  /** `unnecessary` is shown faded, `deprecated` struck through. */
  readonly tags?: readonly ('unnecessary' | 'deprecated')[];
  /** What a quick fix needs. */
  readonly data?: FixData;
}

export interface RelatedPlace extends SourceRange {
  readonly message: string;
}

/** Quick fixes a diagnostic allows; the ranges are those of the diagnostic unless said otherwise. */
export type FixData =
  /** Replace the name (without its quotes) by one of these. */
  | { readonly kind: 'rename'; readonly names: readonly string[] }
  /** Remove the property or item. */
  | { readonly kind: 'remove' }
  /** Add one of these fields to the object. */
  | { readonly kind: 'add'; readonly fields: readonly string[] }
  /** Append text to the key: `.$`. */
  | { readonly kind: 'append'; readonly suffix: string }
  /** Move the entry to the end of its array. */
  | { readonly kind: 'moveLast' };

/** What a rule reports: the rest of a Diagnostic comes from the rule. */
export interface Finding {
  /** The text to underline: a node, or offsets. */
  readonly at: SourceRange;
  readonly message: string;
  /** Default: the rule's code. `null`: the service does not report it. */
  readonly code?: ValidationCode | null;
  /** The node whose place the service would name. */
  readonly where?: SourceNode;
  readonly awsMessage?: string;
  /** Overrides the severity of the rule where one case of it is milder. */
  readonly severity?: Severity;
  readonly related?: readonly RelatedPlace[];
  readonly tags?: readonly ('unnecessary' | 'deprecated')[];
  readonly data?: FixData;
}
