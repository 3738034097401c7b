import { isObject, type Json, type JsonObject } from '../../asl/json.ts';
import { RecordedEvent } from './recordedEvent.ts';

/** What a file with a recorded history holds. */
export interface HistoryText {
  /** In the order of their ids, each once. */
  readonly events: readonly RecordedEvent[];
  /** The definition, where somebody has put it beside the events: text, or the object itself as text. */
  readonly definition: string | undefined;
  readonly executionArn: string | undefined;
}

/** Why a text is no history, as a sentence for the user. */
export class NoHistory {
  constructor(readonly reason: string) {}
}

/**
 * Reads what `aws stepfunctions get-execution-history` prints: `{"events": [...]}`, several such pages in an array or one after another (JSON
 * lines), a plain array of events, or the log events of an Express execution (`{"message": "{...}"}` of CloudWatch Logs).
 */
export function readHistory(text: string): HistoryText | NoHistory {
  const found: Found = { events: new Map(), definition: undefined, executionArn: undefined };
  const values = jsonValuesIn(text);
  if (values === undefined) return new NoHistory('The file is not JSON.');
  for (const value of values) collect(value, found);
  const events = [...found.events.values()].sort((a, b) => a.id - b.id);
  const problem = problemOf(events, found);
  return problem === undefined
    ? { events, definition: found.definition, executionArn: found.executionArn }
    : new NoHistory(problem);
}

interface Found {
  readonly events: Map<number, RecordedEvent>;
  definition: string | undefined;
  executionArn: string | undefined;
  /** The events belong to more than one execution. */
  isMixed?: boolean;
}

function collect(value: Json, found: Found): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, found);
    return;
  }
  if (!isObject(value)) return;
  const { definition, events, message } = value;
  if (typeof definition === 'string') found.definition ??= readable(definition);
  else if (isObject(definition)) found.definition ??= JSON.stringify(definition, undefined, 2);
  nameExecution(value.executionArn ?? value.execution_arn, found);
  if (Array.isArray(events)) collect(events, found);
  const event = eventOf(value);
  if (event) found.events.set(event.id, event);
  else if (typeof message === 'string') for (const logged of jsonValuesIn(message) ?? []) collect(logged, found);
}

/** Definitions come in one line from the API: they are put on lines that one can stop at. */
function readable(definition: string): string {
  if (definition.includes('\n')) return definition;
  const [value] = jsonValuesIn(definition) ?? [];
  return value === undefined ? definition : JSON.stringify(value, undefined, 2);
}

function nameExecution(arn: Json | undefined, found: Found): void {
  if (typeof arn !== 'string') return;
  if (found.executionArn !== undefined && found.executionArn !== arn) found.isMixed = true;
  found.executionArn ??= arn;
}

/** An event of GetExecutionHistory, or as Express executions log it; undefined when the object is none. */
function eventOf(value: JsonObject): RecordedEvent | undefined {
  const { type } = value;
  const id = Number(value.id);
  const time = timeOf(value.timestamp ?? value.event_timestamp);
  if (typeof type !== 'string' || !Number.isInteger(id) || id < 1 || time === undefined) return undefined;
  const previous = Number(value.previousEventId ?? value.previous_event_id ?? 0);
  const member = Object.keys(value).find((name) => name.endsWith('EventDetails')) ?? 'details';
  const details = value[member];
  return new RecordedEvent(id, previous, time, type, isObject(details) ? details : {});
}

/** ISO text, seconds (AWS CLI version 1), or milliseconds (CloudWatch Logs), as milliseconds since the epoch. */
function timeOf(value: Json | undefined): number | undefined {
  if (typeof value === 'string' && !/^\d+$/.test(value)) {
    const time = Date.parse(value);
    return Number.isNaN(time) ? undefined : time;
  }
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number') return undefined;
  return number < MOST_SECONDS ? Math.round(number * 1000) : number;
}

/** Larger numbers are milliseconds: as seconds they would lie beyond the year 5000. */
const MOST_SECONDS = 100_000_000_000;

function problemOf(events: readonly RecordedEvent[], { isMixed }: Found): string | undefined {
  if (isMixed) return 'The file holds events of several executions. Keep those of one.';
  const [first] = events;
  if (!first) return 'There are no events of an execution in it.';
  for (const [i, { id }] of events.entries()) {
    if (id !== i + 1)
      return `Event ${i + 1} is missing: the file needs every page of the history, from the first event.`;
  }
  if (first.type !== 'ExecutionStarted') return `The first event is ${first.type}, not ExecutionStarted.`;
  return undefined;
}

/** The JSON values of a text that holds one, or several after another; undefined when something in it is none. */
function jsonValuesIn(text: string): Json[] | undefined {
  try {
    return [JSON.parse(text) as Json];
  } catch {
    // Several values, or none.
  }
  const values: Json[] = [];
  try {
    for (let at = firstOf(text, 0); at < text.length; ) {
      const end = endOfValue(text, at);
      values.push(JSON.parse(text.slice(at, end)) as Json);
      at = firstOf(text, end);
    }
  } catch {
    return undefined;
  }
  return values;
}

function firstOf(text: string, from: number): number {
  const blank = /[\s,]*/y;
  blank.lastIndex = from;
  blank.test(text);
  return blank.lastIndex;
}

/** Where the object or array that begins at a position ends; anything else ends with its line. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  const marks = /"(?:[^"\\]|\\.)*"|[[{]|[\]}]|\n/gs;
  marks.lastIndex = start;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    const [found] = mark;
    if (found === '{' || found === '[') depth += 1;
    else if (found === '}' || found === ']') depth -= 1;
    else if (found !== '\n') continue;
    if (depth <= 0) return marks.lastIndex;
  }
  return text.length;
}
