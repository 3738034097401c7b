/** Texts with more lines than this are shown whole, one after the other: comparing them line by line would take long. */
const MAXIMUM_LINES = 2_000;

/** Lines of context around a change. */
const CONTEXT = 2;

/** A line-by-line comparison: `- ` only expected, `+ ` only actual, two blanks for both; unchanged stretches are shortened. */
export function textDifference(expected: string, actual: string): string[] {
  const left = expected.split('\n');
  const right = actual.split('\n');
  if (left.length * right.length > MAXIMUM_LINES * MAXIMUM_LINES) {
    return [...left.map((line) => `- ${line}`), ...right.map((line) => `+ ${line}`)];
  }
  return shortened(merged(left, right));
}

/** Longest common subsequence by dynamic programming, read from the front. */
function merged(left: readonly string[], right: readonly string[]): string[] {
  const width = right.length + 1;
  const lengths = new Uint32Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        left[i] === right[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
    }
  }
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      lines.push(`  ${left[i++]}`);
      j += 1;
    } else if (j >= right.length || (i < left.length && lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!))
      lines.push(`- ${left[i++]}`);
    else lines.push(`+ ${right[j++]}`);
  }
  return lines;
}

function shortened(lines: readonly string[]): string[] {
  const isNearChange = (at: number) =>
    lines.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some((line) => !line.startsWith(' '));
  const kept: string[] = [];
  for (const [i, line] of lines.entries()) {
    if (isNearChange(i)) kept.push(line);
    else if (kept.at(-1) !== '  …') kept.push('  …');
  }
  return kept;
}
