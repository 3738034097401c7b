import type { Json } from '../asl/json.ts';
import type { Execution } from '../interpreter/execution.ts';
import { Failure } from '../interpreter/failure.ts';
import type { CompiledState } from '../interpreter/machine.ts';
import { BreakpointIds } from './breakpointTable.ts';
import type { DebuggerOptions } from './debuggerOptions.ts';
import { type Edit, type EditTarget, editOf, jumpEdit, Refusal, skipEdit } from './edits.ts';
import { type FoundStop, findStop, lastFailure } from './findStop.ts';
import { NOT_KEPT, RecordKeeper } from './historyLimit.ts';
import { Lines } from './lines.ts';
import type { LiveRun, RunListener } from './liveRun.ts';
import type { RecordedCalls } from './recordedCalls.ts';
import type { Divergence } from './replay/divergence.ts';
import { type Settled, whenSettled } from './settled.ts';
import type { Step, Strand, Visit } from './step.ts';
import {
  type Granularity,
  planNext,
  planStepIn,
  planStepOut,
  type StepInTarget,
  type StepPlan,
  stepBefore,
} from './stepPlan.ts';
import { type Stop, type StopReason, StopRules } from './stopRules.ts';
import { Timeline } from './timeline.ts';
import type { ValuePath } from './valuePath.ts';

/**
 * Pauses, steps and time travel over one execution, without any protocol. A position in the timeline is the only state: at its end the execution
 * is live, before it everything is read from the record.
 */
export class Debugger implements RunListener {
  readonly timeline = new Timeline();
  readonly rules: StopRules;
  readonly calls: RecordedCalls;
  /** What the session is doing; only while `stopped` may anything be changed. */
  mode: 'new' | 'running' | 'stopped' | 'ended' = 'new';
  stop: Stop | undefined;
  private shown = -1;
  readonly lines: Lines;
  private departure: number | undefined;
  /** The strand that moves alone while the execution runs. */
  private moving: Strand | undefined;
  /** A step forward is looking through the record and has not reached its end. */
  private isReplaying = false;
  /** The execution runs to where it shall be shown first. */
  private isArriving: boolean;

  constructor(private readonly options: DebuggerOptions) {
    this.rules = new StopRules(options.machine, this.timeline, options.breakpointIds ?? new BreakpointIds());
    this.calls = options.calls(() => ({ position: this.timeline.length, isStanding: this.run.isStanding }));
    this.isArriving = options.arrive !== undefined;
    const { historyLimit, listener } = options;
    if (historyLimit) this.timeline.keeper = new RecordKeeper(historyLimit, () => listener.valuesDropped?.());
    this.lines = new Lines(options, this.timeline, this.calls, this);
  }

  start(): void {
    const { mayRunUnwatched, stopOnEnd } = this.options;
    this.mode = 'running';
    this.lines.start(mayRunUnwatched && !stopOnEnd && this.rules.onlyFailuresStop ? 'unwatched' : 'watched');
  }

  /** Whether what happens is recorded; otherwise `watch` makes the record. */
  get isRecorded(): boolean {
    return this.lines.isRecorded;
  }

  /** Rules were added while the execution runs. */
  rulesChanged(): void {
    if (this.mode === 'running' && !this.rules.onlyFailuresStop) void this.watch();
  }

  /** Makes the record of a run that nobody has watched. Resolves when everything that has happened is recorded. */
  async watch(): Promise<void> {
    if (this.mode === 'new') return;
    await this.lines.watch(() => this.mode === 'stopped');
    if (this.mode === 'ended') this.shown = this.timeline.length - 1;
  }

  get execution(): Execution {
    return this.run.root;
  }

  /** Index of the step that is looked at; while the execution runs, the newest. */
  get position(): number {
    return this.mode === 'running' ? this.timeline.length - 1 : this.shown;
  }

  /** Whether the position is before the end of the record. */
  get inPast(): boolean {
    return this.shown < this.timeline.length - 1;
  }

