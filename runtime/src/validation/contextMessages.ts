import { either } from './places.ts';

/** What to say of a name the context object does not have. */
export function unknownMember(name: string, similar: readonly string[], siblings: readonly string[]): string {
  const hint =
    similar.length > 0
      ? ` Did you mean ${either(similar)}?`
      : siblings.length > 0
        ? ` It has ${either(siblings)} here.`
        : '';
  return `The context object has no member "${name}" here.${hint}`;
}
