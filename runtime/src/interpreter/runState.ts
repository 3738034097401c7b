import type { PhaseName } from '../asl/phaseFields.ts';
import { ExpressionFailure } from '../expressions/failure.ts';
import type { Branch } from './branch.ts';
import { catcherFor } from './catch.ts';
import { type FailureHandling, HOLD } from './environment.ts';
import { Failure } from './failure.ts';
import { stateLimitFailure } from './limits.ts';
import { type PhaseOutcome, SUSPENDED } from './machine.ts';
import { retryFor } from './retry.ts';

/**
 * Runs a branch until it waits, is held, ends, or should let others run: enter a state, run its phases in order, deal with a failure, leave it.
 * Every step is synchronous; only a phase that answers a promise is awaited.
 */
export function runBranch(branch: Branch): void {
  while (branch.status === 'ready') {
    if (branch.stage === 'enter') {
      if (!enterState(branch)) return;
    } else if (branch.stage === 'phases') {
      runPhases(branch);
    } else if (branch.stage === 'failure') {
      handleFailure(branch);
    } else if (leaveState(branch) && branch.execution.scheduler.shouldYield()) {
      branch.execution.scheduler.enqueue(branch);
      return;
    }
  }
}

/** Lets a waiting branch go on with the outcome of its phase. */
export function resume(branch: Branch, outcome: PhaseOutcome): void {
  if (branch.status !== 'waiting') return;
  branch.cancelWait = undefined;
  branch.resumed = { outcome };
  branch.execution.scheduler.enqueue(branch);
}

/** The cause of an engine-side failure, with the prefix that AWS puts in front. */
export function engineFailure(
  branch: Branch,
  error: string,
  cause: string,
  evaluation?: { location?: string },
): Failure {
  const prefix = `An error occurred while executing the state '${branch.state?.name ?? branch.scope.startAt}' (entered at the event id #${branch.enteredEventId}). `;
  return new Failure(error, prefix + cause, evaluation ? { evaluation } : {});
}

/** Enters `branch.next`. False when the execution has ended instead. */
function enterState(branch: Branch): boolean {
  const { execution } = branch;
  if (!execution.mayContinue(branch)) return false;
  const state = branch.next;
  if (!state) {
    execution.fail(branch, missingTarget(branch));
    return false;
  }
  branch.state = state;
  branch.input = branch.output;
  branch.progress = undefined;
  branch.mapRun = undefined;
  beginVisit(branch);
  branch.enteredTime = execution.environment.clock.now();
  branch.enteredPreviousEventId = branch.lastEventId;
  execution.record(branch, state.entered, branch.input);
  branch.enteredEventId = branch.lastEventId;
  branch.stage = 'phases';
  checkpoint(branch, 'input');
  return true;
}

/** Puts a branch back to the beginning of the state in which it ended, without entering it anew: RedriveExecution. */
export function redriveState(branch: Branch): void {
  branch.resumed = undefined;
  branch.stage = 'phases';
  beginVisit(branch);
}

/** Nothing of the state has been done, nothing has been retried, and nothing says where it leads. */
function beginVisit(branch: Branch): void {
  branch.next = undefined;
  branch.chosenRule = undefined;
  branch.assigned = undefined;
  branch.retryCounts = undefined;
  branch.attempt = 0;
  beginAttempt(branch);
}

/** Before the first phase. Each attempt has a context object of its own, and a token of its own where tasks can be answered by token. */
function beginAttempt(branch: Branch): void {
  branch.phase = 0;
  branch.effective = branch.input;
  branch.result = undefined;
  branch.failure = undefined;
  branch.handling = undefined;
  branch.taskToken = branch.state.taskToken === 'none' ? undefined : branch.execution.environment.random.uuid();
  branch.contextObject = undefined;
}