  /** The newest step of a strand at the position. */
  stepOf(strand: Strand): Step | undefined {
    return this.timeline.stepOf(strand, this.position);
  }

  /** Lets all strands run, or only one while the others wait. */
  continue(only?: Strand): void {
    this.go(undefined, only);
  }

  next(step: Step, granularity: Granularity, stepping = this.options.stepping): void {
    this.step(planNext(step, granularity), stepping);
  }

  stepIn(step: Step, target?: StepInTarget, stepping = this.options.stepping): void {
    this.step(planStepIn(step, target), stepping);
  }

  stepOut(step: Step, stepping = this.options.stepping): void {
    this.step(planStepOut(step), stepping);
  }

  /** Stands still at once: everything that could run has run, what is under way is waiting for time or for somebody. */
  pause(strand: Strand | undefined): void {
    if (this.mode !== 'running') return;
    if (!this.isRecorded) {
      void this.watch().then(() => this.pause(strand));
      return;
    }
    this.isArriving = false;
    const step = strand?.last ?? this.timeline.steps.at(-1);
    if (this.isReplaying || !step) {
      this.rules.pausing = strand ?? true;
      return;
    }
    this.run.freeze();
    this.halt({ reason: 'pause', step, breakpoints: [] }, this.timeline.length - 1);
  }

  /** Back over the last step, without running anything. Inner breakpoints on the way stop. */
  stepBack(step: Step, granularity: Granularity): Settled<void> {
    const arrived = this.lines.current.trail.at(-1);
    if (arrived?.to === this.position && step.index === this.position) {
      this.lines.current.trail.pop();
      return this.show('step', arrived.from);
    }
    const target = stepBefore(step, granularity);
    if (!target) return this.show('entry', 0);
    return this.backward(this.position - 1, target.index, 'step');
  }

  /** Back to the last place that would have stopped, or to the beginning. */
  reverseContinue(): Settled<void> {
    return this.backward(this.position - 1, 0, 'entry');
  }

  /** Moves the position to a recorded step. */
  goTo(position: number): Refusal | undefined {
    if (this.mode !== 'stopped') return new Refusal('The execution is running.');
    if (!this.timeline.steps[position])
      return new Refusal(`There is no step ${position}: ${this.timeline.length} are recorded.`);
    this.show('goto', position);
    return undefined;
  }

  /** Changes a value at a step; in the past that makes a new line of history. */
  async setValue(step: Step, target: EditTarget, path: ValuePath, value: Json): Promise<Refusal | undefined> {
    return this.change(step, editOf(step, target, path, value));
  }

  /** Makes the state leave with an output that the user supplies, once execution goes on. */
  async skip(step: Step, output: Json): Promise<Refusal | undefined> {
    return this.change(step, skipEdit(step, output));
  }

  /** Makes the strand go on at another state of the same scope, once execution goes on. */
  async jump(step: Step, target: CompiledState): Promise<Refusal | undefined> {
    return this.change(step, jumpEdit(step, target));
  }

  /** Goes on to the next state after a skip or a jump. */
  leave(step: Step): void {
    this.next(step, 'state');
  }

  /** Goes back to the entry of a visit; what it did, its tasks included, will be done again. */
  async restart(visit: Visit): Promise<Refusal | undefined> {
    if (this.mode !== 'stopped') return new Refusal('The execution is running.');
    const refusal = await this.rewind(visit.first.index, 'forget');
    if (refusal) return refusal;
    this.halt({ reason: 'goto', step: this.timeline.steps[visit.first.index]!, breakpoints: [] }, visit.first.index);
    return undefined;
  }

  /** Ends a strand as if its state had failed. */
  abort(strand: Strand): Refusal | undefined {
    if (this.options.fixed) return this.options.fixed;
    if (this.inPast) return new Refusal('Only the newest moment can be changed in this way: continue to it first.');
    if (strand.end !== undefined) return new Refusal(`${strand.path} has already ended.`);
    this.lines.current.barrier = Math.min(this.lines.current.barrier, this.timeline.length - 1);
    this.run.fail(strand, new Failure('States.TaskFailed', 'Ended by hand in the debugger.'));
    return undefined;
  }

