import type { DebugProtocol } from '@vscode/debugprotocol';
import { Refusal } from '../../../debugger/edits.ts';
import type { Step } from '../../../debugger/step.ts';
import type { Granularity, StepInTarget } from '../../../debugger/stepPlan.ts';
import type { CompiledState } from '../../../interpreter/machine.ts';
import type { Debuggee } from '../debuggee.ts';
import { variablesReadBy } from '../program.ts';
import { notLaunched, notStopped, type RequestProblem, refused, stale } from '../requestProblem.ts';
import type { Handler } from '../session.ts';
import { clientRange } from '../sourceLines.ts';

export const continueRequest: Handler<DebugProtocol.ContinueArguments> = ({ debuggee }, { threadId, singleThread }) => {
  const problem = mustBeStopped(debuggee, 'continue');
  const only = singleThread ? debuggee?.strandOf(threadId) : undefined;
  return problem ?? { body: { allThreadsContinued: !only }, after: () => debuggee!.session.continue(only) };
};

export const next: Handler<DebugProtocol.NextArguments> = ({ debuggee }, args) =>
  onStep(debuggee, 'next', args.threadId, (step, session) =>
    session.next(step, granularityOf(debuggee!, args.granularity), steppingOf(args)),
  );

export const stepIn: Handler<DebugProtocol.StepInArguments> = ({ debuggee }, args) =>
  onStep(debuggee, 'stepIn', args.threadId, (step, session) => {
    const enters = args.targetId === undefined && debuggee!.handlers?.mayEnter(step) === true;
    if (enters) debuggee!.enterHandler(step.strand);
    const target = enters ? RESULT : args.targetId === undefined ? undefined : targetsOf(step)[args.targetId]?.target;
    session.stepIn(step, target, steppingOf(args));
  });

/** Out of a handler one comes back to the Task when it has its result. */
const RESULT: StepInTarget = { kind: 'phase', phase: 'result' };

export const stepOut: Handler<DebugProtocol.StepOutArguments> = ({ debuggee }, args) =>
  onStep(debuggee, 'stepOut', args.threadId, (step, session) => session.stepOut(step, steppingOf(args)));

export const stepBack: Handler<DebugProtocol.StepBackArguments> = ({ debuggee }, args) =>
  onStep(debuggee, 'stepBack', args.threadId, (step, session) => {
    void session.stepBack(step, granularityOf(debuggee!, args.granularity));
  });

export const reverseContinue: Handler<DebugProtocol.ReverseContinueArguments> = ({ debuggee }) => {
  const problem = mustBeStopped(debuggee, 'reverseContinue');
  return (
    problem ?? {
      after: () => {
        void debuggee!.session.reverseContinue();
      },
    }
  );
};

/** Also works while a task is under way: the thread then stands where it waits. */
export const pause: Handler<DebugProtocol.PauseArguments> = ({ debuggee }, { threadId }) => {
  if (!debuggee) return notLaunched('pause');
  return { after: () => debuggee.session.pause(debuggee.strandOf(threadId)) };
};

export const stepInTargets: Handler<DebugProtocol.StepInTargetsArguments> = ({ debuggee }, { frameId }) => {
  const problem = mustBeStopped(debuggee, 'stepInTargets');
  if (problem) return problem;
  const frame = debuggee!.frames.get(frameId);
  if (!frame) return stale('frame');
  const step = debuggee!.currentStep(frame.step);
  const targets = step && frame.kind !== 'iteration' ? targetsOf(step).map(({ label }, id) => ({ id, label })) : [];
  return { body: { targets } };
};

/** Runs the state of the frame again from its entry; of an iteration frame the iteration, of a Map frame the whole Map. */
export const restartFrame: Handler<DebugProtocol.RestartFrameArguments> = async ({ debuggee }, { frameId }) => {
  const problem = mustBeStopped(debuggee, 'restartFrame');
  if (problem) return problem;
  const frame = debuggee!.frames.get(frameId);
  if (!frame?.step) return stale('frame');
  let first = frame.step;
  if (frame.kind === 'iteration' || frame.kind === 'machine') while (first.previous) first = first.previous;
  const refusal = await debuggee!.session.restart(first.visit);
  return refusal ? refused(refusal.reason) : {};
};

