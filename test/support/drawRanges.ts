import type { SourceRange } from '../../runtime/src/source/document.ts';
import { LineIndex } from '../../runtime/src/source/locate.ts';

export interface DrawnRange extends SourceRange {
  readonly label: string;
}

/**
 * The lines of a text that hold ranges, with each range drawn below its line: `^^^^ label`. A range over several lines is drawn
 * to the end of its first line and marked with `…`; an empty one is drawn as `|`.
 */
export function drawRanges(text: string, ranges: readonly DrawnRange[]): string {
  const lines = new LineIndex(text);
  const drawn: string[] = [];
  const inOrder = [...ranges].sort((left, right) => left.start - right.start || left.end - right.end);
  let shownLine = -1;
  for (const { start, end, label } of inOrder) {
    const from = lines.positionAt(start);
    const to = lines.positionAt(end);
    if (from.line !== shownLine) drawn.push(text.slice(lines.lineStart(from.line), lines.lineEnd(from.line)));
    shownLine = from.line;
    const isLong = to.line > from.line;
    const lastCharacter = isLong ? lines.lineEnd(from.line) - lines.lineStart(from.line) : to.character;
    const mark = start === end ? '|' : `${'^'.repeat(Math.max(1, lastCharacter - from.character))}${isLong ? '…' : ''}`;
    drawn.push(`${' '.repeat(from.character)}${mark} ${label}`);
  }
  return drawn.join('\n');
}
