import { HOLD, type Observer } from '../../../interpreter/environment.ts';
import type { Stimulus } from '../store/records.ts';

/** StopExecution of an execution that stood in a debugger. */
export type StopMidway = Extract<Stimulus, { readonly kind: 'stop' }> & { readonly at: number };

export function isStopMidway(stimulus: Stimulus): stimulus is StopMidway {
  return stimulus.kind === 'stop' && stimulus.at !== undefined;
}

/** Lets branches stand as long as `stands` says so: where they stood in a debugger when the execution was stopped. */
export function standingObserver(observer: Observer, stands: () => boolean): Observer {
  return {
    onEvent: (event, branch) => observer.onEvent?.(event, branch),
    onBranchStart: (branch) => observer.onBranchStart?.(branch),
    onBranchEnd: (branch) => observer.onBranchEnd?.(branch),
    onFailure: (branch, failure, handling) => observer.onFailure?.(branch, failure, handling),
    onPhase: (branch, phase) => (stands() ? HOLD : observer.onPhase?.(branch, phase)),
  };
}