/** Runs the phases that are left, as far as they go at once and no observer holds the branch. */
function runPhases(branch: Branch): void {
  const { phases } = branch.state;
  do {
    let outcome: PhaseOutcome | Promise<PhaseOutcome>;
    const { resumed } = branch;
    if (resumed) {
      branch.resumed = undefined;
      outcome = resumed.outcome;
    } else if (branch.phase < phases.length) {
      outcome = phases[branch.phase]!.run(branch);
    } else {
      branch.stage = 'exit';
      if (branch.handling || phases[phases.length - 1]?.id !== 'output') checkpoint(branch, 'output');
      return;
    }
    if (outcome !== undefined) {
      settlePhase(branch, outcome);
      return;
    }
    const done = phases[branch.phase];
    branch.phase += 1;
    if (done) checkpoint(branch, done.id);
  } while (branch.status === 'ready');
}

/** What follows a phase that is not simply done. */
function settlePhase(branch: Branch, outcome: Promise<PhaseOutcome> | Exclude<PhaseOutcome, undefined>): void {
  if (outcome === SUSPENDED) {
    if (branch.status === 'ready') branch.status = 'waiting';
  } else if (outcome instanceof Promise) {
    awaitOutcome(branch, outcome);
  } else {
    failState(branch, outcome);
  }
}

function awaitOutcome(branch: Branch, promise: Promise<PhaseOutcome>): void {
  branch.status = 'waiting';
  let cancelled = false;
  const giveUp = branch.execution.scheduler.await(
    promise,
    (outcome) => {
      // A phase that waits after its promise has arranged for its own end already.
      if (!cancelled && outcome !== SUSPENDED) resume(branch, outcome);
    },
    (reason) => {
      if (!cancelled) resume(branch, engineFailure(branch, 'States.Runtime', String(reason)));
    },
  );
  branch.cancelWait = () => {
    cancelled = true;
    giveUp();
  };
}

/** Decides what becomes of a failure of the present state, and shows it to the observer before anything follows. */
function failState(branch: Branch, outcome: Failure | ExpressionFailure): void {
  const failure = outcome instanceof ExpressionFailure ? evaluationFailure(branch, outcome) : outcome;
  // What comes out of a branch or iteration was recorded there.
  if (outcome !== failure && failure.details.evaluation)
    recordEvaluationFailed(branch, failure, failure.details.evaluation);
  branch.handling = decide(branch, failure);
  branch.failure = failure;
  branch.stage = 'failure';
  const { observer } = branch.execution;
  if (observer?.onFailure?.(branch, failure, branch.handling) === HOLD) hold(branch);
}

function evaluationFailure(branch: Branch, failure: ExpressionFailure): Failure {
  const evaluation = failure.error === 'States.QueryEvaluationError' ? { location: failure.location } : undefined;
  return engineFailure(branch, failure.error, failure.cause, evaluation);
}

function decide(branch: Branch, failure: Failure): FailureHandling {
  if (failure.fatal || branch.handling !== undefined) return { kind: 'uncaught' };
  return retryFor(branch, failure) ?? catcherFor(branch.state, failure) ?? { kind: 'uncaught' };
}

function handleFailure(branch: Branch): void {
  const { execution, state } = branch;
  const failure = branch.failure!;
  const handling = branch.handling!;
  if (failure.fatal) {
    execution.fail(branch, failure);
    return;
  }
  if (handling.kind === 'retry') {
    waitForRetry(branch, handling);
    return;
  }
  if ((state.type === 'Map' || state.type === 'Parallel') && branch.phase !== CAUGHT) {
    execution.record(branch, `${state.type}StateFailed`, undefined);
  }
  if (handling.kind === 'catch') {
    applyCatcher(branch, handling.index, failure);
    return;
  }
  execution.closeBranch(branch);
  branch.onEnd(branch, failure);
}

