/** When a breakpoint stops, by the number of times it was reached. */
export interface HitCondition {
  /** Counted for each branch or iteration on its own instead of for the whole run. */
  readonly perThread: boolean;
  isMet(count: number): boolean;
}

/** Reads `5`, `>=5`, `%10` and the like, with `/thread` behind it to count per branch; undefined when it is none of these. */
export function parseHitCondition(text: string): HitCondition | undefined {
  const parts = /^\s*(==|=|>=|>|<=|<|%)?\s*(\d+)\s*(\/\s*thread)?\s*$/.exec(text);
  if (!parts) return undefined;
  const number = Number(parts[2]);
  const isMet = test(parts[1] ?? '==', number);
  return isMet && { perThread: parts[3] !== undefined, isMet };
}

function test(operator: string, number: number): ((count: number) => boolean) | undefined {
  switch (operator) {
    case '>=':
      return (count) => count >= number;
    case '>':
      return (count) => count > number;
    case '<=':
      return (count) => count <= number;
    case '<':
      return (count) => count < number;
    case '%':
      return number === 0 ? undefined : (count) => count % number === 0;
    default:
      return (count) => count === number;
  }
}
