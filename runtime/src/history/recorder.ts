import type { EventDetails, EventRecord } from './events.ts';

/** Numbers the events of one execution and keeps them. */
export class Recorder {
  readonly events: EventRecord[] = [];
  /** Id of the newest event, 0 before the first. */
  lastId = 0;

  add(type: string, previousEventId: number, time: number, details: EventDetails | undefined): EventRecord {
    this.lastId += 1;
    const event: EventRecord = { id: this.lastId, previousEventId, time, type, details };
    this.events.push(event);
    return event;
  }
}