/** Where a line can be jumped to: its state, or past the state that execution is at. */
export const gotoTargets: Handler<DebugProtocol.GotoTargetsArguments> = (session, { line, column }) => {
  const { debuggee } = session;
  const problem = mustBeStopped(debuggee, 'gotoTargets');
  if (problem) return problem;
  const { places } = debuggee!.launch.program;
  const { lines } = places.document;
  const index = line - session.traits.firstLine;
  const start = lines.offsetAt({
    line: index,
    character: column === undefined ? 0 : column - session.traits.firstColumn,
  });
  const state = places.placeOnLine(start, lines.lineEnd(index))?.state;
  const step = debuggee!.focus;
  if (!state || !step || state.scope !== step.state.scope) return { body: { targets: [] } };
  const range = places.rangeOf(state)!;
  const at = clientRange(places.document, range.key, session.traits);
  const missing = variablesReadBy(debuggee!.launch.program, state).filter(
    (name) => !Object.hasOwn(step.variables, name),
  );
  const warning = missing.length > 0 ? ` (no value yet: ${missing.map((name) => `$${name}`).join(', ')})` : '';
  const jump = { id: state.index * 2, label: `Jump to '${state.name}'${warning}`, ...at };
  const skip = { id: state.index * 2 + 1, label: `Skip '${state.name}': its input is its output`, ...at };
  return { body: { targets: state === step.state ? [jump, skip] : [jump] } };
};

export const goto: Handler<DebugProtocol.GotoArguments> = async ({ debuggee }, { threadId, targetId }) => {
  const problem = mustBeStopped(debuggee, 'goto');
  if (problem) return problem;
  const { session, launch } = debuggee!;
  const step = stepOf(debuggee!, threadId);
  const state: CompiledState | undefined = launch.program.machine.states[targetId >> 1];
  if (!step || !state) return stale('target');
  // Moving on happens after the change was made, and with it come the events; the client gets its answer first.
  const refusal = await (targetId % 2 === 1 ? session.skip(step, step.effective) : session.jump(step, state));
  return refusal instanceof Refusal ? refused(refusal.reason) : { after: () => session.leave(step) };
};

/** Ends branches and iterations as if their state had failed: Retry and Catch apply. */
export const terminateThreads: Handler<DebugProtocol.TerminateThreadsArguments> = (
  { debuggee },
  { threadIds = [] },
) => {
  if (!debuggee) return notLaunched('terminateThreads');
  for (const threadId of threadIds) {
    const strand = debuggee.strandOf(threadId);
    if (!strand) return stale('thread');
    const refusal = debuggee.session.abort(strand);
    if (refusal) return refused(refusal.reason);
  }
  return {};
};

/** The newest step of a thread at the position. */
export function stepOf(debuggee: Debuggee, threadId: number): Step | undefined {
  const strand = debuggee.strandOf(threadId);
  return strand && debuggee.session.stepOf(strand);
}

export function mustBeStopped(debuggee: Debuggee | undefined, command: string): RequestProblem | undefined {
  if (!debuggee) return notLaunched(command);
  return debuggee.session.mode === 'stopped' ? undefined : notStopped(command);
}

function onStep(
  debuggee: Debuggee | undefined,
  command: string,
  threadId: number,
  move: (step: Step, session: Debuggee['session']) => void,
) {
  const problem = mustBeStopped(debuggee, command);
  if (problem) return problem;
  const step = stepOf(debuggee!, threadId);
  return step ? { after: () => move(step, debuggee!.session) } : stale('thread');
}

/** A client that asks for one thread gets one; otherwise the launch configuration decides. */
function steppingOf({ singleThread }: { readonly singleThread?: boolean }): 'thread' | undefined {
  return singleThread ? 'thread' : undefined;
}

function granularityOf({ launch }: Debuggee, wish: DebugProtocol.SteppingGranularity | undefined): Granularity {
  if (wish === 'instruction') return 'phase';
  return launch.arguments.stepGranularity ?? 'state';
}

/** What one can step into at a step: the phases to come, single branches, the first or the first failing iteration. */
function targetsOf(step: Step): { readonly label: string; readonly target: StepInTarget }[] {
  const { state } = step;
  const passed = state.phases.findLastIndex(({ id }) => id === step.phase);
  const phases = state.phases
    .slice(passed + 1)
    .map(({ id }) => ({ label: `phase ${id}`, target: { kind: 'phase', phase: id } as const }));
  if (state.children.length === 0 || step.result !== undefined) return phases;
  const isMap = state.type === 'Map';
  const children = isMap
    ? [{ label: 'first iteration', target: { kind: 'child', index: 0 } as const }]
    : state.children.map((_, index) => ({ label: `branch ${index}`, target: { kind: 'child', index } as const }));
  const failing = {
    label: isMap ? 'first failing iteration' : 'first failing branch',
    target: { kind: 'firstFailure' } as const,
  };
  return [...children, failing, ...phases];
}
