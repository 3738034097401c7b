import type { Json, JsonObject } from '../asl/json.ts';
import type { Branch } from './branch.ts';
import type { Limits } from './environment.ts';
import { Failure } from './failure.ts';

/** AWS's quotas: payload size in bytes of UTF-8, events of a Standard history. */
export const AWS_LIMITS: Limits = { payloadBytes: 262_144, historyEvents: 25_000, expressTransitions: 300_000 };

/** Longest TimeoutSeconds and HeartbeatSeconds, and the time-out where the definition gives none. */
export const LONGEST_TIMEOUT_SECONDS = 99_999_999;

/** All variables of an execution together take as much as this many payloads: 10 MiB. */
const VARIABLE_PAYLOADS = 40;

export const NO_LIMITS: Limits = {
  payloadBytes: Number.POSITIVE_INFINITY,
  historyEvents: Number.POSITIVE_INFINITY,
  expressTransitions: Number.POSITIVE_INFINITY,
};

/** Sizes of containers that were measured before: values are immutable and shared, so each is walked once in its life. */
const measured = new WeakMap<object, number>();

/** Bytes of the value's compact JSON text in UTF-8. */
export function payloadSize(value: Json): number {
  if (typeof value === 'string') return stringSize(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value).length;
  const known = measured.get(value);
  if (known !== undefined) return known;
  return measure(value);
}

/** Whether the value's text has at most `limit` bytes. Most values are so small that nobody needs to know how small. */
export function fitsPayload(value: Json, limit: number): boolean {
  if (limit === Number.POSITIVE_INFINITY) return true;
  nodesLeft = SMALL_NODES;
  return mostBytes(value) <= limit || payloadSize(value) <= limit;
}

/** Values with more parts than this are measured once and remembered instead of being looked through each time. */
const SMALL_NODES = 64;
let nodesLeft = 0;

/** A size that the value's text does not exceed: every character may take six bytes. Infinite for values with many parts. */
function mostBytes(value: Json): number {
  if (typeof value === 'string') return value.length * 6 + 2;
  if (typeof value !== 'object' || value === null) return 25;
  nodesLeft -= 1;
  let most = 2;
  if (Array.isArray(value)) {
    nodesLeft -= value.length;
    for (let at = 0; at < value.length && nodesLeft >= 0; at++) most += mostBytes(value[at]!) + 1;
  } else {
    for (const name in value) {
      nodesLeft -= 1;
      if (nodesLeft < 0) break;
      most += name.length * 6 + 4 + mostBytes((value as JsonObject)[name]!);
    }
  }
  return nodesLeft < 0 ? Number.POSITIVE_INFINITY : most;
}

/** The failure of a state or task whose result is larger than AWS carries. `name` is the state, `lambda`, or the function's ARN (recorded on AWS). */
export function dataLimitFailure(name: string): Failure {
  return new Failure(
    'States.DataLimitExceeded',
    `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}

/**
 * The failure of a state whose value on its way out, or whose variables, exceed the quota. Other than a task's result, only its own name matches it
 * (AWS documentation, "Error names"). Undefined where everything fits.
 */
export function stateLimitFailure({ output, assigned, variables, state }: Branch, limit: number): Failure | undefined {
  const fits =
    fitsPayload(output, limit) &&
    (assigned === undefined || (fitsPayload(assigned, limit) && variablesFit({ ...variables, ...assigned }, limit)));
  return fits ? undefined : terminalLimitFailure(state.name);
}

/** The failure of a state whose Parameters or Arguments make more of its input than the quota allows (same page). */
export function inputLimitFailure({ execution, effective, input, state }: Branch): Failure | undefined {
  // What the state was given was measured when it was given.
  if (effective === input || fitsPayload(effective, execution.environment.limits.payloadBytes)) return undefined;
  return terminalLimitFailure(state.name);
}

function terminalLimitFailure(name: string): Failure {
  const { error, cause } = dataLimitFailure(name);
  return new Failure(error, cause, { terminal: true });
}

/** No variable is larger than a payload: few of them need not be measured. */
function variablesFit(variables: JsonObject, limit: number): boolean {
  return Object.keys(variables).length <= VARIABLE_PAYLOADS || payloadSize(variables) <= limit * VARIABLE_PAYLOADS;
}

/** Walks without recursion: payloads may be nested deeper than the stack. */
function measure(root: object): number {
  const stack: { value: object; children: Json[]; at: number; size: number }[] = [frame(root)];
  for (;;) {
    const top = stack[stack.length - 1]!;
    if (top.at < top.children.length) {
      const child = top.children[top.at++]!;
      const known = typeof child === 'object' && child !== null ? measured.get(child) : payloadSize(child);
      if (known !== undefined) top.size += known;
      else stack.push(frame(child as object));
      continue;
    }
    measured.set(top.value, top.size);
    stack.pop();
    const parent = stack[stack.length - 1];
    if (!parent) return top.size;
    parent.size += top.size;
  }
}

function frame(value: object) {
  if (Array.isArray(value)) return { value, children: value as Json[], at: 0, size: 2 + Math.max(0, value.length - 1) };
  const keys = Object.keys(value);
  let size = 2 + Math.max(0, keys.length - 1);
  for (const key of keys) size += stringSize(key) + 1;
  return { value, children: Object.values(value) as Json[], at: 0, size };
}

/** Bytes of a string's JSON text: quotes, escapes and UTF-8. */
function stringSize(text: string): number {
  let size = 2 + text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) {
      if (code === 0x22 || code === 0x5c) size += 1;
      else if (code < 0x20) size += code === 8 || code === 9 || code === 10 || code === 12 || code === 13 ? 1 : 5;
    } else if (code < 0x800) size += 1;
    else if (code >= 0xd800 && code <= 0xdbff && isLowSurrogate(text.charCodeAt(i + 1))) {
      size += 2;
      i += 1;
    } else if (code >= 0xd800 && code <= 0xdfff) size += 5;
    else size += 2;
  }
  return size;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
