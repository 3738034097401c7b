import { JsonParser } from './json.ts';
import { TAG, UNREAD } from './jsonTape.ts';
import type { SourceNode, SourceOrigin } from './node.ts';
import type { ParseResult, Problem } from './problem.ts';
import { endOfWellFormedObject } from './wellFormed.ts';

/**
 * As `parseJson`, but well-formed objects two levels deep, which the states of a definition are, are read when somebody asks for their members or
 * for the problems.
 */
export function parseJsonOnDemand(origin: SourceOrigin, dialect: 'json' | 'jsonc'): ParseResult {
  return new OnDemandJsonParser(origin, dialect).parse();
}

/** How deep the objects stand that are read on demand. */
const DEPTH_ON_DEMAND = 2;
const NO_UNITS = new Uint8Array(0);

/** Goes over well-formed objects and reads them later. */
class OnDemandJsonParser extends JsonParser {
  /** Where the objects stand on the tape that were not read. */
  private readonly unread: number[] = [];

  protected override reserve(): void {}

  protected override object(): void {
    const start = this.at;
    const mayWait = this.depth === DEPTH_ON_DEMAND && !this.tape.reader;
    const end = mayWait ? endOfWellFormedObject(this.units, start, this.lines) : -1;
    if (end === -1) super.object();
    else {
      this.unread.push(this.tape.value(TAG.unread, start, end, UNREAD));
      this.moveTo(end);
      if (this.isLost && this.text.slice(start + 1, end - 1).trim() !== '') this.isLost = false;
    }
  }

  protected override result(root: SourceNode | undefined): ParseResult {
    if (this.unread.length === 0) return super.result(root);
    const { comments, lineStarts } = this;
    this.tape.reader = (start) => this.readLater(start);
    const all = () => this.readAll();
    return {
      root,
      comments,
      lineStarts,
      get problems() {
        return all();
      },
    };
  }

  private readLater(start: number): number {
    const place = this.tape.length;
    this.units = this.textUnits.get();
    this.at = start;
    this.depth = DEPTH_ON_DEMAND;
    this.object();
    return place;
  }

  private readAll(): readonly Problem[] {
    if (this.tape.reader) {
      this.tape.reserve(this.text.length);
      for (const at of this.unread) this.tape.membersOf(at);
      this.tape.reader = undefined;
      this.tape.pool.seal();
      // The document keeps this parser for the problems.
      this.textUnits.release();
      this.units = NO_UNITS;
      this.problems.sort((left, right) => left.start - right.start);
    }
    return this.problems;
  }
}
