import type { Json } from '../asl/json.ts';
import { type Fate, fateOf } from './exceptionFilters.ts';
import type { Entry } from './scopeView.ts';
import type { Step } from './step.ts';

/** What is known about a failed state, for people. */
export interface FailureView {
  readonly error: string;
  readonly cause: string;
  /** The cause without the words that the service puts before every failure of its own. */
  readonly message: string;
  /** The cause as a value where it is JSON text, as Lambda's are. */
  readonly decoded: Json | undefined;
  /** Lines of the stack trace that a Lambda function sent. */
  readonly stackTrace: string | undefined;
  readonly fate: Fate;
  /** "Retry[0] of 'Charge' runs it again in 2 s (retry 1 of 3)" */
  readonly consequence: string;
}

/** Reads the failure of a step; undefined when the state has not failed. */
export function failureView(step: Step): FailureView | undefined {
  const { failure } = step;
  if (!failure) return undefined;
  const cause = failure.cause ?? '';
  const decoded = decode(cause);
  return {
    error: failure.error ?? 'Failure without a name',
    cause,
    message: messageOf(decoded) ?? cause.replace(PREFIX, ''),
    decoded,
    stackTrace: stackOf(decoded),
    fate: fateOf(step),
    consequence: consequenceOf(step),
  };
}

const PREFIX = /^An error occurred while executing the state '.*?' \(entered at the event id #\d+\)\. /s;

/** The entries of the Error scope. */
export function failureEntries(step: Step): Entry[] {
  const view = failureView(step);
  const used = step.attempt;
  if (!view) return used > 0 ? [{ name: 'Attempt', text: `${used + 1}` }] : [];
  return [
    { name: 'Error', value: step.failure!.error ?? null, evaluateName: '$states.errorOutput.Error' },
    { name: 'Cause', value: view.decoded ?? step.failure!.cause ?? null, evaluateName: '$states.errorOutput.Cause' },
    { name: 'Attempt', text: attemptText(step) },
    { name: 'Then', text: view.consequence },
  ];
}

function attemptText(step: Step): string {
  const { handling, state, attempt } = step;
  const retrier = handling?.kind === 'retry' ? state.retry[handling.index] : undefined;
  return retrier ? `${attempt + 1} of ${retrier.maxAttempts + 1}` : `${attempt + 1}`;
}

function consequenceOf(step: Step): string {
  const { handling, state } = step;
  if (handling?.kind === 'retry') {
    const most = state.retry[handling.index]?.maxAttempts ?? 0;
    const delay = Math.round(handling.delaySeconds * 1000) / 1000;
    return `Retry[${handling.index}] runs '${state.name}' again in ${delay} s (retry ${handling.attempt} of ${most}).`;
  }
  if (handling?.kind === 'catch') {
    return `Catch[${handling.index}] goes on at '${state.catch[handling.index]?.next ?? '?'}'.`;
  }
  const fate = fateOf(step);
  switch (fate.kind) {
    case 'caught':
      return `Nothing in '${state.name}' takes it; Catch of '${fate.by?.name}' does.`;
    case 'retried':
      return `Nothing in '${state.name}' takes it; Retry of '${fate.by?.name}' may run that state again.`;
    case 'tolerated':
      return `'${fate.by?.name}' tolerates failed items up to its threshold.`;
    default:
      return step.failure?.fatal
        ? 'No Retry and no Catch takes this error: the execution fails.'
        : 'The execution fails.';
  }
}

function decode(cause: string): Json | undefined {
  if (!/^\s*[{[]/.test(cause)) return undefined;
  try {
    return JSON.parse(cause) as Json;
  } catch {
    return undefined;
  }
}

function messageOf(decoded: Json | undefined): string | undefined {
  const message = member(decoded, 'errorMessage');
  return typeof message === 'string' ? message : undefined;
}

/** Node sends `trace` or `stackTrace` as lines, Python `stackTrace`. */
function stackOf(decoded: Json | undefined): string | undefined {
  const lines = member(decoded, 'trace') ?? member(decoded, 'stackTrace');
  if (typeof lines === 'string') return lines;
  return Array.isArray(lines) && lines.length > 0 ? lines.map(String).join('\n') : undefined;
}

function member(value: Json | undefined, name: string): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, name)
    ? (value as Record<string, Json>)[name]
    : undefined;
}