function waitForRetry(branch: Branch, handling: FailureHandling & { kind: 'retry' }): void {
  const { execution } = branch;
  const { clock } = execution.environment;
  branch.retryCounts ??= branch.state.retry.map(() => 0);
  branch.retryCounts[handling.index]! += 1;
  const again = () => {
    branch.attempt += 1;
    branch.stage = 'phases';
    branch.progress = undefined;
    branch.mapRun = undefined;
    beginAttempt(branch);
  };
  if (handling.delaySeconds <= 0) {
    again();
    return;
  }
  branch.status = 'waiting';
  const timer = clock.schedule(clock.now() + handling.delaySeconds * 1000, () => {
    branch.cancelWait = undefined;
    again();
    execution.scheduler.enqueue(branch);
    execution.scheduler.pump();
  });
  branch.cancelWait = () => timer.cancel();
}

/** Value of `branch.phase` while a catcher's own expressions are evaluated: no phase of the state follows. */
const CAUGHT = Number.MAX_SAFE_INTEGER - 1;

function applyCatcher(branch: Branch, index: number, failure: Failure): void {
  const catcher = branch.state.catch[index]!;
  const errorOutput = {
    Error: failure.error ?? null,
    Cause: failure.cause ?? (failure.details.timedOut ? '' : null),
  };
  branch.assigned = undefined;
  branch.next = branch.scope.states.get(catcher.next);
  // The catcher replaces what is left of the phases: its outcome is that of a last, nameless phase.
  branch.phase = CAUGHT;
  branch.stage = 'phases';
  const outcome = catcher.apply(branch, errorOutput);
  if (outcome === undefined) branch.phase += 1;
  else if (outcome instanceof Promise) awaitOutcome(branch, outcome);
  else if (outcome !== SUSPENDED) failState(branch, outcome);
}

/** Leaves the state: its Exited event, its variables, its target. False when the branch or execution has ended. */
function leaveState(branch: Branch): boolean {
  const { execution, state } = branch;
  const { limits } = execution.environment;
  if (limits.payloadBytes !== Number.POSITIVE_INFINITY) {
    const failure = stateLimitFailure(branch, limits.payloadBytes);
    if (failure) {
      failState(branch, failure);
      return true;
    }
  }
  const assigned = branch.assigned && Object.keys(branch.assigned).length > 0 ? branch.assigned : undefined;
  if (assigned) {
    const details = { name: state.name, output: branch.output, assignedVariables: assigned };
    execution.record(branch, state.exited.type, details);
    branch.variables = { ...branch.variables, ...assigned };
  } else execution.record(branch, state.exited, branch.output);
  if (branch.next === undefined) {
    if (state.next === undefined) {
      execution.closeBranch(branch);
      branch.onEnd(branch, undefined);
      return false;
    }
    branch.next = state.nextState;
  }
  branch.stage = 'enter';
  return true;
}

/** A state that names no state that exists. AWS refuses such a definition; one that was not validated ends here. */
function missingTarget(branch: Branch): Failure {
  return new Failure(
    'States.Runtime',
    `Failed to transition out of the state. The state does not point to a next state.${branch.state ? ` ('${branch.state.name}')` : ''}`,
  );
}

/** A failed evaluation points to what the StateEntered event points to, unless something has happened since (recorded on AWS). */
function recordEvaluationFailed(branch: Branch, failure: Failure, evaluation: { location?: string }): void {
  const untouched = branch.lastEventId === branch.enteredEventId && branch.state.type !== 'Wait';
  branch.execution.record(
    branch,
    'EvaluationFailed',
    {
      error: failure.error,
      cause: failure.cause,
      ...(evaluation.location === undefined ? {} : { location: evaluation.location }),
      state: branch.state.name,
    },
    untouched ? branch.enteredPreviousEventId : branch.lastEventId,
  );
}

function checkpoint(branch: Branch, phase: PhaseName): void {
  const { observer } = branch.execution;
  if (observer !== undefined && observer.onPhase?.(branch, phase) === HOLD) hold(branch);
}

function hold(branch: Branch): void {
  branch.status = 'held';
  branch.execution.scheduler.held += 1;
}
