import type { CursorPosition } from './position.ts';

/** The keys of the object around the cursor, besides the one that is being written. */
export function otherKeys({ container, token }: CursorPosition): string[] {
  const isOwn = (start: number) => start === token.start && token.end > token.start;
  return (container?.properties ?? []).filter(({ keyNode }) => !isOwn(keyNode.start)).map(({ key }) => key);
}

/** The names that those keys give values to, whether from a path or not. */
export function otherNames(position: CursorPosition): ReadonlySet<string> {
  return new Set(otherKeys(position).map((key) => key.replace(/\.\$$/, '')));
}
