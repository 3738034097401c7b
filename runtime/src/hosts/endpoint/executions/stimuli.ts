import type { Execution } from '../../../interpreter/execution.ts';
import type { Delivery } from '../../../interpreter/taskTokens.ts';
import type { Stimulus } from '../store/records.ts';
import { mapRunNamed } from './mapRuns.ts';
import type { OutsideCalls } from './outsideCalls.ts';
import type { RunClock } from './runClock.ts';
import type { RunTokens } from './runTokens.ts';

type WithoutTime<S> = S extends Stimulus ? Omit<S, 'time'> : never;
/** A stimulus whose time is that of its delivery. */
export type NewStimulus = WithoutTime<Stimulus>;

/** What stimuli reach of a run. Most runs need no calls, tokens and activities: they are made when they are asked for. */
export interface Reached {
  readonly execution: Execution;
  readonly clock: RunClock;
  readonly calls: OutsideCalls;
  readonly tokens: RunTokens;
  /** Tokens of activity tasks that no worker has taken. */
  readonly untaken: Set<string>;
  awaitsWorker(token: string): boolean;
}

/** Why a stimulus comes too late: what it is meant for has ended meanwhile. */
export function refusalOf(run: Reached, news: NewStimulus): Delivery | undefined {
  const unless = (isWanted: boolean) => (isWanted ? undefined : 'TaskTimedOut');
  switch (news.kind) {
    case 'answer':
      return unless(run.calls.isOpen(news.call));
    case 'timer':
      return undefined;
    case 'redrive':
      return unless(run.execution.status !== 'RUNNING');
    case 'stop':
      return unless(run.execution.status === 'RUNNING');
    case 'taken':
      return unless(run.awaitsWorker(news.token));
    case 'updateMapRun':
      return unless(mapRunNamed(run.execution, news.mapRunArn)?.status === 'RUNNING');
  }
  return unless(run.tokens.isOpen(news.token));
}

export function applyStimulus(run: Reached, stimulus: Stimulus): void {
  run.clock.moveTo(stimulus.time);
  switch (stimulus.kind) {
    case 'timer':
      run.clock.fire(stimulus.timer, stimulus.time);
      return;
    case 'answer':
      run.calls.answer(stimulus.call, stimulus.value);
      return;
    case 'succeed':
      run.tokens.succeed(stimulus.token, stimulus.output);
      return;
    case 'fail':
      run.tokens.fail(stimulus.token, stimulus.error, stimulus.cause);
      return;
    case 'heartbeat':
      run.tokens.heartbeat(stimulus.token);
      return;
    case 'taken':
      run.untaken.delete(stimulus.token);
      run.tokens.started(stimulus.token, stimulus.workerName);
      return;
    case 'stop':
      run.execution.stop(stimulus.error, stimulus.cause);
      return;
    case 'redrive':
      run.execution.redrive();
      return;
    case 'updateMapRun':
      mapRunNamed(run.execution, stimulus.mapRunArn)?.update(stimulus.settings);
      return;
  }
}
