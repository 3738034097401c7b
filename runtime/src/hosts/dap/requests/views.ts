import type { Json } from '../../../asl/json.ts';
import { failureView } from '../../../debugger/failureView.ts';
import { NOT_KEPT } from '../../../debugger/historyLimit.ts';
import { childrenOf, countsOf, outcomeAt } from '../../../debugger/mapScopes.ts';
import { lastStepOf, type Step, type Strand, type Visit } from '../../../debugger/step.ts';
import { currentDocument } from '../../../debugger/stepScope.ts';
import type { TaskFailure, TaskSuccess } from '../../../interpreter/environment.ts';
import type { Debuggee } from '../debuggee.ts';
import { executedPath } from '../executedPath.ts';
import { FORK_CHOICES } from '../forkAnswers.ts';
import { linesOf } from '../lineList.ts';
import { positionBody } from '../positionBody.ts';
import { pointerOf } from '../program.ts';
import type {
  AnswerArguments,
  FocusIterationArguments,
  ForkAnswerArguments,
  GoToArguments,
  IterationItem,
  IterationsArguments,
  IterationsBody,
  LinesBody,
  SelectLineArguments,
  SkipStateArguments,
  StateDataArguments,
  StateDataBody,
} from '../protocol.ts';
import { notLaunched, refused, stale } from '../requestProblem.ts';
import type { Handler } from '../session.ts';
import { stepOf } from './control.ts';

export const position: Handler = ({ debuggee }) => {
  if (!debuggee || debuggee.session.mode === 'new') return notLaunched('asl/position');
  return { body: positionBody(debuggee, debuggee.session.mode) };
};

/** Every phase of a visit with the value that it left. */
export const stateData: Handler<StateDataArguments> = ({ debuggee }, args) => {
  if (!debuggee) return notLaunched('asl/stateData');
  const visit = visitOf(debuggee, args.visit);
  const last = visit && debuggee.currentStep(lastStepOf(visit));
  if (!visit || !last) return stale('visit');
  const steps: Step[] = [];
  for (let at: Step | undefined = last; at?.visit === visit; at = at.previous) {
    if (args.attempt === undefined || at.attempt === args.attempt || at.phase === 'input') steps.unshift(at);
  }
  const failure = failureView(last);
  const call = debuggee.session.calls.callOf(visit.state.name, last.attempt, visit.first.index, last.index);
  const body: StateDataBody = {
    visit: visit.number,
    state: visit.state.name,
    pointer: pointerOf(debuggee.launch.program, visit.state),
    type: visit.state.type,
    phases: steps.map((step, i) => phaseData(step, steps[i - 1], debuggee.shown)),
    variables: debuggee.shown(last.variables),
    assigned: debuggee.shown(last.assigned),
    error: failure && { error: failure.error, cause: failure.cause, handling: failure.consequence },
    mocked: call?.source,
  };
  return { body };
};

export const goTo: Handler<GoToArguments> = ({ debuggee }, { step }) => {
  if (!debuggee) return notLaunched('asl/goTo');
  const { session } = debuggee;
  if (session.mode !== 'stopped') return refused('The execution is running.');
  if (!session.timeline.steps[step])
    return refused(`There is no step ${step}: ${session.timeline.length} are recorded.`);
  return { after: () => void session.goTo(step) };
};

export const path: Handler = ({ debuggee }) => {
  if (!debuggee) return notLaunched('asl/path');
  return { body: executedPath(debuggee) };
};

/** The iterations of a Map, a page at a time. */
export const iterations: Handler<IterationsArguments> = (
  { debuggee },
  { visit: number, start = 0, count = 200, filter = 'all' },
) => {
  if (!debuggee) return notLaunched('asl/iterations');
  const visit = visitOf(debuggee, number);
  if (!visit) return stale('visit');
  const { session } = debuggee;
  const matching = childrenOf(visit, session).filter(
    (strand) => filter === 'all' || outcomeAt(strand, session.position) === filter,
  );
  const { total, ...counts } = countsOf(visit, session);
  const body: IterationsBody = {
    visit: number,
    state: visit.state.name,
    pointer: pointerOf(debuggee.launch.program, visit.state),
    total,
    counts,
    matching: matching.length,
    items: matching.slice(start, start + Math.min(count, 1000)).map((strand) => iterationItem(debuggee, strand)),
  };
  return { body };
};

export const focusIteration: Handler<FocusIterationArguments> = ({ debuggee }, { visit: number, index }) => {
  if (!debuggee) return notLaunched('asl/focusIteration');
  const visit = visitOf(debuggee, number);
  const strand = visit && childrenOf(visit, debuggee.session).find((child) => child.index === index);
  if (!strand) return stale('iteration');
  debuggee.threads.pinned.add(strand.path);
  return {
    body: { threadId: debuggee.threadIds.idOf(strand) },
    after: () => debuggee.send('invalidated', { areas: ['threads'] }),
  };
};

