const PLACEHOLDER = /\$\{[^{}]*\}/g;

/**
 * The text with every `${Substitution}` replaced by as many copies of a character: what is around it can still be read, at the same
 * offsets. When that gives a problem, nothing is known, for the value may make it right.
 */
export function masked(text: string, character: string): string {
  return text.includes('${') ? text.replace(PLACEHOLDER, (placeholder) => character.repeat(placeholder.length)) : text;
}
