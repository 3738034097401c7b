import type { Json } from '../../asl/json.ts';
import type { RecordedEvent } from './recordedEvent.ts';

/** How a recorded execution ended; absent while it runs. */
export type RecordedStatus = 'SUCCEEDED' | 'FAILED' | 'ABORTED' | 'TIMED_OUT';

/** One attempt of a Task. */
export interface RecordedTask {
  readonly scheduled: RecordedEvent;
  started?: RecordedEvent;
  submitted?: RecordedEvent;
  /** `...Succeeded`, `...Failed`, `...TimedOut` and their kin; absent when the task had not ended. */
  ended?: RecordedEvent;
}

/** One visit of a state. */
export class RecordedVisit {
  /** Attempts of a Task. */
  readonly tasks: RecordedTask[] = [];
  /** Branches or iterations, by attempt of the Parallel or Map. */
  readonly rounds: RecordedLine[][] = [];
  /** Runs of a distributed Map, by attempt: the event that ended each. */
  readonly mapRuns: (RecordedEvent | undefined)[] = [];
  exited: RecordedEvent | undefined;
  /** A Parallel or Map has told that it failed for good. */
  hasFailed = false;
  /** All branches or iterations of a Parallel or Map have succeeded. */
  hasSucceeded = false;

  constructor(
    readonly entered: RecordedEvent,
    readonly line: RecordedLine,
  ) {}

  get name(): string {
    return this.entered.text('name') ?? '';
  }

  get type(): string {
    return this.entered.type.slice(0, -ENTERED.length);
  }
}

/** A line of control: the execution itself, a branch of a Parallel or an iteration of a Map. */
export class RecordedLine {
  readonly visits: RecordedVisit[] = [];
  hasEnded = false;

  constructor(
    readonly owner: RecordedVisit | undefined,
    /** Number of the iteration; branches are known by their first state. */
    readonly index: number,
  ) {}
}

const ENTERED = 'StateEntered';
const EXITED = 'StateExited';

/**
 * A recorded execution, taken apart into lines of control and visits of states. What line an event belongs to follows from `previousEventId`: every
 * event but the first points to the event before it on its own line, or to the one that began the line.
 */
export class Recording {
  readonly root = new RecordedLine(undefined, 0);
  readonly started: RecordedEvent;
  /** The event that ended the execution, and how. */
  ended: RecordedEvent | undefined;
  status: RecordedStatus | undefined;
  /** Every attempt of every Task, in order. */
  readonly tasks: { readonly state: string; readonly task: RecordedTask }[] = [];
  readonly stateNames = new Set<string>();
  private readonly lines = new Map<number, RecordedLine>();
  private readonly branchStarts = new Map<number, RecordedVisit>();

  constructor(
    readonly events: readonly RecordedEvent[],
    readonly executionArn?: string,
  ) {
    this.started = events[0]!;
    for (const event of events) this.lines.set(event.id, this.place(event));
  }

  get input(): Json | undefined {
    return this.started.json('input');
  }

  get lastTime(): number {
    return this.events.at(-1)!.time;
  }

  /** Takes an event in and answers the line that events which point to it belong to. */
  private place(event: RecordedEvent): RecordedLine {
    const { type } = event;
    const line = this.lines.get(event.previousEventId) ?? this.root;
    if (type.startsWith('Execution')) return this.execution(event);
    if (type.endsWith(ENTERED)) return this.enter(event, line);
    if (type.endsWith(EXITED)) return this.exit(event, line);
    if (type.endsWith('StateAborted') || type === 'EvaluationFailed') return line;
    if (type.startsWith('MapIteration')) return this.iteration(event, line);
    if (/^(?:Parallel|Map)State/.test(type)) return this.container(event, line);
    if (type.startsWith('MapRun')) return this.mapRun(event, line);
    return this.task(event, line);
  }

  /** Whether a line was ended by something else, so that its states went on for an unknown way: a failure beside it, the end of the recording. */
  isCutOff({ owner, hasEnded }: RecordedLine): boolean {
    if (owner) return !hasEnded && !owner.hasSucceeded;
    return this.status !== 'SUCCEEDED' && this.status !== 'FAILED';
  }

  private execution(event: RecordedEvent): RecordedLine {
    const status = STATUSES[event.type];
    if (status && !this.ended) {
      this.status = status;
      this.ended = event;
    }
    return this.root;
  }

