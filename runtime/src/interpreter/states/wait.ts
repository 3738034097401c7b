import { parseTimestamp } from '../../asl/choice.ts';
import type { Json, JsonObject } from '../../asl/json.ts';
import { ExpressionFailure } from '../../expressions/failure.ts';
import { compilePath, isSyntaxProblem } from '../../expressions/jsonPath.ts';
import type { Branch } from '../branch.ts';
import { numberField, typedField } from '../fields.ts';
import { type Phase, type PhaseOutcome, SUSPENDED } from '../machine.ts';
import {
  assignPhases,
  type Evaluated,
  inputOnly,
  inputPathPhases,
  jsonataOutputPhases,
  outputPathPhases,
  phase,
  whenEvaluated,
} from '../phases.ts';
import { resume } from '../runState.ts';

/** Longest delay that the service takes: 2³¹−1 seconds (recorded on AWS). */
const LONGEST_DELAY = 2 ** 31 - 1;

/** Wait: Amazon States Language, "Wait State". */
export function waitPhases(definition: JsonObject, queryLanguage: string): Phase[] {
  const until = deadline(definition, queryLanguage);
  const wait = phase('result', (branch) => whenEvaluated(until(branch), (time) => sleep(branch, time as number)));
  if (queryLanguage === 'JSONata') return [wait, ...jsonataOutputPhases(definition, inputOnly)];
  return [
    ...inputPathPhases(definition),
    wait,
    ...assignPhases(definition, (branch) => branch.effective),
    ...outputPathPhases(definition),
  ];
}

function sleep(branch: Branch, time: number): PhaseOutcome {
  const { clock } = branch.execution.environment;
  branch.output = branch.effective;
  const now = clock.now();
  if (time - now > LONGEST_DELAY * 1000)
    return new ExpressionFailure('States.Runtime', 'Wait state delay is too long.');
  if (time <= now) return undefined;
  const timer = clock.schedule(time, () => {
    resume(branch, undefined);
    branch.execution.scheduler.pump();
  });
  branch.cancelWait = () => timer.cancel();
  return SUSPENDED;
}

/** Milliseconds since the epoch until which the state waits. */
function deadline(definition: JsonObject, queryLanguage: string): (branch: Branch) => Evaluated {
  const { SecondsPath: secondsPath, TimestampPath: timestampPath, Timestamp: timestamp } = definition;
  if (queryLanguage === 'JSONPath' && typeof secondsPath === 'string') return secondsFromPath(secondsPath);
  if (queryLanguage === 'JSONPath' && typeof timestampPath === 'string') return timestampFromPath(timestampPath);
  if (timestamp !== undefined) return timestampField(timestamp);
  const seconds = numberField(definition, queryLanguage, {
    name: 'Seconds',
    kind: 'integer',
    check: (value) => (value < 0 ? `The Seconds field must not be negative: ${value}` : undefined),
  });
  return (branch) => {
    const value = seconds?.(branch, branch.effective);
    if (value === undefined)
      return new ExpressionFailure('States.Runtime', 'The Wait state has no Seconds and no Timestamp.');
    return value instanceof Promise ? value.then((settled) => after(branch, settled)) : after(branch, value);
  };
}

function after(branch: Branch, seconds: Json | ExpressionFailure): Json | ExpressionFailure {
  return seconds instanceof ExpressionFailure
    ? seconds
    : branch.execution.environment.clock.now() + (seconds as number) * 1000;
}

function secondsFromPath(text: string): (branch: Branch) => Json | ExpressionFailure {
  const read = optionalPath(text);
  return (branch) => {
    const value = read(branch);
    if (value instanceof ExpressionFailure) return value;
    if (value === undefined) return runtime(`The SecondsPath parameter does not reference an input value: ${text}`);
    const seconds = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
    if (typeof seconds !== 'number' || !Number.isInteger(seconds)) {
      const shown = typeof value === 'string' ? value : JSON.stringify(value);
      return runtime(`The SecondsPath parameter cannot be parsed as a long value: ${text} == ${shown}`);
    }
    if (seconds < 0) return runtime(`The SecondsPath parameter references a negative value: ${text} == ${seconds}`);
    return after(branch, seconds);
  };
}

function timestampFromPath(text: string): (branch: Branch) => Json | ExpressionFailure {
  const read = optionalPath(text);
  return (branch) => {
    const value = read(branch);
    if (value instanceof ExpressionFailure) return value;
    if (value === undefined) return runtime(`The TimestampPath parameter does not reference an input value: ${text}`);
    const time = typeof value === 'string' ? parseTimestamp(value) : undefined;
    if (time !== undefined) return time;
    const shown = typeof value === 'string' ? value : JSON.stringify(value);
    return runtime(
      `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${text} == ${shown}`,
    );
  };
}

function timestampField(value: Json): (branch: Branch) => Evaluated {
  const evaluate = typedField(value, 'Timestamp', 'string');
  const parse = (text: Json | ExpressionFailure): Json | ExpressionFailure => {
    if (text instanceof ExpressionFailure) return text;
    return (
      parseTimestamp(String(text)) ??
      new ExpressionFailure(
        'States.QueryEvaluationError',
        `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`,
        'Timestamp',
      )
    );
  };
  return (branch) => {
    const text = evaluate(branch);
    return text instanceof Promise ? text.then(parse) : parse(text);
  };
}

function optionalPath(text: string): (branch: Branch) => Json | undefined | ExpressionFailure {
  const path = compilePath(text);
  if (isSyntaxProblem(path)) return () => runtime(`Invalid path '${text}' : ${path.message}`);
  return (branch) => path.evaluate(branch.evaluation.at(branch.effective));
}

function runtime(cause: string): ExpressionFailure {
  return new ExpressionFailure('States.Runtime', cause);
}
