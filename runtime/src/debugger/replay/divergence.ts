import type { Json } from '../../asl/json.ts';
import type { CompiledState } from '../../interpreter/machine.ts';
import { type Change, differences } from '../changes.ts';
import type { StepPhase } from '../step.ts';
import { pathText } from '../valuePath.ts';
import type { RecordedEvent } from './recordedEvent.ts';

/** Where a replay and its recording part. */
export interface Divergence {
  readonly state: string;
  readonly phase: StepPhase;
  /** Id of the event that says otherwise. */
  readonly eventId: number;
  readonly text: string;
}

/** The first part of a value in which two values differ. */
export function firstDifference(recorded: Json, recomputed: Json): Change | undefined {
  return differences(recorded, recomputed)[0];
}

/** `'Charge', phase output: $.total was 5 in the recording (event 12, TaskStateExited) and is 7 now.` */
export function valueDivergence(
  state: CompiledState,
  phase: StepPhase,
  event: RecordedEvent,
  { path, before, after }: Change,
): Divergence {
  const recorded = before === undefined ? 'was not there' : `was ${shortText(before)}`;
  const recomputed = after === undefined ? 'is not there now' : `is ${shortText(after)} now`;
  const place = phase === 'variables' ? `$${pathText(path).slice(1)}` : `$${pathText(path)}`;
  return {
    state: state.name,
    phase,
    eventId: event.id,
    text: `'${state.name}', phase ${phase}: ${place} ${recorded} in the recording (event ${event.id}, ${event.type}) and ${recomputed}.`,
  };
}

/** The program does something else than the recording shows. */
export function pathDivergence(state: CompiledState, phase: StepPhase, event: RecordedEvent, what: string): Divergence {
  return {
    state: state.name,
    phase,
    eventId: event.id,
    text: `'${state.name}', phase ${phase}: ${what} (event ${event.id}, ${event.type}).`,
  };
}

/** Sources of values that no replay can make again: ids, random numbers, the time, names of the execution. */
const NOT_REPRODUCIBLE =
  /States\.(?:UUID|MathRandom)\b|\$(?:uuid|random|now|millis|shuffle)\(|\$\$(?!\.Map\b)|\$states\.context(?!\.Map\b)/;

const volatileStates = new WeakMap<CompiledState, boolean>();

/** Whether a state, or one inside it, makes values that cannot be made again. */
export function isVolatile(state: CompiledState): boolean {
  let known = volatileStates.get(state);
  if (known === undefined) {
    known = NOT_REPRODUCIBLE.test(JSON.stringify(state.definition));
    volatileStates.set(state, known);
  }
  return known;
}

/** Whether two values differ only as ids, random numbers and times do: in texts and numbers, each in the same place. */
export function differsAsChanceDoes(recorded: Json, recomputed: Json): boolean {
  return differences(recorded, recomputed).every(
    ({ before, after }) => typeof before === typeof after && (typeof before === 'string' || typeof before === 'number'),
  );
}

const LONGEST_SHOWN = 120;

function shortText(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN - 1)}…` : text;
}