/** The user's answer of a task that nothing else answers, or that waits for its token. */
export const answer: Handler<AnswerArguments> = ({ debuggee }, { call, token, output, error, cause, keep }) => {
  if (!debuggee) return notLaunched('asl/answer');
  const { questions, launch } = debuggee;
  const outcome: TaskSuccess | TaskFailure =
    error === undefined ? { type: 'success', output: output ?? null } : { type: 'failure', error, cause };
  if (token !== undefined && questions.openTokens.includes(token)) {
    return { after: () => void questions.answerToken(token, outcome) };
  }
  const question = launch.asked?.questions.find((candidate) => candidate.call === call);
  if (!question) return refused('This task does not wait for an answer any more.');
  return { after: () => questions.answer(question, outcome, keep ? 'keep' : undefined) };
};

/** The user's choice of what answers the tasks of a fork. */
export const forkAnswer: Handler<ForkAnswerArguments> = ({ debuggee }, { fork, policy }) => {
  if (!debuggee) return notLaunched('asl/forkAnswer');
  const line = debuggee.session.lines.all.find(({ number }) => number === fork);
  if (!line?.parent) return refused(`There is no fork ${fork}.`);
  if (!FORK_CHOICES.some((choice) => choice.policy === policy))
    return refused(
      `A fork is answered by ${FORK_CHOICES.map((choice) => choice.policy).join(', ')}, not by '${policy}'.`,
    );
  return { after: () => debuggee.questions.choose(line, policy) };
};

export const mocks: Handler = ({ debuggee }) => {
  if (!debuggee) return notLaunched('asl/mocks');
  return { body: { mocks: debuggee.mocks() } };
};

export const lines: Handler = ({ debuggee }) => {
  if (!debuggee) return notLaunched('asl/lines');
  const body: LinesBody = { lines: linesOf(debuggee.session) };
  return { body };
};

export const selectLine: Handler<SelectLineArguments> = ({ debuggee }, { line }) => {
  if (!debuggee) return notLaunched('asl/selectLine');
  const refusal = debuggee.session.selectLine(line);
  return refusal ? refused(refusal.reason) : {};
};

export const skipState: Handler<SkipStateArguments> = async ({ debuggee }, { threadId, output }) => {
  if (!debuggee) return notLaunched('asl/skipState');
  const step = stepOf(debuggee, threadId);
  if (!step) return stale('thread');
  const refusal = await debuggee.session.skip(step, output ?? null);
  return refusal ? refused(refusal.reason) : { after: () => debuggee.session.leave(step) };
};

function visitOf({ session }: Debuggee, number: number): Visit | undefined {
  const { steps } = session.timeline;
  let low = 0;
  let high = steps.length - 1;
  // Visits are numbered in the order of their first steps, but their steps are interleaved: the first step is searched.
  while (low < high) {
    const middle = (low + high) >> 1;
    if (firstVisitFrom(steps, middle) < number) low = middle + 1;
    else high = middle;
  }
  for (let at = Math.max(0, low - 1); at < steps.length; at++) {
    const { visit, phase } = steps[at]!;
    if (visit.number === number) return visit;
    if (phase === 'input' && visit.number > number) return undefined;
  }
  return undefined;
}

/** Number of the first visit that begins at a position or after it. */
function firstVisitFrom(steps: readonly Step[], position: number): number {
  for (let at = position; at < steps.length; at++) if (steps[at]!.phase === 'input') return steps[at]!.visit.number;
  return Number.POSITIVE_INFINITY;
}

function phaseData(
  step: Step,
  before: Step | undefined,
  shown: (value: Json) => Json,
): StateDataBody['phases'][number] {
  const value: Json = step.isDropped
    ? NOT_KEPT
    : step.phase === 'failure'
      ? { Error: step.failure?.error ?? null, Cause: step.failure?.cause ?? null }
      : currentDocument(step);
  return {
    name: step.phase,
    value: shown(value),
    bytes: new TextEncoder().encode(JSON.stringify(value)).length,
    step: step.index,
    changed: before === undefined || currentDocument(before) !== value,
  };
}

function iterationItem({ session, threadIds }: Debuggee, strand: Strand): IterationItem {
  const status = outcomeAt(strand, session.position);
  const states: string[] = [];
  let retries = 0;
  const last = session.stepOf(strand);
  let first = last;
  for (let at = last; at; at = at.previous) {
    first = at;
    if (at.phase === 'input') states.unshift(at.state.name);
    if (at.phase === 'failure' && at.handling?.kind === 'retry') retries += 1;
  }
  const start = session.execution.startTime;
  return {
    index: strand.index,
    status,
    threadId: status === 'running' ? threadIds.idOf(strand) : undefined,
    state: last?.state.name,
    step: last?.index,
    start: first && first.time - start,
    end: status === 'running' ? undefined : last && last.time - start,
    retries,
    error: last?.failure?.error,
    signature: states.join(' > '),
  };
}
