import type { SourceProperty } from '../source/node.ts';
import { editDistance } from './nearest.ts';

/** The member that is probably one of these fields misspelt, among members that are no fields. */
export function misspelt(
  properties: readonly SourceProperty[] | undefined,
  names: readonly string[],
): SourceProperty | undefined {
  return properties?.find(({ key }) => names.some((name) => isMisspelling(key, name)));
}

/** Whether somebody who wrote `key` probably meant `name`: another case, or a letter in three another one. */
export function isMisspelling(key: string, name: string): boolean {
  if (key === name) return false;
  const allowed = Math.max(1, Math.floor(name.length / 3));
  return key.toLowerCase() === name.toLowerCase() || editDistance(key, name, allowed) <= allowed;
}
