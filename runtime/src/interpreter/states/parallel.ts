import type { Json, JsonObject } from '../../asl/json.ts';
import type { Branch } from '../branch.ts';
import type { Failure } from '../failure.ts';
import { inputLimitFailure } from '../limits.ts';
import { type CompiledScope, type Phase, type PhaseOutcome, SUSPENDED } from '../machine.ts';
import {
  argumentsPhases,
  inputAndResult,
  inputPathPhases,
  jsonataOutputPhases,
  parametersPhases,
  phase,
  resultPhases,
} from '../phases.ts';
import { engineFailure, resume } from '../runState.ts';

/** Parallel: every branch gets the same input; the first failure ends the others. Amazon States Language, "Parallel State". */
export function parallelPhases(
  definition: JsonObject,
  queryLanguage: string,
  branches: readonly CompiledScope[],
): Phase[] {
  const work = phase('result', (branch) => fork(branch, branches));
  if (queryLanguage === 'JSONata')
    return [...argumentsPhases(definition), work, ...jsonataOutputPhases(definition, inputAndResult)];
  return [...inputPathPhases(definition), ...parametersPhases(definition), work, ...resultPhases(definition)];
}

function fork(branch: Branch, scopes: readonly CompiledScope[]): PhaseOutcome {
  const { execution } = branch;
  const tooLarge = inputLimitFailure(branch);
  if (tooLarge) return tooLarge;
  execution.record(branch, 'ParallelStateStarted', undefined);
  if (scopes.length === 0) return engineFailure(branch, 'States.Runtime', 'The Parallel state has no branches.');
  const { progress } = branch;
  branch.progress = undefined;
  const outputs: Json[] = progress?.outputs ?? new Array(scopes.length).fill(null);
  const open = new Set<Branch>();
  const keepProgress = (failed?: Branch) => {
    branch.progress = { outputs, unfinished: failed ? [failed, ...open] : [...open], next: scopes.length };
  };
  const onEnd = (child: Branch, failure: Failure | undefined) => {
    open.delete(child);
    branch.lastEventId = child.lastEventId;
    if (failure) {
      keepProgress(child);
      closeFailed(branch, child);
      for (const sibling of open) execution.abortBranch(sibling);
      resume(branch, failure);
      return;
    }
    outputs[child.index] = child.output;
    if (open.size > 0) return;
    // ParallelStateSucceeded and ParallelStateExited both point to the last event of the branch that ended last (recorded on AWS).
    const last = branch.lastEventId;
    execution.record(branch, 'ParallelStateSucceeded', undefined);
    branch.lastEventId = last;
    branch.result = outputs;
    branch.output = outputs;
    resume(branch, undefined);
  };
  branch.cancelWait = () => {
    keepProgress();
    for (const child of open) execution.abortBranch(child);
  };
  if (progress) {
    for (const child of progress.unfinished) open.add(child);
    for (const child of open) {
      child.onEnd = onEnd;
      execution.revive(child);
    }
    return SUSPENDED;
  }
  scopes.forEach((scope, index) => {
    open.add(execution.spawn('branch', index, scope, branch, onEnd));
  });
  for (const child of open) execution.launch(child, undefined, branch.effective);
  return SUSPENDED;
}

/** A Task that fails its branch is closed by an event of its own; what follows still points to the task's failure (recorded on AWS). */
function closeFailed(branch: Branch, child: Branch): void {
  if (child.state.type !== 'Task') return;
  const last = child.lastEventId;
  branch.execution.record(child, 'TaskStateAborted', undefined);
  branch.lastEventId = last;
}
