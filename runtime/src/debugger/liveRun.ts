import type { PhaseName } from '../asl/phaseFields.ts';
import type { Branch } from '../interpreter/branch.ts';
import { type FailureHandling, HOLD, type Hold, type Observer } from '../interpreter/environment.ts';
import type { Execution } from '../interpreter/execution.ts';
import type { Failure } from '../interpreter/failure.ts';
import type { Edit } from './edits.ts';
import type { ParkingLog } from './parkingLog.ts';
import type { RecordedCalls } from './recordedCalls.ts';
import type { Divergence } from './replay/divergence.ts';
import type { Follower } from './replay/follower.ts';
import type { Settled } from './settled.ts';
import type { Step, StepPhase, Strand } from './step.ts';
import type { Timeline } from './timeline.ts';

/** What a live run tells its owner. */
export interface RunListener {
  /** Whether execution goes on after a new step. Called only for steps at which something might stop. */
  judge(step: Step): Settled<'go' | 'stop'>;
  /** Whether a step may have to be judged at all: the fast path of a run without breakpoints. */
  mayStop(step: Step): boolean;
  onStep?(step: Step): void;
  onStrandStart?(strand: Strand): void;
  onStrandEnd?(strand: Strand): void;
  /** A replay parts from its recording at a step. */
  onDivergence?(divergence: Divergence, step: Step): void;
  /** Something has failed in a run that is not watched: whether it stands still. */
  onUnwatchedFailure?(): 'go' | 'stop';
  /** The execution has ended. */
  onFinish(execution: Execution): void;
}

/** Builds the execution that a run observes; the same every time, but for what it is given here. */
export type StartExecution = (run: { readonly observer: Observer; onFinish(execution: Execution): void }) => Execution;

/**
 * One execution under the debugger. It records every checkpoint, stands still where its owner wants, and can be built again up to a recorded step:
 * then it consumes the record instead of adding to it, without stopping.
 */
export class LiveRun implements Observer {
  private readonly strands = new Map<Branch, Strand>();
  private newestBranch: Branch | undefined;
  private newestStrand: Strand | undefined;
  private execution!: Execution;
  /** The branch that stands at the newest step. */
  private held: Branch | undefined;
  private readonly parked: Branch[] = [];
  /** While set, only this strand and those inside it move. */
  private focus: Strand | undefined;
  private disposed = false;
  private replay: Replay | undefined;

  constructor(
    private readonly timeline: Timeline,
    private readonly listener: RunListener,
    private readonly parking: ParkingLog,
    /** Goes along a recorded history. */
    private readonly follower?: Follower,
  ) {}

  /** Runs without recording anything; only failures are seen. */
  startUnwatched(startExecution: StartExecution): void {
    this.begin(startExecution, {
      onFailure: () =>
        !this.disposed && this.listener.onUnwatchedFailure?.() === 'stop' ? this.standStill() : undefined,
    });
  }

  start(startExecution: StartExecution): void {
    this.begin(startExecution, this);
  }

  /** Runs until `isThere`, with answers that came late in their recorded order. */
  async catchUp(startExecution: StartExecution, calls: RecordedCalls, isThere: () => boolean): Promise<void> {
    this.start(startExecution);
    for (let idle = 0; !isThere() && !this.disposed && idle < MOST_IDLE_TURNS; ) {
      idle = calls.settleNext() ? 0 : idle + 1;
      await turn();
    }
  }

  private begin(startExecution: StartExecution, observer: Observer): void {
    // The engine runs at once, inside this call; observers need the execution only through their branches.
    this.execution = startExecution({
      observer,
      onFinish: (execution) => {
        if (this.disposed || this.replay) return;
        const last = this.timeline.steps.at(-1);
        const divergence = this.follower?.end(execution, last?.state);
        if (divergence) this.listener.onDivergence?.(divergence, last!);
        this.listener.onFinish(execution);
      },
    });
    this.execution.scheduler.onIdle = () => this.releaseOneParked();
    this.execution.start();
  }

