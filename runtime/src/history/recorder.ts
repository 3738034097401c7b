import type { Json } from '../asl/json.ts';
import type { EventKind } from './eventKind.ts';
import type { EventDetails, EventRecord } from './events.ts';

/** Places of an event in the log: the event that it follows, what it is, what it says. */
const STRIDE = 3;

type Slot = number | EventKind | string | EventDetails | Json | undefined;

/**
 * Numbers the events of one execution and keeps them, as a flat log: three slots an event instead of two or three objects. Every object that lives
 * on is copied twice by the garbage collector, which took a third of the time of runs of 100,000 transitions; most histories are never read.
 */
export class Recorder {
  /** Id of the newest event, 0 before the first. */
  lastId = 0;

  private readonly log: Slot[] = [];
  private firstTime = 0;
  private lastTime = 0;
  /** Later instants: the id of the first event of each, then its time. Many events share one. */
  private instants: number[] | undefined = undefined;
  /** The events that somebody has asked for. */
  private shown: EventRecord[] | undefined = undefined;

  /** Adds an event of a kind with its value, or of a type with its details; answers its id. `time` is in milliseconds since the epoch. */
  add(kind: EventKind | string, previousEventId: number, time: number, value: Json | EventDetails | undefined): number {
    this.lastId += 1;
    if (time !== this.lastTime) this.newInstant(time);
    this.log.push(previousEventId, kind, value);
    return this.lastId;
  }

  /** The newest event. */
  get newest(): EventRecord {
    return this.event(this.lastId, this.lastTime);
  }

  /** Every event so far, in order. Made when somebody asks, each once. */
  get events(): readonly EventRecord[] {
    this.shown ??= [];
    const instants = this.instants ?? [];
    let at = 0;
    let time = this.firstTime;
    for (let id = this.shown.length + 1; id <= this.lastId; id++) {
      while (at < instants.length && instants[at]! <= id) {
        time = instants[at + 1]!;
        at += 2;
      }
      this.shown.push(this.event(id, time));
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

  private event(id: number, time: number): EventRecord {
    const at = (id - 1) * STRIDE;
    const kind = this.log[at + 1] as EventKind | string;
    const value = this.log[at + 2];
    const previousEventId = this.log[at] as number;
    return typeof kind === 'string'
      ? { id, previousEventId, time, type: kind, details: value as EventDetails | undefined }
      : { id, previousEventId, time, type: kind.type, details: kind.details(value as Json) };
  }
}
