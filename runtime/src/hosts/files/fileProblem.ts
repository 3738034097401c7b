import type { SourceRange } from '../../source/document.ts';
import { LineIndex } from '../../source/locate.ts';

/** Why a file cannot be used, and where in it. A value: reading files never throws. */
export class FileProblem {
  constructor(
    readonly file: string,
    readonly message: string,
    /** The file's text and the range in it, when the problem is inside. */
    readonly place?: { readonly text: string; readonly range: SourceRange },
  ) {}

  /** Line and column, both counted from 1; 1:1 when the problem is the file as a whole. */
  get position(): { line: number; column: number } {
    if (!this.place) return { line: 1, column: 1 };
    const { line, character } = new LineIndex(this.place.text).positionAt(this.place.range.start);
    return { line: line + 1, column: character + 1 };
  }
}