  /** StopExecution. */
  terminate(): void {
    if (this.mode === 'new' || this.lines.current.finished) return;
    this.mode = 'running';
    this.execution.stop();
  }

  dispose(): void {
    if (this.mode !== 'new') this.lines.dispose();
  }

  /** Observes no longer; the execution goes on by itself. */
  letGo(): void {
    if (this.mode !== 'new') this.run.letGo();
  }

  mayStop(step: Step): boolean {
    if (this.lines.isCatchingUp) return false;
    return this.isArriving ? this.rules.divergences.has(step.index) : this.rules.mayStop(step);
  }

  judge(step: Step): Settled<'go' | 'stop'> {
    return whenSettled(this.rules.judge(step), (judgement) => {
      if (this.mode !== 'running') return 'stop';
      for (const line of judgement.logs) this.options.listener.log(line);
      if (!judgement.stop) return 'go';
      this.halt(judgement.stop, this.timeline.length - 1);
      return 'stop';
    });
  }

  onStep(step: Step): void {
    this.options.listener.onStep?.(step);
  }

  onStrandStart(strand: Strand): void {
    this.options.listener.onStrandStart?.(strand);
  }

  onStrandEnd(strand: Strand): void {
    this.options.listener.onStrandEnd?.(strand);
  }

  onDivergence({ text }: Divergence, step: Step): void {
    if (this.options.replay?.verify === 'stop')
      this.rules.divergences = new Map([...this.rules.divergences, [step.index, text]]);
    else this.options.listener.log({ text, step, severity: 'problem' });
  }

  /** A failure that a filter may want to stop at: the run is made again, and recorded, up to it. */
  onUnwatchedFailure(): 'go' | 'stop' {
    if (!this.rules.exceptions.armed) return 'go';
    void this.watch();
    return 'stop';
  }

  onFinish(execution: Execution): void {
    const { current } = this.lines;
    const isKnown = current.finished !== undefined;
    current.finished = execution;
    if (isKnown) return;
    const last = this.timeline.steps.at(-1);
    if (this.isArriving && last) this.arriveAtEnd(last);
    else if (this.options.stopOnEnd && last && execution.status !== 'ABORTED') {
      this.halt({ reason: 'end', step: last, breakpoints: [] }, last.index);
    } else this.finish(execution);
  }

  /** The execution has run through: shows the failure that ended it, or its end. */
  private arriveAtEnd(last: Step): void {
    this.isArriving = false;
    const failure = this.options.arrive === 'failure' ? lastFailure(this.timeline.steps) : undefined;
    if (failure) this.halt({ reason: 'exception', step: failure, breakpoints: [] }, failure.index);
    else this.halt({ reason: 'end', step: last, breakpoints: [] }, last.index);
  }

  private finish(execution: Execution): void {
    this.mode = 'ended';
    this.shown = this.timeline.length - 1;
    this.options.listener.finished(execution);
  }

  private step(plan: StepPlan, stepping: DebuggerOptions['stepping']): void {
    this.go(plan, stepping === 'all' ? undefined : plan.strand);
  }

  private go(plan: StepPlan | undefined, only: Strand | undefined): void {
    if (this.mode !== 'stopped') return;
    this.options.listener.resumed();
    this.mode = 'running';
    this.stop = undefined;
    this.rules.plan = plan;
    this.moving = only;
    this.departure = plan && this.shown;
    void this.forward(this.shown + 1);
  }

  /** Goes on through the record from a step on, then live. */
  private forward(from: number): Settled<void> {
    const { steps } = this.timeline;
    this.isReplaying = true;
    return whenSettled(findStop(this.rules, steps, from, Math.max(from, steps.length)), (found) => {
      this.isReplaying = false;
      if (found) return this.arrive(found);
      this.shown = steps.length - 1;
      if (this.lines.current.finished) this.finish(this.lines.current.finished);
      else this.run.resume(this.moving);
    });
  }

