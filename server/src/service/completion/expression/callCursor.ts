/** A call around the cursor. */
export interface CallCursor {
  readonly name: string;
  /** Offset of the name in the content. */
  readonly start: number;
  /** Zero-based index of the argument under the cursor. */
  readonly argument: number;
}
