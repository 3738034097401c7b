import { deepEqual } from '../../expressions/deepEqual.ts';
import type { Branch } from '../../interpreter/branch.ts';
import type { TaskCall, TaskFailure, TaskOutcome, TaskRunner } from '../../interpreter/environment.ts';
import type { Divergence } from './divergence.ts';
import type { RecordedEvent } from './recordedEvent.ts';
import { parametersOf, type RecordedTask, type RecordedVisit, type Recording } from './recording.ts';

/** What becomes of values that a replay computes otherwise than they were recorded. */
export type Verify = 'off' | 'warn' | 'stop';

/** The clock of a replay: it can be told how late it was. */
export interface ReplayedClock {
  /** From now on it is at least this time, in milliseconds since the epoch. */
  notBefore(time: number): void;
}

/** What a replay tells its host. */
export interface ReplayListener {
  /** Something that is good to know and no divergence. */
  note(text: string): void;
}

/**
 * A recorded execution that is run again: its events answer the tasks of the machine, so that nothing runs for real, and are compared with what the
 * machine computes.
 */
export class HistoryReplay implements TaskRunner {
  /** The clock of the newest run. */
  clock: ReplayedClock | undefined;
  listener: ReplayListener = { note: () => {} };
  /** Where each branch of the newest run is in the recording. */
  readonly visits = new WeakMap<Branch, RecordedVisit>();
  /** Branches of the newest run that have gone on beyond what was recorded of them. */
  readonly beyond = new WeakSet<Branch>();
  /** A recording of an execution that had not ended has come to its end: from here on the run is a new one. */
  isOver = false;
  private readonly told = new Set<string>();
  private parted = 0;

  constructor(
    readonly recording: Recording,
    readonly verify: Verify,
  ) {}

  /** How many states have parted from the recording. */
  get divergences(): number {
    return this.parted;
  }

  run(call: TaskCall): TaskOutcome | undefined {
    const task = this.visits.get(call.branch)?.tasks[call.attempt];
    if (task) return this.outcomeOf(task, call);
    if (this.isInUnfinishedRun(call) || (this.beyond.has(call.branch) && !this.isOver)) return { type: 'unanswered' };
    return this.refusalOf(call) ?? this.equalCall(call);
  }

  /** Children of a distributed Map that was ended by something else do nothing any more: their own histories are not in the recording. */
  private isInUnfinishedRun({ branch }: TaskCall): boolean {
    const owner = branch.execution.parent?.branch;
    const visit = owner && this.visits.get(owner);
    return visit !== undefined && !visit.exited && visit.mapRuns[owner!.attempt] === undefined;
  }

  /** A divergence, the first time it is seen: a run that is built again shows it again. */
  isNew({ state, phase }: Divergence): boolean {
    if (!this.tellOnce(`${state} ${phase}`)) return false;
    this.parted += 1;
    return true;
  }

  note(text: string): void {
    if (this.tellOnce(text)) this.listener.note(text);
  }

  private tellOnce(key: string): boolean {
    const isNew = !this.told.has(key);
    this.told.add(key);
    return isNew;
  }

  private outcomeOf(task: RecordedTask, call: TaskCall): TaskOutcome | undefined {
    const { ended, started, submitted } = task;
    const progress = { submitted: submitted?.json('output'), workerName: started?.text('workerName') };
    // A task that had not ended waits: for a time-out, for its branch to be ended by another, or for the end of the recording.
    if (!ended) return { type: 'unanswered', ...progress };
    if (ended.type.endsWith('TimedOut') && hasTimer(call)) return { type: 'unanswered', ...progress };
    const durationSeconds = duration(ended, call);
    if (!ended.type.endsWith('Succeeded')) return { ...failureOf(ended), ...progress, durationSeconds };
    const output = ended.json('output');
    if (output !== undefined) return { type: 'success', output, ...progress, durationSeconds };
    this.note(`The result of '${call.state}' is not in the recording (event ${ended.id}): it was cut off or left out.`);
    return undefined;
  }

  /** Parameters that the service refused before it scheduled anything: only the end of the execution tells of that. */
  private refusalOf({ branch }: TaskCall): TaskFailure | undefined {
    const visit = this.visits.get(branch);
    const { ended, status } = this.recording;
    if (!visit || visit.tasks.length > 0 || visit.exited || status !== 'FAILED') return undefined;
    return { type: 'failure', error: ended?.text('error'), cause: ended?.text('cause') };
  }

  /** Off the recorded way, a call that equals a recorded one has its answer. */
  private equalCall(call: TaskCall): TaskOutcome | undefined {
    const isEqual = ({ scheduled }: RecordedTask) => {
      const input = parametersOf(scheduled);
      return input !== undefined && deepEqual(input, call.input);
    };
    const { tasks } = this.recording;
    const found =
      tasks.find(({ state, task }) => state === call.state && isEqual(task)) ??
      tasks.find(({ task }) => resourceOf(task.scheduled) === resourceOfCall(call) && isEqual(task));
    if (!found?.task.ended) return undefined;
    const { ended } = found.task;
    const output = ended.json('output');
    if (!ended.type.endsWith('Succeeded')) return failureOf(ended);
    return output === undefined ? undefined : { type: 'success', output };
  }
}

function failureOf(ended: RecordedEvent): TaskFailure {
  return { type: 'failure', error: ended.text('error'), cause: ended.text('cause'), event: ended.type };
}

function hasTimer({ timeoutSeconds, heartbeatSeconds }: TaskCall): boolean {
  return timeoutSeconds !== undefined || heartbeatSeconds !== undefined;
}

/** Seconds until the recorded end, but less than any time-out: an answer that came came in time. */
function duration(ended: RecordedEvent, { branch, timeoutSeconds, heartbeatSeconds }: TaskCall): number {
  const seconds = (ended.time - branch.execution.environment.clock.now()) / 1000;
  const most = Math.min(timeoutSeconds ?? Number.POSITIVE_INFINITY, heartbeatSeconds ?? Number.POSITIVE_INFINITY);
  return Math.max(0, Math.min(seconds, most - 0.001));
}

function resourceOf(scheduled: RecordedEvent): string {
  return `${scheduled.text('resourceType') ?? ''} ${scheduled.text('resource') ?? ''}`;
}

function resourceOfCall({ target }: TaskCall): string {
  return `${target.resourceType} ${target.resource}`;
}
