import { isObject, type Json, type JsonObject } from '../../asl/json.ts';
import { invalidRequest, type RequestProblem } from './requestProblem.ts';

/** What an argument has to be: a scalar, an object with these members (`?` ends the names of those that may be missing), or a list. */
type Shape = 'number' | 'text' | 'true or false' | { readonly [member: string]: Shape } | readonly [Shape];

const SETTINGS = { 'condition?': 'text', 'hitCondition?': 'text', 'logMessage?': 'text', 'mode?': 'text' } as const;
const SOURCE = { 'path?': 'text', 'sourceReference?': 'number' } as const;
const PLACE = { source: SOURCE, line: 'number', 'column?': 'number' } as const;
const THREAD = { threadId: 'number', 'singleThread?': 'true or false', 'granularity?': 'text' } as const;
const ANY_THREAD = { 'threadId?': 'number', 'singleThread?': 'true or false' } as const;
const FRAME = { frameId: 'number' } as const;

/** The arguments of requests that have any, as far as handlers rely on them. Launch configurations are checked on their own. */
const SHAPES: Readonly<Record<string, { readonly [member: string]: Shape }>> = {
  setBreakpoints: {
    source: SOURCE,
    'breakpoints?': [{ line: 'number', 'column?': 'number', ...SETTINGS }],
    'lines?': ['number'],
  },
  setFunctionBreakpoints: { breakpoints: [{ name: 'text', ...SETTINGS }] },
  setExceptionBreakpoints: { 'filters?': ['text'], 'filterOptions?': [{ filterId: 'text', 'condition?': 'text' }] },
  setDataBreakpoints: { breakpoints: [{ dataId: 'text', ...SETTINGS }] },
  dataBreakpointInfo: { name: 'text', 'variablesReference?': 'number' },
  breakpointLocations: { ...PLACE, 'endLine?': 'number', 'endColumn?': 'number' },
  continue: ANY_THREAD,
  pause: ANY_THREAD,
  reverseContinue: ANY_THREAD,
  next: THREAD,
  stepIn: { ...THREAD, 'targetId?': 'number' },
  stepOut: THREAD,
  stepBack: THREAD,
  stepInTargets: FRAME,
  restartFrame: FRAME,
  goto: { threadId: 'number', targetId: 'number' },
  gotoTargets: PLACE,
  terminateThreads: { 'threadIds?': ['number'] },
  stackTrace: { threadId: 'number', 'startFrame?': 'number', 'levels?': 'number' },
  scopes: FRAME,
  variables: { variablesReference: 'number', 'filter?': 'text', 'start?': 'number', 'count?': 'number' },
  setVariable: { variablesReference: 'number', name: 'text', value: 'text' },
  setExpression: { expression: 'text', value: 'text', 'frameId?': 'number' },
  evaluate: { expression: 'text', 'frameId?': 'number', 'context?': 'text' },
  completions: { text: 'text', column: 'number', 'line?': 'number', 'frameId?': 'number' },
  locations: { locationReference: 'number' },
  exceptionInfo: { threadId: 'number' },
  cancel: { 'requestId?': 'number' },
  'asl/stateData': { visit: 'number', 'attempt?': 'number' },
  'asl/goTo': { step: 'number' },
  'asl/iterations': { visit: 'number', 'start?': 'number', 'count?': 'number', 'filter?': 'text' },
  'asl/focusIteration': { visit: 'number', index: 'number' },
  'asl/answer': { 'call?': 'number', 'token?': 'text', 'error?': 'text', 'cause?': 'text' },
  'asl/forkAnswer': { fork: 'number', policy: 'text' },
  'asl/selectLine': { line: 'number' },
  'asl/skipState': { threadId: 'number' },
  'asl/childReady': { id: 'number', 'error?': 'text' },
  'asl/childState': { id: 'number', state: 'text' },
};

/** The arguments as handlers can rely on them: members that may be missing are not `null` either. A problem says what is wrong. */
export function shapedArguments(command: string, given: unknown): unknown {
  const shape = Object.hasOwn(SHAPES, command) ? SHAPES[command] : undefined;
  if (!shape) return given;
  const shaped = members(shape, given as Json, '');
  return typeof shaped === 'string' ? problemOf(command, shaped) : shaped.value;
}

function problemOf(command: string, what: string): RequestProblem {
  return invalidRequest(`'${command}' cannot be understood: ${what}.`);
}

/** The value as the shape wants it, or what is wrong with it. */
type Shaped = { readonly value: Json } | string;

function shaped(shape: Shape, given: Json | undefined, name: string): Shaped {
  if (shape === 'number') return typeof given === 'number' ? { value: given } : `'${name}' is no number`;
  if (shape === 'text') return typeof given === 'string' ? { value: given } : `'${name}' is no text`;
  if (shape === 'true or false') return typeof given === 'boolean' ? { value: given } : `'${name}' is not ${shape}`;
  return isList(shape) ? list(shape[0], given, name) : members(shape, given, name);
}

function list(shape: Shape, given: Json | undefined, name: string): Shaped {
  if (!Array.isArray(given)) return `'${name}' is no list`;
  const value: Json[] = [];
  for (const [i, item] of given.entries()) {
    const result = shaped(shape, item, `${name}[${i}]`);
    if (typeof result === 'string') return result;
    value.push(result.value);
  }
  return { value };
}

function members(shape: { readonly [member: string]: Shape }, given: Json | undefined, name: string): Shaped {
  if (!isObject(given)) return name === '' ? 'its arguments are no object' : `'${name}' is no object`;
  const value: Record<string, Json> = { ...(given as JsonObject) };
  for (const [key, member] of Object.entries(shape)) {
    const isOptional = key.endsWith('?');
    const own = isOptional ? key.slice(0, -1) : key;
    if (isOptional && (value[own] === undefined || value[own] === null)) {
      delete value[own];
      continue;
    }
    const result = shaped(member, value[own], name === '' ? own : `${name}.${own}`);
    if (typeof result === 'string') return result;
    value[own] = result.value;
  }
  return { value };
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}
