import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Json } from '../../../asl/json.ts';
import type { EditTarget } from '../../../debugger/edits.ts';
import { EvaluationProblem, valueTyped } from '../../../debugger/evaluate.ts';
import { failureView } from '../../../debugger/failureView.ts';
import type { Frame } from '../../../debugger/frames.ts';
import { scopesOf } from '../../../debugger/scopes.ts';
import type { Step } from '../../../debugger/step.ts';
import { type ValuePath, valueAt } from '../../../debugger/valuePath.ts';
import type { Debuggee } from '../debuggee.ts';
import { withChecksum } from '../program.ts';
import { cannotEvaluate, notLaunched, type RequestProblem, refused, stale } from '../requestProblem.ts';
import type { Handler, Reply } from '../session.ts';
import { clientRange, clientSource } from '../sourceLines.ts';
import { stepOf } from './control.ts';

export const threads: Handler = ({ debuggee }) => {
  if (!debuggee || debuggee.session.mode === 'new') return { body: { threads: [] } };
  return { body: { threads: debuggee.threads.threads().map(({ id, name }) => ({ id, name })) } };
};

export const stackTrace: Handler<DebugProtocol.StackTraceArguments> = (
  { debuggee },
  { threadId, startFrame = 0, levels },
) => {
  if (!debuggee) return notLaunched('stackTrace');
  const strand = debuggee.strandOf(threadId);
  if (!strand) return stale('thread');
  const stack = debuggee.stack(strand);
  const end = levels ? startFrame + levels : undefined;
  return {
    body: {
      stackFrames: stack.slice(startFrame, end).map(({ id, frame }) => shownFrame(debuggee, id, frame)),
      totalFrames: stack.length,
    },
  };
};

export const scopes: Handler<DebugProtocol.ScopesArguments> = ({ debuggee }, { frameId }) => {
  if (!debuggee) return notLaunched('scopes');
  const frame = debuggee.frames.get(frameId);
  if (!frame) return stale('frame');
  const views = scopesOf({ ...frame, step: debuggee.currentStep(frame.step) }, debuggee.session);
  return { body: { scopes: views.map((view) => debuggee.variables.scope(view)) } };
};

export const variables: Handler<DebugProtocol.VariablesArguments> = ({ debuggee }, args) => {
  if (!debuggee) return notLaunched('variables');
  const list = debuggee.variables.list(args);
  if (!list) return stale('variable');
  if (list instanceof Promise) return list.then((settled) => ({ body: { variables: settled } }));
  return { body: { variables: list } };
};

export const setVariable: Handler<DebugProtocol.SetVariableArguments> = async (
  { debuggee },
  { variablesReference, name, value },
) => {
  if (!debuggee) return notLaunched('setVariable');
  const place = await debuggee.variables.placeOf(variablesReference, name);
  if (place === null) return stale('variable');
  if (!place) return refused(`'${name}' is shown for information and cannot be changed.`);
  return setValue(debuggee, place.step, place.target, place.path, value);
};

/** Puts what the user typed in a place of a step. */
export async function setValue(
  debuggee: Debuggee,
  place: Step,
  target: EditTarget,
  path: ValuePath,
  text: string,
): Promise<Reply | RequestProblem> {
  const step = debuggee.currentStep(place)!;
  const value = await valueTyped(step, text);
  if (value instanceof EvaluationProblem) return cannotEvaluate(value.message);
  const refusal = await debuggee.session.setValue(step, target, path, value as Json);
  if (refusal) return refused(refusal.reason);
  const changed = debuggee.currentStep(step)!;
  const shown = debuggee.variables.value(valueAt(changed[target], path) ?? null, undefined, {
    step: changed,
    target,
    path,
  });
  return {
    body: {
      value: shown.value,
      type: shown.type,
      variablesReference: shown.variablesReference,
      indexedVariables: shown.indexedVariables,
    },
    after: () => debuggee.send('invalidated', { areas: ['variables'] }),
  };
}

/** Where the value of a variable was made: its name in the Assign that did. */
export const locations: Handler<DebugProtocol.LocationsArguments> = ({ debuggee }, { locationReference }) => {
  if (!debuggee) return notLaunched('locations');
  const writer = debuggee.variables.writerOf(locationReference);
  if (writer === null) return stale('variable');
  const { places, source: file } = debuggee.launch.program;
  const range = writer && places.assignmentOf(writer.step.state, writer.name);
  if (!range) return refused('This value was there from the beginning: no state has assigned it.');
  return {
    body: { source: clientSource(file, debuggee.traits), ...clientRange(places.document, range, debuggee.traits) },
  };
};

/** Definitions are files, so this is only asked by clients that have none. */
export const source: Handler<DebugProtocol.SourceArguments> = async ({ debuggee }) => {
  if (!debuggee) return notLaunched('source');
  const { places } = debuggee.launch.program;
  return {
    body: {
      content: places.document.text,
      mimeType: places.document.format === 'json' ? 'application/json' : 'text/x-yaml',
    },
  };
};

export const loadedSources: Handler = ({ debuggee, traits }) => {
  if (!debuggee) return { body: { sources: [] } };
  const { program, otherSources = [] } = debuggee.launch;
  const byPlace = new Map([withChecksum(program), ...otherSources].map((known) => [known.path ?? known.name, known]));
  return { body: { sources: [...byPlace.values()].map((known) => clientSource(known, traits)) } };
};

/** The error that the thread stands at: its name, its cause, and which Retry or Catch will take it. */
export const exceptionInfo: Handler<DebugProtocol.ExceptionInfoArguments> = ({ debuggee }, { threadId }) => {
  if (!debuggee) return notLaunched('exceptionInfo');
  const step = stepOf(debuggee, threadId);
  const failure = step && failureView(step);
  if (!failure) return refused('This thread does not stand at an error.');
  const isUnhandled = failure.fate.kind === 'uncaught';
  return {
    body: {
      exceptionId: failure.error,
      description: [failure.message, failure.consequence].filter(Boolean).join('\n'),
      breakMode: isUnhandled ? 'unhandled' : 'always',
      details: {
        message: failure.cause,
        typeName: failure.error,
        evaluateName: '$states.errorOutput',
        stackTrace: failure.stackTrace,
      },
    },
  };
};

function shownFrame(debuggee: Debuggee, id: number, { kind, name, step }: Frame): DebugProtocol.StackFrame {
  const { launch, traits, session } = debuggee;
  const { places, source: file } = launch.program;
  const range = step && places.rangeOf(step.state);
  const field = step && kind === 'phase' ? places.fieldOf(step.state, step.phase) : undefined;
  // Clients select the range of the frame that they show: a key says where it is, a whole state would cover the screen.
  const written = field ?? range?.key;
  const isSubtle = step !== undefined && kind === 'state' && session.rules.isSkipped(step);
  return {
    id,
    name: kind === 'state' && step && isAtWork(debuggee, step) ? `${name}: waiting` : name,
    ...(written && kind !== 'machine'
      ? clientRange(places.document, written, traits)
      : { line: traits.firstLine, column: traits.firstColumn }),
    source: clientSource(file, traits),
    canRestart: step !== undefined,
    ...(kind === 'iteration'
      ? { presentationHint: 'label' as const }
      : isSubtle
        ? { presentationHint: 'subtle' as const }
        : {}),
  };
}

/** Whether the state waits for a task, a timer or its branches at the newest moment. */
function isAtWork({ session }: Debuggee, { strand, index }: Step): boolean {
  return !session.inPast && strand.last?.index === index && strand.branch.status === 'waiting';
}
