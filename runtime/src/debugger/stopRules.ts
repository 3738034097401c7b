import type { CompiledMachine } from '../interpreter/machine.ts';
import type { Breakpoint, Verdict } from './breakpoint.ts';
import { type BreakpointIds, BreakpointTable } from './breakpointTable.ts';
import { DataBreakpoints } from './dataBreakpoints.ts';
import { ExceptionFilters } from './exceptionFilters.ts';
import { type Settled, whenSettled } from './settled.ts';
import type { Step, Strand } from './step.ts';
import type { StepPlan } from './stepPlan.ts';
import type { Timeline } from './timeline.ts';

export type StopReason =
  | 'entry'
  | 'step'
  | 'breakpoint'
  | 'function breakpoint'
  | 'data breakpoint'
  | 'exception'
  | 'pause'
  | 'goto'
  | 'divergence'
  | 'end';

/** Why and where execution stands still. */
export interface Stop {
  readonly reason: StopReason;
  readonly step: Step;
  readonly breakpoints: readonly number[];
  readonly text?: string;
}

export interface LogLine {
  readonly text: string;
  readonly step: Step;
  readonly severity: 'log' | 'problem';
}

/** What the rules make of a step. */
export interface Judgement {
  readonly stop: Stop | undefined;
  readonly logs: readonly LogLine[];
}

const GO: Judgement = { stop: undefined, logs: [] };

/** Group of the table that holds breakpoints on names. */
export const FUNCTION_GROUP = 'functions';

/** Decides, from a recorded step alone, whether execution stands still there; the same for live steps, recorded ones, and in either direction. */
export class StopRules {
  readonly breakpoints: BreakpointTable;
  readonly exceptions = new ExceptionFilters();
  readonly data = new DataBreakpoints();
  /** The user's step that is under way. */
  plan: StepPlan | undefined;
  /** A strand that shall stop at its next step; `true` for whichever comes first. */
  pausing: Strand | true | undefined;
  /** Stops at the very first step, or at the first entry of the state with this name. */
  entry: true | string | undefined;
  /** States that steps pass over. */
  isSkipped: (step: Step) => boolean = () => false;
  /** Steps of an execution that was under way before anybody looked: nothing stops at them. */
  isPast: (step: Step) => boolean = () => false;
  /** Where a replay parts from its recording, by the number of the step; only those that shall stop. */
  divergences: ReadonlyMap<number, string> = new Map();
  private readonly reported = new Set<string>();

  constructor(
    machine: CompiledMachine,
    private readonly timeline: Timeline,
    breakpointIds: BreakpointIds,
  ) {
    this.breakpoints = new BreakpointTable(machine, breakpointIds);
  }

  /** Whether only failures can stop: nothing looks at any other step. */
  get onlyFailuresStop(): boolean {
    const isWaiting = this.plan !== undefined || this.pausing !== undefined || this.entry !== undefined;
    return !isWaiting && !this.data.armed && this.divergences.size === 0 && this.breakpoints.isEmpty;
  }

  /** Whether any rule could apply to a step. */
  mayStop(step: Step): boolean {
    if (step.isDropped || this.isPast(step)) return false;
    return (
      this.plan !== undefined ||
      this.pausing !== undefined ||
      this.entry !== undefined ||
      this.data.armed ||
      this.divergences.size > 0 ||
      (step.phase === 'failure' && this.exceptions.armed) ||
      this.breakpoints.hasAt(step)
    );
  }

  judge(step: Step): Settled<Judgement> {
    const reached = this.breakpoints.reachedBy(step);
    if (reached.length === 0) return this.judgeRest(step, []);
    return whenSettled(this.judgeBreakpoints(step, reached, [], []), ({ hits, logs }) => {
      if (hits.length === 0) return this.judgeRest(step, logs);
      const isFunction = hits.every((breakpoint) => breakpoint.group === FUNCTION_GROUP);
      const stop: Stop = {
        reason: isFunction ? 'function breakpoint' : 'breakpoint',
        step,
        breakpoints: hits.map(({ id }) => id),
        text: logs.find(({ severity }) => severity === 'problem')?.text ?? this.divergences.get(step.index),
      };
      return { stop, logs };
    });
  }

  private judgeRest(step: Step, logs: readonly LogLine[]): Settled<Judgement> {
    const divergence = this.divergences.get(step.index);
    if (divergence) return { stop: { reason: 'divergence', step, breakpoints: [], text: divergence }, logs };
    const filter = step.phase === 'failure' ? this.exceptions.judge(step) : undefined;
    return whenSettled(filter, (kind) => {
      if (kind) return { stop: { reason: 'exception', step, breakpoints: [], text: kind }, logs };
      const written = this.data.armed ? this.data.judge(step) : undefined;
      return whenSettled(written, (hit) => {
        if (hit)
          return { stop: { reason: 'data breakpoint', step, breakpoints: [hit.id], text: hit.description }, logs };
        const reason = this.ownReason(step);
        if (!reason && logs.length === 0) return GO;
        return { stop: reason && { reason, step, breakpoints: [] }, logs };
      });
    });
  }

  private ownReason(step: Step): StopReason | undefined {
    if (this.plan?.arrives(step) && !this.isSkipped(step)) return 'step';
    if (this.entry === true || (this.entry === step.state.name && step.phase === 'input')) return 'entry';
    if (this.pausing === true || (this.pausing && step.strand.isWithin(this.pausing))) return 'pause';
    return undefined;
  }

  private judgeBreakpoints(
    step: Step,
    breakpoints: readonly Breakpoint[],
    hits: readonly Breakpoint[],
    logs: readonly LogLine[],
  ): Settled<{ hits: readonly Breakpoint[]; logs: readonly LogLine[] }> {
    const [breakpoint, ...others] = breakpoints;
    if (!breakpoint) return { hits, logs };
    return whenSettled(breakpoint.judge(step, this.timeline), (verdict) =>
      this.judgeBreakpoints(
        step,
        others,
        verdict.kind === 'stop' || verdict.kind === 'problem' ? [...hits, breakpoint] : hits,
        [...logs, ...this.logsOf(verdict, step)],
      ),
    );
  }

  private logsOf(verdict: Verdict, step: Step): LogLine[] {
    if (verdict.kind === 'log') return [{ text: verdict.text, step, severity: 'log' }];
    if (verdict.kind !== 'problem' || this.reported.has(verdict.text)) return [];
    this.reported.add(verdict.text);
    return [{ text: verdict.text, step, severity: 'problem' }];
  }
}
