import type { SourceRange } from '../../source/document.ts';
import { LineIndex } from '../../source/locate.ts';

/** Longest piece of a line that an excerpt shows. */
const WIDTH = 120;

/** The line of a place with carets below the range: two lines of text, or none when the text is not known. */
export function excerpt(text: string, range: SourceRange, lines: LineIndex = new LineIndex(text)): string[] {
  const { line, character } = lines.positionAt(range.start);
  const start = lines.lineStart(line);
  const whole = text.slice(start, lines.lineEnd(line));
  // A minified definition is one line: only what is around the place is shown.
  const from = Math.max(0, Math.min(character - WIDTH / 2, whole.length - WIDTH));
  const shown = whole.slice(from, from + WIDTH).replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
  const length = Math.max(1, Math.min(range.end - range.start, shown.length - (character - from), WIDTH));
  const number = String(line + 1);
  return [
    `  ${number} | ${shown}`,
    `  ${' '.repeat(number.length)} | ${' '.repeat(character - from)}${'^'.repeat(length)}`,
  ];
}
