import { objectFact, type StateKind } from './fields.ts';

/** The eight state types. */
export type StateType = 'Pass' | 'Task' | 'Choice' | 'Wait' | 'Succeed' | 'Fail' | 'Parallel' | 'Map';

/** In the order the service lists them in its messages. */
export const STATE_TYPES: readonly StateType[] = [
  'Task',
  'Wait',
  'Pass',
  'Succeed',
  'Fail',
  'Choice',
  'Parallel',
  'Map',
];

const KINDS: Readonly<Record<StateType, StateKind>> = {
  Pass: 'passState',
  Task: 'taskState',
  Choice: 'choiceState',
  Wait: 'waitState',
  Succeed: 'succeedState',
  Fail: 'failState',
  Parallel: 'parallelState',
  Map: 'mapState',
};

/** Whether the text names a state type. Case matters. */
export function isStateType(text: unknown): text is StateType {
  return typeof text === 'string' && Object.hasOwn(KINDS, text);
}

/** The object kind of a state type in the language table. */
export function stateKind(type: StateType): StateKind {
  return KINDS[type];
}

/** What the state type does, in Markdown. */
export function stateDoc(type: StateType): string {
  return objectFact(KINDS[type]).doc;
}

/** Whether states of this type end the machine by themselves: they have no `Next` and no `End`. */
export function isTerminalType(type: StateType): boolean {
  return type === 'Succeed' || type === 'Fail';
}

/** The field that tells a state's type. */
export const STATE_TYPE_FIELD = 'Type';

/** Longest state name, in characters. */
export const LONGEST_STATE_NAME = 80;
/** Longest variable name, in characters. */
export const LONGEST_VARIABLE_NAME = 80;
/** Deepest nesting of intrinsic function calls in one field. */
export const DEEPEST_INTRINSIC = 10;
/** Longest definition the service takes, in characters (1 MiB). */
export const LONGEST_DEFINITION = 1_048_576;

/** Whether the service takes this as a variable name: Unicode identifier, at most 80 characters; `states` is reserved. */
export function isVariableName(name: string): boolean {
  return VARIABLE_NAME.test(name) && [...name].length <= LONGEST_VARIABLE_NAME;
}

/** The name no variable can have: it is the root of JSONata's built-in data. */
export const RESERVED_VARIABLE = 'states';

const VARIABLE_NAME = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u;
