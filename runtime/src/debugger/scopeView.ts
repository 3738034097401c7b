import type { Json } from '../asl/json.ts';
import type { EditTarget } from './edits.ts';
import type { Settled } from './settled.ts';
import type { Step } from './step.ts';

/** Where a shown value can be changed. */
export interface EditPlace {
  readonly step: Step;
  readonly target: EditTarget;
}

/** A named value in a scope: a JSON value, a text of our own, or a heading with entries below it. */
export interface Entry {
  readonly name: string;
  readonly value?: Json;
  /** Shown instead of the value. */
  readonly text?: string;
  readonly children?: readonly Entry[];
  /** Expression that gives the value, for Watch. */
  readonly evaluateName?: string;
  readonly edit?: EditPlace;
  /** The step that has made the value, looked for when somebody asks; undefined where none has. */
  readonly madeBy?: () => Step | undefined;
}

/** A group of values of a frame. */
export interface ScopeView {
  readonly name: string;
  readonly expensive?: boolean;
  readonly hint?: 'arguments' | 'locals' | 'returnValue';
  /** A JSON value whose members are the scope's entries. */
  readonly value?: { readonly json: Json; readonly edit?: EditPlace; readonly evaluateName?: string };
  readonly entries?: () => Settled<readonly Entry[]>;
}
