import type { Json } from '../asl/json.ts';
import type { EventKind } from './eventKind.ts';
import type { EventDetails, EventRecord } from './events.ts';

type Slot = EventKind | string | EventDetails | Json | undefined;

/** Places of an event in the log: what it is, what it says. */
const STRIDE = 2;

/** Events of one piece of the log: each piece is twice as long as the one before, up to the longest. */
const FIRST_PIECE = { least: 8, most: 256 };
const LONGEST_PIECE = 2048;

/**
 * Numbers the events of one execution and keeps them, as a flat log: two slots an event instead of two or three objects. Every object that lives
 * on is copied twice by the garbage collector, which took a third of the time of runs of 100,000 transitions; most histories are never read. The log
 * is in pieces, because one array that grows is copied again and again.
 */
export class Recorder {
  /** Id of the newest event, 0 before the first. */
  lastId = 0;

  private piece: Slot[];
  private filled = 0;
  /** Pieces that are full, in order. */
  private full: Slot[][] | undefined = undefined;
  /** What each event follows, from event `linkedFrom` on; the events before it follow the one before them. */
  private links: number[] | undefined = undefined;
  private linkedFrom = 0;
  private firstTime = 0;
  private lastTime = 0;
  /** Later instants: the id of the first event of each, then its time. Many events share one. */
  private instants: number[] | undefined = undefined;
  /** The events that somebody has asked for. */
  private shown: EventRecord[] | undefined = undefined;

  /** `expectedEvents` is a guess that saves room; any number of events may come. */
  constructor(expectedEvents: number) {
    const events = Math.min(Math.max(expectedEvents, FIRST_PIECE.least), FIRST_PIECE.most);
    this.piece = new Array(events * STRIDE);
  }

  /** Adds an event of a kind with its value, or of a type with its details; answers its id. `time` is in milliseconds since the epoch. */
  add(kind: EventKind | string, previousEventId: number, time: number, value: Json | EventDetails | undefined): number {
    const id = this.lastId + 1;
    this.lastId = id;
    if (time !== this.lastTime) this.newInstant(time);
    if (this.links !== undefined) this.links.push(previousEventId);
    else if (previousEventId !== usualPrevious(id)) this.links = this.linksFrom(id, previousEventId);
    if (this.filled === this.piece.length) this.newPiece();
    this.piece[this.filled] = kind;
    this.piece[this.filled + 1] = value;
    this.filled += STRIDE;
    return id;
  }

  /** The newest event. */
  get newest(): EventRecord {
    return this.event(this.lastId, this.lastTime, this.piece, this.filled - STRIDE);
  }

  /** Every event so far, in order. Made when somebody asks, each once. */
  get events(): readonly EventRecord[] {
    this.shown ??= [];
    const instants = this.instants ?? [];
    let instant = 0;
    let time = this.firstTime;
    let id = 0;
    for (const piece of this.full ? [...this.full, this.piece] : [this.piece]) {
      for (let at = 0; at < piece.length && id < this.lastId; at += STRIDE) {
        id += 1;
        while (instant < instants.length && instants[instant]! <= id) {
          time = instants[instant + 1]!;
          instant += 2;
        }
        if (id > this.shown.length) this.shown.push(this.event(id, time, piece, at));
      }
    }
    return this.shown;
  }

  private newInstant(time: number): void {
    this.lastTime = time;
    if (this.lastId === 1) {
      this.firstTime = time;
      return;
    }
    this.instants ??= [];
    this.instants.push(this.lastId, time);
  }

  private linksFrom(id: number, previousEventId: number): number[] {
    this.linkedFrom = id;
    return [previousEventId];
  }

  private newPiece(): void {
    this.full ??= [];
    this.full.push(this.piece);
    this.piece = new Array(Math.min(this.piece.length * 2, LONGEST_PIECE * STRIDE));
    this.filled = 0;
  }

  private event(id: number, time: number, piece: readonly Slot[], at: number): EventRecord {
    const kind = piece[at] as EventKind | string;
    const value = piece[at + 1];
    const previousEventId =
      this.links !== undefined && id >= this.linkedFrom ? this.links[id - this.linkedFrom]! : usualPrevious(id);
    return typeof kind === 'string'
      ? { id, previousEventId, time, type: kind, details: value as EventDetails | undefined }
      : { id, previousEventId, time, type: kind.type, details: kind.details(value as Json) };
  }
}

/** What an event follows where nothing runs beside it; the first state's entry follows nothing (recorded on AWS). */
function usualPrevious(id: number): number {
  return id === 2 ? 0 : id - 1;
}
