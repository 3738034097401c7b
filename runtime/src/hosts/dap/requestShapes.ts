import { isObject, type Json, type JsonObject } from '../../asl/json.ts';
import { invalidRequest, type RequestProblem } from './requestProblem.ts';

/** What an argument has to be: a scalar, an object with these members (`?` ends the names of those that may be missing), or a list. */
type Shape = 'number' | 'text' | 'true or false' | Members | readonly [Shape];
type Members = { readonly [member: string]: Shape };

const SETTINGS = { 'condition?': 'text', 'hitCondition?': 'text', 'logMessage?': 'text', 'mode?': 'text' } as const;
const SOURCE = { 'path?': 'text', 'sourceReference?': 'number' } as const;
const PLACE = { source: SOURCE, line: 'number', 'column?': 'number' } as const;
const THREAD = { threadId: 'number', 'singleThread?': 'true or false', 'granularity?': 'text' } as const;
const ANY_THREAD = { 'threadId?': 'number', 'singleThread?': 'true or false' } as const;
const FRAME = { frameId: 'number' } as const;

/** The arguments of requests that have any, as far as handlers rely on them. Launch configurations are checked on their own. */
const SHAPES: Readonly<Record<string, Members>> = {
  setBreakpoints: {
    source: SOURCE,
    'breakpoints?': [{ line: 'number', 'column?': 'number', ...SETTINGS }],
    'lines?': ['number'],
  },
  setFunctionBreakpoints: { breakpoints: [{ name: 'text', ...SETTINGS }] },
  setExceptionBreakpoints: { 'filters?': ['text'], 'filterOptions?': [{ filterId: 'text', 'condition?': 'text' }] },
  setDataBreakpoints: { breakpoints: [{ dataId: 'text', 'accessType?': 'text', ...SETTINGS }] },
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

/** A member of a shape, its name taken apart. */
interface Member {
  readonly name: string;
  readonly isOptional: boolean;
  readonly shape: Shape;
}

interface MemberTable {
  readonly byName: ReadonlyMap<string, Member>;
  readonly required: readonly Member[];
}

/** Shapes are taken apart once: a client may send ten thousand breakpoints at each change. */
const tables = new Map<Members, MemberTable>();

/** The arguments as handlers can rely on them: members that may be missing are not `null` either. A problem says what is wrong. */
export function shapedArguments(command: string, given: unknown): unknown {
  const shape = Object.hasOwn(SHAPES, command) ? SHAPES[command] : undefined;
  if (!shape) return given;
  if (!isObject(given)) return problemOf(command, 'its arguments are no object');
  const checked = checkMembers(shape, given);
  if (checked === 'right') return given;
  if (checked === 'holds null') return withoutNulls(shape, given);
  return problemOf(command, `'${checked.path}' is ${checked.what}`);
}

function problemOf(command: string, what: string): RequestProblem {
  return invalidRequest(`'${command}' cannot be understood: ${what}.`);
}

/** What is wrong, and where; only then is a path put together. */
interface Wrong {
  readonly path: string;
  readonly what: string;
}

type Checked = 'right' | 'holds null' | Wrong;

function check(shape: Shape, given: Json | undefined): Checked {
  if (shape === 'number') return typeof given === 'number' ? 'right' : { path: '', what: 'no number' };
  if (shape === 'text') return typeof given === 'string' ? 'right' : { path: '', what: 'no text' };
  if (shape === 'true or false') return typeof given === 'boolean' ? 'right' : { path: '', what: `not ${shape}` };
  if (isList(shape)) return Array.isArray(given) ? checkItems(shape[0], given) : { path: '', what: 'no list' };
  return isObject(given) ? checkMembers(shape, given) : { path: '', what: 'no object' };
}

function checkItems(shape: Shape, given: readonly Json[]): Checked {
  let result: Checked = 'right';
  for (let i = 0; i < given.length; i++) {
    const checked = check(shape, given[i]);
    if (typeof checked === 'object') return inside(`[${i}]`, checked);
    if (checked === 'holds null') result = checked;
  }
  return result;
}

/** Goes by the members that are there: of those that a breakpoint may have, most are missing. */
function checkMembers(shape: Members, given: JsonObject): Checked {
  const { byName, required } = members(shape);
  let result: Checked = 'right';
  let found = 0;
  for (const name in given) {
    const member = byName.get(name);
    if (!member) continue;
    const value = given[name];
    const checked = member.isOptional && value === null ? 'holds null' : check(member.shape, value);
    if (typeof checked === 'object') return inside(name, checked);
    if (checked === 'holds null') result = checked;
    if (!member.isOptional) found++;
  }
  if (found === required.length) return result;
  const missing = required.find(({ name }) => !Object.hasOwn(given, name))!;
  return inside(missing.name, check(missing.shape, undefined) as Wrong);
}

function inside(name: string, { path, what }: Wrong): Wrong {
  return { path: path === '' || path.startsWith('[') ? `${name}${path}` : `${name}.${path}`, what };
}

/** A copy without the members that are `null` and may be missing. */
function withoutNulls(shape: Shape, given: Json): Json {
  if (typeof shape === 'string') return given;
  if (isList(shape)) return (given as readonly Json[]).map((item) => withoutNulls(shape[0], item));
  const copy: Record<string, Json> = { ...(given as JsonObject) };
  for (const { name, isOptional, shape: member } of members(shape).byName.values()) {
    if (isOptional && copy[name] === null) delete copy[name];
    else if (copy[name] !== undefined) copy[name] = withoutNulls(member, copy[name]);
  }
  return copy;
}

function members(shape: Members): MemberTable {
  let found = tables.get(shape);
  if (!found) {
    const all = Object.entries(shape).map(([key, member]): Member => {
      const isOptional = key.endsWith('?');
      return { name: isOptional ? key.slice(0, -1) : key, isOptional, shape: member };
    });
    found = {
      byName: new Map(all.map((member) => [member.name, member])),
      required: all.filter(({ isOptional }) => !isOptional),
    };
    tables.set(shape, found);
  }
  return found;
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}