  /** Looks back from a step for one that stops; `end` is where the search ends in any case. */
  private backward(from: number, end: number, reason: StopReason): Settled<void> {
    if (from < end) return this.show(reason, Math.max(0, Math.min(end, this.timeline.length - 1)));
    return whenSettled(findStop(this.rules, this.timeline.steps, from, end - 1), (found) => {
      if (found) this.arrive(found);
      else this.show(reason, end);
    });
  }

  private arrive({ stop, at }: FoundStop): void {
    this.halt(stop, at);
  }

  private show(reason: StopReason, position: number): void {
    this.halt({ reason, step: this.timeline.steps[position]!, breakpoints: [] }, position);
  }

  private halt(stop: Stop, position: number): void {
    const { rules } = this;
    if (this.departure !== undefined && rules.plan)
      this.lines.current.trail.push({ from: this.departure, to: position });
    this.departure = undefined;
    rules.plan = undefined;
    rules.pausing = undefined;
    if (rules.entry === true || rules.entry === stop.step.state.name) rules.entry = undefined;
    this.mode = 'stopped';
    this.shown = position;
    this.stop = stop;
    this.options.listener.stopped(stop);
  }

  private async change(step: Step, edit: Edit | Refusal): Promise<Refusal | undefined> {
    if (edit instanceof Refusal || this.options.fixed) return edit instanceof Refusal ? edit : this.options.fixed;
    if (this.mode !== 'stopped') return new Refusal('The execution is running: pause it to change something.');
    if (step.isDropped) return new Refusal(`The values of this step are ${NOT_KEPT}`);
    const isNewest = !this.inPast && !this.lines.current.finished;
    if (!isNewest && step.index !== this.position) {
      return new Refusal('Only the step that is shown can be changed: step back to the one you mean.');
    }
    if (!isNewest) {
      const refusal = await this.rewind(this.position, 'answerEqualCalls');
      if (refusal) return refusal;
    }
    const { strand } = step;
    if (!this.run.holds(strand) || strand.last?.index !== step.index) {
      return new Refusal(
        `'${step.state.name}' is at work and does not stand at a step: its values can be changed when it does.`,
      );
    }
    this.run.edit(strand.branch, edit);
    this.lines.current.edits.push(edit);
    const amended = this.timeline.amend(strand);
    if (this.stop?.step.index === amended.index) this.stop = { ...this.stop, step: amended };
    return undefined;
  }

  /** Makes a recorded step the newest, live one, on a line of its own; the one that is left can be selected again. */
  private async rewind(position: number, later: 'answerEqualCalls' | 'forget'): Promise<Refusal | undefined> {
    const refusal = await this.lines.rewind(position, later);
    if (refusal) return refusal;
    this.moveTo(position, position);
    this.options.listener.forked(position);
    return undefined;
  }

  /** Goes over to another line of history, to where one stood when it was left. */
  selectLine(number: number): Refusal | undefined {
    const { lines } = this;
    if (this.mode !== 'stopped') return new Refusal('The execution is running.');
    if (number === lines.current.number) return new Refusal(`Line ${number} is the present one.`);
    const shared = lines.select(number, this.shown);
    if (shared === undefined)
      return new Refusal(`There is no line ${number}: there are ${lines.all.map((line) => line.number).join(', ')}.`);
    const { shown } = lines.current.kept!;
    this.moveTo(shared, shown);
    this.options.listener.lineSelected?.(number, shared);
    this.show('goto', shown);
    return undefined;
  }

  /** Another line is the present one: what was known of the one before holds up to what both share. */
  private moveTo(shared: number, shown: number): void {
    this.rules.breakpoints.truncate(shared);
    this.rules.divergences = new Map([...this.rules.divergences].filter(([index]) => index <= shared));
    this.shown = shown;
  }

  private get run(): LiveRun {
    return this.lines.current.run;
  }
}
