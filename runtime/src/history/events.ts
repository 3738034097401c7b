import type { Json } from '../asl/json.ts';

/**
 * A history event as it is recorded: values instead of JSON text. `details` members `input`, `output` and `parameters` are JSON values and
 * `assignedVariables` maps names to values; `historyEvent` of api.ts makes the AWS shape, text included, when somebody asks.
 */
export interface EventRecord {
  readonly id: number;
  readonly previousEventId: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly type: string;
  readonly details: EventDetails | undefined;
}

/** Content of an event's `...EventDetails` member. */
export interface EventDetails {
  readonly [member: string]: Json | undefined;
}

/** `{...}` without the members that are undefined. */
export function withoutUndefined(details: EventDetails): EventDetails {
  const kept: Record<string, Json> = {};
  for (const [member, value] of Object.entries(details)) if (value !== undefined) kept[member] = value;
  return kept;
}
