import type { CompletionItemKind } from 'vscode-languageserver';
import type { Topic } from '../knowledge/topics.ts';
import type { Sketch, TextSketch } from './sketch.ts';

/** One thing to offer, before it is known how the text around the cursor wants it written. */
export interface Suggestion {
  readonly label: string;
  readonly kind: CompletionItemKind;
  /** A few words beside the label. */
  readonly detail?: string;
  /** What the documentation is about; it is written when the user looks at the item. */
  readonly topic?: Topic;
  /** Documentation that cannot be written later because it depends on the document. Markdown. */
  readonly documentation?: string;
  /** Place in the list; smaller numbers stand first, equal ones in alphabetical order. */
  readonly rank: number;
  readonly deprecated?: boolean;
  readonly insert: Insertion;
  /** What was inserted wants to be completed further. */
  readonly suggestAgain?: boolean;
  /** What typed text is matched with, when that is not the label. */
  readonly filter?: string;
}

export type Insertion =
  /** A member of an object, where a key is expected. */
  | { readonly as: 'member'; readonly key: string; readonly value: Sketch }
  /** Several members at once. */
  | { readonly as: 'members'; readonly members: readonly (readonly [key: string | TextSketch, value: Sketch])[] }
  /** A value that replaces the whole token. */
  | { readonly as: 'value'; readonly value: Sketch }
  /** Text in place of a part of the token; offsets count in the token's content. */
  | {
      readonly as: 'part';
      readonly text: string;
      readonly from: number;
      readonly to: number;
      /** The text names a function: write its parentheses, too, with the cursor between them when it takes arguments. */
      readonly call?: 'arguments' | 'empty';
    };

/** Groups of ranks, so that providers agree on the order without knowing each other. */
export const RANK = { first: 100, required: 200, likely: 300, normal: 400, unlikely: 600, last: 900 } as const;
