/** Expressions in the text of a line: what a hover evaluates and inline values show. No editor. */

export interface ExpressionRange {
  /** Columns of the expression, end exclusive. */
  start: number;
  end: number;
  expression: string;
}

const island = /\{%(.*?)%\}/g;
/** A whole string that is a path: "$.a.b", "$$.x", "$order.id", in JSON or YAML quotes or plain in YAML. */
const pathString = /(["'])(\$\$?(?:[.[]|\w)[^"'\n]*|\$)\1|(?<=:\s|-\s)(\$\$?[.[][^\s#]*)/g;
const variable = /\$\$?[A-Za-z_]\w*(?:(?:\.[A-Za-z_]\w*)|(?:\[\d+\]))*/g;

/** Every expression of a line, from left to right. Values of islands are without their signs and blanks. */
export function expressionsOf(line: string): ExpressionRange[] {
  const found: ExpressionRange[] = [];
  for (const match of line.matchAll(island)) {
    const start = match.index + 2 + leadingBlanks(match[1]!);
    const expression = match[1]!.trim();
    if (expression !== '') found.push({ start, end: start + expression.length, expression: unescapeJson(expression) });
  }
  for (const match of line.matchAll(pathString)) {
    const expression = match[2] ?? match[3]!;
    const start = match.index + (match[1] ? 1 : 0);
    if (!insideIsland(line, start)) found.push({ start, end: start + expression.length, expression });
  }
  return found.sort((a, b) => a.start - b.start);
}

/**
 * What a hover at a column evaluates: inside an island the variable path under the pointer, cut at the segment pointed
 * at, or the whole expression; on a path string the path up to the segment.
 */
export function expressionAt(line: string, column: number): ExpressionRange | undefined {
  const whole = expressionsOf(line).find((range) => range.start <= column && column < range.end);
  if (!whole) return undefined;
  for (const match of line.slice(whole.start, whole.end).matchAll(variable)) {
    const start = whole.start + match.index;
    if (column < start || column >= start + match[0].length) continue;
    const length = segmentEnd(match[0], column - start);
    return { start, end: start + length, expression: match[0].slice(0, length) };
  }
  return whole;
}

/** Length of a path up to the end of the segment that holds the column. */
function segmentEnd(path: string, column: number): number {
  const next = path.slice(column + 1).search(/[.[]/);
  return next === -1 ? path.length : column + 1 + next;
}

function insideIsland(line: string, column: number): boolean {
  for (const match of line.matchAll(island))
    if (match.index <= column && column < match.index + match[0].length) return true;
  return false;
}

function leadingBlanks(text: string): number {
  return text.length - text.trimStart().length;
}

function unescapeJson(text: string): string {
  return text.includes('\\"') ? text.replaceAll('\\"', '"').replaceAll('\\\\', '\\') : text;
}