  /** Runs to a recorded position without stopping, and stands there. False when the run took another way than the record. */
  async rebuild(
    startExecution: StartExecution,
    position: number,
    edits: readonly Edit[],
    calls: RecordedCalls,
  ): Promise<boolean> {
    this.replay = { position, edits, calls, steps: 0, strands: 0, diverged: false, standing: undefined };
    const { replay } = this;
    this.start(startExecution);
    // Late answers come in their recorded order, each when the engine has nothing else to do.
    for (
      let idle = 0;
      !this.held && !replay.diverged && this.execution.status === 'RUNNING' && idle < MOST_IDLE_TURNS;
    ) {
      const { standing } = replay;
      if (standing) calls.settleAt(replay.steps);
      idle = standing || calls.settleNext() ? 0 : idle + 1;
      await turn();
      if (standing) this.standUp(replay, standing);
    }
    if (!this.held || replay.diverged) return false;
    this.replay = undefined;
    return true;
  }

  /** Whether nothing may move. */
  get isStanding(): boolean {
    return this.execution?.scheduler.frozen ?? false;
  }

  get root(): Execution {
    return this.execution;
  }

  /** Whether the newest step is one at which its branch stands, so that its values can be changed. */
  holds(strand: Strand): boolean {
    return this.held !== undefined && this.held === strand.branch;
  }

  /** Makes a change in a branch that stands. */
  edit(branch: Branch, edit: Edit): void {
    edit.apply(branch);
    this.follower?.leave(branch);
  }

  /** Goes on; `focus` moves alone, the other strands wait at their next checkpoint. */
  resume(focus: Strand | undefined): void {
    this.focus = focus;
    const { held } = this;
    this.held = undefined;
    this.freeze();
    if (!focus) this.releaseParked();
    if (held) held.execution.release(held);
    if (!this.held) this.thaw();
  }

  /** Nothing moves until `resume`. */
  freeze(): void {
    this.execution.scheduler.frozen = true;
  }

  /** Nothing of it is of interest any more, but its tasks go on: another run has taken over what they answer. */
  retire(): void {
    this.disposed = true;
    this.freeze();
  }

  private standStill(): Hold {
    this.freeze();
    return HOLD;
  }

  /** Makes a strand fail as if its state had: Retry and Catch apply. */
  fail(strand: Strand, failure: Failure): void {
    const { branch } = strand;
    const parkedAt = this.parked.indexOf(branch);
    if (parkedAt >= 0) this.parked.splice(parkedAt, 1);
    branch.execution.failBranch(branch, failure);
  }

  dispose(): void {
    this.disposed = true;
    this.execution.stop();
    this.thaw();
  }

  /** Observes no longer; the execution goes on by itself. */
  letGo(): void {
    this.disposed = true;
    this.execution.scheduler.onIdle = undefined;
    this.freeze();
    for (const branch of [...(this.held ? [this.held] : []), ...this.parked.splice(0)].reverse())
      branch.execution.release(branch);
    this.thaw();
  }

  onBranchStart(branch: Branch): void {
    if (this.disposed) return;
    const parent = branch.parent ?? branch.execution.parent?.branch;
    const parentStrand = parent && this.strands.get(parent);
    const { replay } = this;
    if (replay) {
      const known = this.timeline.strands[replay.strands++];
      if (!known) replay.diverged = true;
      else {
        known.branch = branch;
        this.strands.set(branch, known);
      }
      this.follower?.onBranchStart(branch);
      return;
    }
    const strand = this.timeline.begin(branch, parentStrand);
    this.strands.set(branch, strand);
    this.follower?.onBranchStart(branch);
    this.listener.onStrandStart?.(strand);
  }

  onBranchEnd(branch: Branch): void {
    if (this.disposed) return;
    const strand = this.strands.get(branch);
    this.strands.delete(branch);
    this.follower?.onBranchEnd(branch);
    // A failing sibling may end a strand while it stands.
    if (this.held === branch) this.held = undefined;
    const parkedAt = this.parked.indexOf(branch);
    if (parkedAt >= 0) this.parked.splice(parkedAt, 1);
    if (!strand || this.replay) return;
    this.timeline.end(strand, branch.failure ? 'failed' : branch.stage === 'exit' ? 'succeeded' : 'aborted');
    this.listener.onStrandEnd?.(strand);
  }

  onPhase(branch: Branch, phase: PhaseName): Hold | undefined {
    if (this.disposed) return undefined;
    return this.checkpoint(branch, phase, this.follower?.onPhase(branch, phase));
  }

  onFailure(branch: Branch, failure: Failure, handling: FailureHandling): Hold | undefined {
    if (this.disposed) return undefined;
    return this.checkpoint(branch, 'failure', this.follower?.onFailure(branch, failure, handling));
  }

