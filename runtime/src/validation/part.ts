import type { OutermostState } from './context.ts';

/** States of the machine that stand one after the other and are judged together. */
export interface Part {
  readonly states: readonly OutermostState[];
  /** Where its text begins and ends in the document: at the first key, behind the last value. */
  readonly start: number;
  readonly end: number;
}

/** A part is about that long, and never much longer. */
const STATES_PER_PART = 32;
const MOST_STATES = 4 * STATES_PER_PART;

/**
 * Cuts the states of a machine into parts. The cuts depend on the names around them only, so that a change of the text leaves the parts before and
 * behind it as they were, also when it adds or removes states.
 */
export function partsOf(states: readonly OutermostState[]): Part[] {
  const parts: Part[] = [];
  let first = 0;
  for (let i = 1; i <= states.length; i++) {
    const isCut =
      i === states.length ||
      i - first >= MOST_STATES ||
      states[i]!.scope !== states[first]!.scope ||
      isBoundary(states[i]!.property.key);
    if (!isCut) continue;
    parts.push(partOf(states.slice(first, i)));
    first = i;
  }
  return parts;
}

function partOf(states: readonly OutermostState[]): Part {
  return { states, start: states[0]!.property.keyNode.start, end: states.at(-1)!.property.valueNode!.end };
}

function isBoundary(name: string): boolean {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = (Math.imul(hash, 31) + name.charCodeAt(i)) | 0;
  return ((hash ^ (hash >>> 7) ^ (hash >>> 17)) & (STATES_PER_PART - 1)) === 0;
}