  private enter(event: RecordedEvent, previous: RecordedLine): RecordedLine {
    const parallel = this.branchStarts.get(event.previousEventId);
    const line = parallel ? openLine(parallel, parallel.rounds.at(-1)!.length) : previous;
    const visit = new RecordedVisit(event, line);
    line.visits.push(visit);
    this.stateNames.add(visit.name);
    return line;
  }

  private exit(event: RecordedEvent, line: RecordedLine): RecordedLine {
    const name = event.text('name');
    const visit = nearestVisit(line, (candidate) => candidate.name === name && candidate.exited === undefined);
    if (visit) visit.exited = event;
    return visit?.line ?? line;
  }

  private iteration(event: RecordedEvent, line: RecordedLine): RecordedLine {
    const name = event.text('name');
    const index = event.number('index') ?? 0;
    const map = nearestVisit(line, (visit) => visit.name === name && visit.exited === undefined);
    const round = map?.rounds.at(-1);
    if (!map || !round) return line;
    if (event.type === 'MapIterationStarted') return openLine(map, index);
    const ended = round.findLast((candidate) => candidate.index === index);
    if (ended) ended.hasEnded = true;
    return ended ?? line;
  }

  /** `MapStateStarted`, `ParallelStateFailed` and their kin. They do not name their state: it is the nearest that is still at work. */
  private container(event: RecordedEvent, line: RecordedLine): RecordedLine {
    const kind = event.type.startsWith('Map') ? 'Map' : 'Parallel';
    const isAtWork = (visit: RecordedVisit) =>
      visit.type === kind && visit.exited === undefined && !visit.hasFailed && !visit.line.hasEnded;
    const visit = nearestVisit(line, isAtWork);
    if (!visit) return line;
    if (event.type.endsWith('Started')) {
      visit.rounds.push([]);
      if (kind === 'Parallel') this.branchStarts.set(event.id, visit);
    } else if (event.type.endsWith('Failed')) visit.hasFailed = true;
    else if (event.type.endsWith('Succeeded')) visit.hasSucceeded = true;
    return visit.line;
  }

  private mapRun(event: RecordedEvent, line: RecordedLine): RecordedLine {
    const map = nearestVisit(line, (visit) => visit.type === 'Map' && visit.exited === undefined);
    if (!map) return line;
    if (event.type === 'MapRunStarted') map.mapRuns.push(undefined);
    else if (map.mapRuns.length > 0) map.mapRuns[map.mapRuns.length - 1] = event;
    return map.line;
  }

  private task(event: RecordedEvent, line: RecordedLine): RecordedLine {
    const visit = line.visits.at(-1);
    if (!visit || visit.exited) return line;
    if (event.type.endsWith('Scheduled')) {
      const task: RecordedTask = { scheduled: event };
      visit.tasks.push(task);
      this.tasks.push({ state: visit.name, task });
      return line;
    }
    const task = visit.tasks.at(-1);
    if (!task) return line;
    if (event.type.endsWith('Started')) task.started = event;
    else if (event.type.endsWith('Submitted')) task.submitted = event;
    else task.ended = event;
    return line;
  }
}

const STATUSES: Readonly<Record<string, RecordedStatus | undefined>> = {
  ExecutionSucceeded: 'SUCCEEDED',
  ExecutionFailed: 'FAILED',
  ExecutionAborted: 'ABORTED',
  ExecutionTimedOut: 'TIMED_OUT',
};

/** What a task was called with; undefined where it was not recorded. */
export function parametersOf(scheduled: RecordedEvent): Json | undefined {
  return scheduled.json('parameters') ?? scheduled.json('input');
}

function openLine(owner: RecordedVisit, index: number): RecordedLine {
  const line = new RecordedLine(owner, index);
  owner.rounds.at(-1)!.push(line);
  return line;
}

/** The newest visit of a line that a test accepts, or else one of those around the line. */
function nearestVisit(from: RecordedLine, accepts: (visit: RecordedVisit) => boolean): RecordedVisit | undefined {
  const newest = from.visits.at(-1);
  if (newest && accepts(newest)) return newest;
  for (let visit = from.owner; visit; visit = visit.line.owner) if (accepts(visit)) return visit;
  return undefined;
}
