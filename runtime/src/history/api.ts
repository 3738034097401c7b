import type { Json } from '../asl/json.ts';
import { jsonText } from '../asl/jsonText.ts';
import type { EventDetails, EventRecord } from './events.ts';
import type { Recorder } from './recorder.ts';

/** A history event in the shape of GetExecutionHistory: `stateEnteredEventDetails` and its kin hold JSON text. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: Date;
  readonly type: string;
  readonly [details: `${string}EventDetails`]: unknown;
}

/**
 * Events in AWS's shape, as an array that makes each event when it is first looked at, and its JSON text when a member is read. A Map of 100,000
 * iterations leaves 800,000 events: made at once they take twice the memory of the run itself, and most are never read.
 */
export function historyEvents(recorder: Recorder): HistoryEvent[] {
  const made: HistoryEvent[] = new Array(recorder.lastId);
  const make = (target: HistoryEvent[], key: string | symbol) => {
    const index = typeof key === 'string' ? Number(key) : Number.NaN;
    if (index >= 0 && index < made.length && Number.isInteger(index) && target[index] === undefined) {
      target[index] = historyEvent(recorder.events[index]!);
    }
  };
  return new Proxy(made, {
    get: (target, key, receiver) => {
      make(target, key);
      return Reflect.get(target, key, receiver);
    },
    has: (target, key) => {
      make(target, key);
      return Reflect.has(target, key);
    },
    getOwnPropertyDescriptor: (target, key) => {
      make(target, key);
      return Reflect.getOwnPropertyDescriptor(target, key);
    },
    ownKeys: (target) => {
      for (let index = 0; index < made.length; index++) make(target, String(index));
      return Reflect.ownKeys(target);
    },
  });
}

/** One event in AWS's shape. */
export function historyEvent(record: EventRecord): HistoryEvent {
  const event: Record<string, unknown> = {
    id: record.id,
    previousEventId: record.previousEventId,
    timestamp: new Date(record.time),
    type: record.type,
  };
  if (record.details) event[detailsMember(record.type)] = detailsInApiShape(record.details);
  return event as unknown as HistoryEvent;
}

/** Name of the member that holds an event's details: `<T>StateEntered` share one, every other type has its own. */
function detailsMember(type: string): `${string}EventDetails` {
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}

/** Members that AWS gives as JSON text, with the member that tells whether the text was cut. */
const TEXT_MEMBERS: Readonly<Record<string, string | undefined>> = {
  input: 'inputDetails',
  output: 'outputDetails',
  parameters: undefined,
};

function detailsInApiShape(details: EventDetails): Record<string, unknown> {
  const shaped: Record<string, unknown> = {};
  for (const member of Object.keys(details)) {
    const value = details[member];
    if (value === undefined) continue;
    if (member in TEXT_MEMBERS) {
      defineText(shaped, member, value);
      const flag = TEXT_MEMBERS[member];
      if (flag) shaped[flag] = { truncated: false };
    } else if (member === 'assignedVariables') {
      const texts = {};
      for (const [name, assigned] of Object.entries(value as Record<string, Json>)) defineText(texts, name, assigned);
      shaped[member] = texts;
      shaped.assignedVariablesDetails = { truncated: false };
    } else {
      shaped[member] = value;
    }
  }
  return shaped;
}

/** A member whose JSON text is made at the first read: most histories are never read whole. */
function defineText(target: object, member: string, value: Json): void {
  let text: string | undefined;
  Object.defineProperty(target, member, {
    enumerable: true,
    configurable: true,
    get: () => {
      text ??= jsonText(value);
      return text;
    },
  });
}
