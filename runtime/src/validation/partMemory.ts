import type { Part } from './part.ts';
import type { Reported } from './reported.ts';

/** A part as it was judged; its findings count their offsets from its start. */
interface KnownPart {
  text: string;
  /** Where it stands in the text that is being judged. */
  start: number;
  readonly reported: Reported[];
}

/**
 * What was found in the parts of a definition, for the next version of its text: most edits change one state. One memory serves the versions of one
 * document.
 */
export class PartMemory {
  private conditions = '';
  private known = new Map<string, KnownPart>();

  /** Begins to judge a text; what is known holds under the same conditions only. */
  recall(text: string, conditions: string): PartRecall {
    const known = conditions === this.conditions ? this.known : new Map<string, KnownPart>();
    return new PartRecall(text, known, (next) => {
      this.conditions = conditions;
      this.known = next;
    });
  }
}

/** The memory while one text is judged. */
export class PartRecall {
  private readonly text: string;
  private readonly known: ReadonlyMap<string, KnownPart>;
  private readonly next = new Map<string, KnownPart>();
  private readonly done: (next: Map<string, KnownPart>) => void;

  constructor(text: string, known: ReadonlyMap<string, KnownPart>, done: (next: Map<string, KnownPart>) => void) {
    this.text = text;
    this.known = known;
    this.done = done;
  }

  /** What was found in the part, when its text is as it was. */
  of(part: Part): readonly Reported[] | undefined {
    const known = this.known.get(keyOf(part));
    const text = this.text.slice(part.start, part.end);
    if (known?.text !== text) return undefined;
    known.start = part.start;
    // The slice of the new text: that of the old one would keep all of the old one.
    known.text = text;
    this.next.set(keyOf(part), known);
    return known.reported;
  }

  /** Keeps what was found in a part. */
  keep(part: Part, reported: readonly Reported[]): void {
    if (!reported.every((one) => isInside(one, part))) return;
    const known: KnownPart = { text: this.text.slice(part.start, part.end), start: part.start, reported: [] };
    for (const one of reported) known.reported.push(relative(one, known));
    this.next.set(keyOf(part), known);
  }

  /** The text is judged: what belongs to no part of it is let go. */
  end(): void {
    this.done(this.next);
  }
}

function keyOf({ states }: Part): string {
  return states[0]!.property.key;
}

function isInside({ finding: { at, related = [] } }: Reported, { start, end }: Part): boolean {
  return [at, ...related].every((range) => start <= range.start && range.end <= end);
}

/** Nodes are not kept: they would keep their trees. */
function relative({ rule, finding, severity }: Reported, part: KnownPart): Reported {
  const { at, message, code, awsMessage, related, tags, data } = finding;
  const by = part.start;
  const moved = related?.map((place) => ({ ...place, start: place.start - by, end: place.end - by }));
  const range = { start: at.start - by, end: at.end - by };
  return { rule, severity, part, finding: { at: range, message, code, awsMessage, related: moved, tags, data } };
}
