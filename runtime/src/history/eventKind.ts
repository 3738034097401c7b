import type { Json } from '../asl/json.ts';
import type { EventDetails } from './events.ts';

/**
 * What the events of one place of a definition have in common, made once: their type, and their details but for one value (`StateEntered` of one
 * state differ in their input alone). A recorded event then is a number, its kind and its value, and needs no objects of its own.
 */
export class EventKind {
  constructor(
    readonly type: string,
    /** Details that are the same in every event. */
    private readonly fixed: EventDetails,
    /** Member of the details that holds the event's own value. */
    private readonly member: string,
  ) {}

  details(value: Json): EventDetails {
    return { ...this.fixed, [this.member]: value };
  }
}
