/** An explanation and the part of the token that it is about; offsets count in the token's content, absent for the whole token. */
export interface HoverText {
  /** Markdown. */
  readonly text: string;
  readonly from?: number;
  readonly to?: number;
}

/** An explanation, when there is one. */
export function explained(text: string | undefined, from?: number, to?: number): HoverText | undefined {
  return text === undefined || text === '' ? undefined : { text, from, to };
}
