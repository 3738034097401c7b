import type { Strand } from './step.ts';
import type { Timeline } from './timeline.ts';

/** Longest list of threads, in JSON text, whatever the size of a Map. */
const LARGEST_LIST_BYTES = 8_000;
/** What an entry costs beside its name. */
const ENTRY_BYTES = 24;

export interface ThreadEntry {
  readonly id: number;
  readonly name: string;
  readonly strand: Strand;
}

/**
 * Strands as threads. A thread is known by its path, so that its id stays the same across steps back, restarts and replays of a session; the
 * execution itself is thread 1.
 */
export class ThreadIds {
  private readonly ids = new Map<string, number>([['', 1]]);
  private readonly strands = new Map<number, Strand>();

  idOf(strand: Strand): number {
    const path = strand.path;
    let id = this.ids.get(path);
    if (id === undefined) {
      id = this.ids.size + 1;
      this.ids.set(path, id);
    }
    this.strands.set(id, strand);
    return id;
  }

  /** The strand of a thread that is alive at a position; undefined when the thread has ended or was never shown. */
  strandOf(id: number, timeline: Timeline, position: number): Strand | undefined {
    const known = this.strands.get(id);
    if (!known) return id === 1 ? timeline.strands[0] : undefined;
    if (timeline.strands[known.order] === known && known.aliveAt(position)) return known;
    const path = known.path;
    const found = timeline.strands.findLast(
      (strand) => strand.index === known.index && strand.aliveAt(position) && strand.path === path,
    );
    if (found) this.strands.set(id, found);
    return found;
  }
}

export interface ThreadSelection {
  /** Strands that must be listed, the most important first. */
  readonly first: readonly Strand[];
  /** Paths that the user wants to see always. */
  readonly pinned: ReadonlySet<string>;
  readonly most: number;
  /** Whether a strand that is neither of them is listed at all. */
  readonly lists: (strand: Strand) => boolean;
}

/**
 * The threads to list at a position: the execution, those that stand or were asked for, failed and pinned ones, then the oldest running ones, at
 * most `most`. Answers also how many were left out.
 */
export function listThreads(
  timeline: Timeline,
  position: number,
  ids: ThreadIds,
  machineName: string,
  { first, pinned, most, lists }: ThreadSelection,
): { readonly threads: readonly ThreadEntry[]; readonly leftOut: number } {
  const alive = timeline.aliveAt(position);
  const chosen = new Set<Strand>();
  const add = (strand: Strand | undefined) => {
    if (strand && chosen.size < most) chosen.add(strand);
  };
  add(first[0]);
  add(alive[0]);
  for (const strand of first) add(strand.aliveAt(position) ? strand : undefined);
  if (alive.length > most) {
    for (const strand of alive)
      if (timeline.stepOf(strand, position)?.phase === 'failure' && lists(strand)) add(strand);
  }
  if (pinned.size > 0) {
    for (const strand of alive) if (pinned.has(strand.path)) add(strand);
  }
  for (const strand of alive) {
    if (chosen.size >= most) break;
    if (lists(strand)) add(strand);
  }
  const widest = Math.max(16, Math.floor(LARGEST_LIST_BYTES / Math.max(1, chosen.size)) - ENTRY_BYTES);
  const threads = [...chosen]
    .sort((a, b) => a.order - b.order)
    .map((strand) => ({
      id: ids.idOf(strand),
      name: shortened(nameOf(strand, timeline, position, machineName), widest),
      strand,
    }));
  return { threads, leftOut: alive.length - chosen.size };
}

function nameOf(strand: Strand, timeline: Timeline, position: number, machineName: string): string {
  const state = timeline.stepOf(strand, position)?.state.name;
  const path = strand.path || machineName;
  return state === undefined ? path : `${path} ▸ ${state}`;
}

/** Cuts a name in the middle, so that its bytes fit; the end tells threads apart. */
function shortened(name: string, bytes: number): string {
  const size = utf8Length(name);
  if (size <= bytes) return name;
  const characters = [...name];
  const keep = Math.max(4, Math.floor(((bytes - 3) * characters.length) / size) - 1);
  const tail = Math.ceil(keep * 0.6);
  return `${characters.slice(0, keep - tail).join('')}…${characters.slice(-tail).join('')}`;
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