  private checkpoint(branch: Branch, phase: StepPhase, divergence: Divergence | undefined): Hold | undefined {
    if (this.replay) return this.replayed(this.replay, branch, phase);
    const strand = this.strandOf(branch);
    const step = this.timeline.record(strand, phase, branch.execution.environment.clock.now());
    this.listener.onStep?.(step);
    if (divergence) this.listener.onDivergence?.(divergence, step);
    if (this.focus && !strand.isWithin(this.focus)) {
      if (this.focus.end === undefined) return this.park(branch, step.index);
      this.focus = undefined;
      this.releaseParked();
      if (this.held) return this.park(branch, step.index);
    }
    return this.judge(step, branch);
  }

  /** Several steps of one branch follow each other: most look-ups are answered by the one before. */
  private strandOf(branch: Branch): Strand {
    if (branch !== this.newestBranch) {
      this.newestBranch = branch;
      this.newestStrand = this.strands.get(branch);
    }
    return this.newestStrand!;
  }

  private judge(step: Step, branch: Branch): Hold | undefined {
    if (!this.listener.mayStop(step)) return undefined;
    const verdict = this.listener.judge(step);
    if (verdict === 'go') return undefined;
    this.held = branch;
    branch.execution.scheduler.frozen = true;
    if (verdict instanceof Promise) {
      void verdict.then((settled) => {
        if (settled === 'go' && this.held === branch && !this.disposed) this.resume(this.focus);
      });
    }
    return HOLD;
  }

  private replayed(replay: Replay, branch: Branch, phase: StepPhase): Hold | undefined {
    const index = replay.steps++;
    const expected = this.timeline.steps[index];
    if (expected?.phase !== phase || expected.state.index !== branch.state.index) replay.diverged = true;
    for (const edit of replay.edits) if (edit.index === index) this.edit(branch, edit);
    if (index >= replay.position || replay.diverged) {
      this.held = branch;
      branch.execution.scheduler.frozen = true;
      return HOLD;
    }
    if (this.parking.isParkedAt(index)) {
      this.parked.push(branch);
      return HOLD;
    }
    if (replay.calls.standsAt(replay.steps)) {
      replay.standing = branch;
      branch.execution.scheduler.frozen = true;
      return HOLD;
    }
    this.releaseAsRecorded(index);
    return undefined;
  }

  /** Goes on from a step at which the user stood while answers came. */
  private standUp(replay: Replay, branch: Branch): void {
    replay.standing = undefined;
    this.releaseAsRecorded(replay.steps - 1);
    branch.execution.release(branch);
    this.thaw();
  }

  private releaseAsRecorded(index: number): void {
    for (const parked of this.parking.releasedAt(index, this.parked)) parked.execution.release(parked);
  }

  private park(branch: Branch, index: number): Hold {
    this.parking.park(index);
    this.parked.push(branch);
    return HOLD;
  }

  /** The strand that moves is waiting for its siblings: the one that stands longest goes on by one checkpoint. */
  private releaseOneParked(): boolean {
    const branch = this.parked.shift();
    if (!branch) return false;
    if (this.replay) {
      branch.execution.release(branch);
      return true;
    }
    this.parking.release(this.timeline.length - 1, 'one');
    if (this.judge(this.strands.get(branch)!.last!, branch) !== HOLD) branch.execution.release(branch);
    return true;
  }

  /** Lets the waiting strands go on, up to the first one that stops where it waits. */
  private releaseParked(): void {
    const free: Branch[] = [];
    for (let branch = this.parked.shift(); branch; branch = this.parked.shift()) {
      if (this.judge(this.strands.get(branch)!.last!, branch) === HOLD) break;
      free.push(branch);
    }
    if (free.length > 0) this.parking.release(this.timeline.length - 1, free.length);
    for (const branch of free.reverse()) branch.execution.release(branch);
  }

  private thaw(): void {
    this.execution.scheduler.frozen = false;
    this.execution.scheduler.pump();
  }
}

interface Replay {
  readonly position: number;
  readonly edits: readonly Edit[];
  readonly calls: RecordedCalls;
  /** The branch that stands where the user stood while answers came. */
  standing: Branch | undefined;
  steps: number;
  strands: number;
  diverged: boolean;
}

/** Event loop turns without anything to settle after which a run that is built again is given up. */
const MOST_IDLE_TURNS = 1000;

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
