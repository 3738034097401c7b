/** How many comparisons may be spent on suggestions for the states that are judged together, so that thousands of mistakes stay cheap. */
const PART_BUDGET = 20_000;
/** As many for what is judged once in the whole definition. */
export const DEFINITION_BUDGET = 200_000;

/** Finds names that somebody probably meant. One instance serves one rule and the states that are judged together. */
export class Suggestions {
  private left: number;

  constructor(comparisons = PART_BUDGET) {
    this.left = comparisons;
  }

  /** The candidates most similar to `name`, best first, at most three; none when nothing is similar. */
  for(name: string, candidates: Iterable<string>): string[] {
    const allowed = Math.max(1, Math.floor(name.length / 3));
    const found: { candidate: string; distance: number }[] = [];
    for (const candidate of candidates) {
      if (Math.abs(candidate.length - name.length) > allowed || candidate === name) continue;
      if (this.left-- <= 0) break;
      const distance = candidate.toLowerCase() === name.toLowerCase() ? 0.5 : editDistance(name, candidate, allowed);
      if (distance <= allowed) found.push({ candidate, distance });
    }
    found.sort((left, right) => left.distance - right.distance);
    return found.slice(0, 3).map(({ candidate }) => candidate);
  }
}

/** Insertions, deletions, replacements and swaps of neighbours between two texts; more than `limit` counts as `limit + 1`. */
export function editDistance(left: string, right: string, limit: number): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const current = [i];
    let least = i;
    for (let j = 1; j <= right.length; j++) {
      const isSame = left[i - 1] === right[j - 1];
      let distance = Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
        distance = Math.min(distance, beforePrevious[j - 2]! + 1);
      }
      current.push(distance);
      if (distance < least) least = distance;
    }
    if (least > limit) return limit + 1;
    beforePrevious = previous;
    previous = current;
  }
  return previous[right.length]!;
}
