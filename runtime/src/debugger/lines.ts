import type { Execution } from '../interpreter/execution.ts';
import type { DebuggerOptions } from './debuggerOptions.ts';
import { type Edit, Refusal } from './edits.ts';
import { LiveRun, type RunListener } from './liveRun.ts';
import { ParkingLog } from './parkingLog.ts';
import type { CallsState, RecordedCalls } from './recordedCalls.ts';
import { Follower } from './replay/follower.ts';
import type { Timeline, TimelineState } from './timeline.ts';

/** A line of history: what happened, and the run that can go on from there. */
export interface Line {
  /** 0 is the line that the session began with, n the one that the n-th change in the past has made. */
  readonly number: number;
  /** The line that it leaves, and the last position that both share. */
  readonly parent: Line | undefined;
  readonly from: number;
  /** A change of something that was recorded, or the order to do again what came after it. */
  readonly origin: 'start' | 'change' | 'rerun';
  run: LiveRun;
  readonly parking: ParkingLog;
  edits: Edit[];
  /** From where each user step started and where it arrived: stepping back is its inverse. */
  trail: { readonly from: number; readonly to: number }[];
  finished: Execution | undefined;
  /** Runs cannot be built again beyond this position: a strand was ended by hand. */
  barrier: number;
  /** What it looked like when it was left. */
  kept: { readonly timeline: TimelineState; readonly calls: CallsState; readonly shown: number } | undefined;
}

/** More lines than anybody comes back to: the oldest is given up. */
const MOST_LINES = 20;

/**
 * The lines of history of a session: the present one, and those that were left by changes in the past. A position becomes live again by building the
 * run anew up to it; so does a run that nobody has watched, when somebody looks.
 */
export class Lines {
  current: Line;
  private readonly lines: Line[] = [];
  private changes = 0;
  private isWatched = true;
  private catchingUp: Promise<void> | undefined;
  /** While a run that was not watched is run again: whether it is where that one was. */
  private caughtUp: (() => boolean) | undefined;

  constructor(
    private readonly options: DebuggerOptions,
    private readonly timeline: Timeline,
    private readonly calls: RecordedCalls,
    private readonly listener: RunListener,
  ) {
    const parking = new ParkingLog();
    this.current = this.add({
      from: -1,
      origin: 'start',
      parking,
      run: this.newRun(parking),
      edits: [],
      trail: [],
      barrier: Number.POSITIVE_INFINITY,
    });
  }

  /** Lines that can be selected, the present one included. */
  get all(): readonly Line[] {
    return this.lines;
  }

  /** Whether what happens is recorded; otherwise `watch` makes the record. */
  get isRecorded(): boolean {
    return this.isWatched;
  }

  /** Whether a run that was not watched is still on its way to where that one was. */
  get isCatchingUp(): boolean {
    return this.caughtUp?.() === false;
  }

  start(watching: 'watched' | 'unwatched'): void {
    const { run } = this.current;
    this.isWatched = watching === 'watched';
    if (this.isWatched) run.start(this.options.start);
    else run.startUnwatched(this.options.start);
  }

  /** Runs what nobody has watched again, the same way, to where it is now, or until it stands. Resolves when that is recorded. */
  watch(stands: () => boolean): Promise<void> {
    this.catchingUp ??= this.isWatched ? Promise.resolve() : this.catchUp(stands);
    return this.catchingUp;
  }

  /** Makes a recorded step the newest, live one, on a line of its own. */
  async rewind(position: number, later: 'answerEqualCalls' | 'forget'): Promise<Refusal | undefined> {
    const left = this.current;
    if (this.options.fixed) return this.options.fixed;
    if (position >= left.barrier)
      return new Refusal('A thread was ended by hand before this step: the way here cannot be taken again.');
    const kept = { timeline: this.timeline.capture(), calls: this.calls.capture(), shown: position };
    this.calls.beginReplay(position, later);
    const parking = left.parking.upTo(position);
    const run = this.newRun(parking);
    const edits = left.edits.filter(({ index }) => index <= position);
    const arrived = await run.rebuild(this.options.start, position, edits, this.calls);
    if (!arrived) {
      run.dispose();
      this.calls.restore(kept.calls);
      this.timeline.restore(kept.timeline);
      return new Refusal('The way to this step could not be taken again in the same way, so nothing was changed.');
    }
    this.calls.goLive();
    left.kept = kept;
    this.timeline.truncate(position);
    const shown = this.timeline.steps[position];
    if (shown?.isDropped) this.timeline.amend(shown.strand);
    const origin = later === 'forget' ? 'rerun' : 'change';
    const trail = left.trail.filter(({ to }) => to <= position);
    this.current = this.add({
      parent: left,
      from: position,
      origin,
      parking,
      run,
      edits,
      trail,
      barrier: left.barrier,
    });
    return undefined;
  }

  /** Goes over to another line, as it was left. Answers the last position that it shares with the one before; undefined where there is no such line. */
  select(number: number, shown: number): number | undefined {
    const line = this.lines.find((candidate) => candidate.number === number);
    const { current } = this;
    if (!line) return undefined;
    if (line === current) return this.timeline.length - 1;
    current.kept = { timeline: this.timeline.capture(), calls: this.calls.capture(), shown };
    this.timeline.restore(line.kept!.timeline);
    this.calls.restore(line.kept!.calls);
    this.current = line;
    return sharedUpTo(current, line);
  }

  dispose(): void {
    for (const { run } of this.lines) run.dispose();
  }

  private async catchUp(stands: () => boolean): Promise<void> {
    const { current, calls } = this;
    const unwatched = current.run;
    const target = current.finished ? Number.POSITIVE_INFINITY : unwatched.root.recorder.lastId;
    unwatched.retire();
    this.isWatched = true;
    this.caughtUp = () => current.run.root.recorder.lastId >= target;
    calls.beginRecord();
    current.run = this.newRun(current.parking);
    const isThere = () => !this.isCatchingUp || current.run.root.status !== 'RUNNING' || stands();
    await current.run.catchUp(this.options.start, calls, isThere);
    calls.reachRecord();
    this.caughtUp = undefined;
  }

  private newRun(parking: ParkingLog): LiveRun {
    const { replay } = this.options;
    return new LiveRun(this.timeline, this.listener, parking, replay && new Follower(replay));
  }

  private add(line: Omit<Line, 'number' | 'parent' | 'finished' | 'kept'> & { readonly parent?: Line }): Line {
    const added: Line = { parent: undefined, ...line, number: this.changes++, finished: undefined, kept: undefined };
    this.lines.push(added);
    if (this.lines.length > MOST_LINES) this.lines.shift()!.run.dispose();
    return added;
  }
}

/** The last position that two lines have in common. */
function sharedUpTo(left: Line, right: Line): number {
  const ends = new Map<Line, number>();
  let end = Number.POSITIVE_INFINITY;
  for (let line: Line | undefined = left; line; end = Math.min(end, line.from), line = line.parent) ends.set(line, end);
  end = Number.POSITIVE_INFINITY;
  for (let line: Line | undefined = right; line; end = Math.min(end, line.from), line = line.parent) {
    const other = ends.get(line);
    if (other !== undefined) return Math.min(end, other);
  }
  return -1;
}
