import { ExpressionFailure } from '../expressions/failure.ts';
import { isSyntaxProblem, type SyntaxProblem } from '../expressions/problem.ts';
import { isTruthy } from './comparison.ts';
import { compileExpression, type Expression, type QueryLanguage } from './expression.ts';
import { type HitCondition, parseHitCondition } from './hitCondition.ts';
import { compileLogMessage, type LogMessage } from './logMessage.ts';
import type { Place } from './places.ts';
import { type Settled, whenSettled } from './settled.ts';
import type { Step } from './step.ts';
import { StepScope } from './stepScope.ts';
import type { Timeline } from './timeline.ts';

/** When, inside a visit of a state, a breakpoint on the state's entry stops. */
export type BreakpointMode = 'before' | 'after' | 'everyAttempt' | 'onRetry' | 'phase';

/** What the user has set beside the place. */
export interface BreakpointSettings {
  readonly condition?: string;
  readonly hitCondition?: string;
  readonly logMessage?: string;
  readonly mode?: BreakpointMode;
}

/** What a breakpoint makes of a step. */
export type Verdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'log'; readonly text: string }
  /** The condition could not be evaluated: the user must see that, so it stops. */
  | { readonly kind: 'problem'; readonly text: string };

export const PASS: Verdict = { kind: 'pass' };
const STOP: Verdict = { kind: 'stop' };

/** A breakpoint on lines or names; conditions are compiled once for each query language. */
export class Breakpoint {
  /** Why it can never stop, when that is known. */
  readonly problem: string | undefined;
  private readonly hit: HitCondition | undefined;
  private conditions: Map<QueryLanguage, Expression | SyntaxProblem> | undefined;
  private messages: Map<QueryLanguage, LogMessage | SyntaxProblem> | undefined;
  /** Steps, in order, at which the condition held. */
  private hits: Step[] = [];
  /** The record has been searched for hits up to this position. */
  private searched = -1;

  constructor(
    readonly id: number,
    /** The list it belongs to: a file, or the breakpoints on names. */
    readonly group: string,
    /** What it is known by when the client sends its list again: its name or position, and its settings. */
    readonly identity: string,
    readonly places: readonly Place[],
    readonly settings: BreakpointSettings,
  ) {
    this.hit = settings.hitCondition ? parseHitCondition(settings.hitCondition) : undefined;
    this.problem = this.findProblem();
  }

  get verified(): boolean {
    return this.places.length > 0 && this.problem === undefined;
  }

  /** Whether execution is at the breakpoint, conditions left aside. */
  isReachedBy(step: Step): boolean {
    return this.places.some((place) => place.state === step.state && isAt(place, step, this.settings.mode ?? 'before'));
  }

  /** Judges a step at which the breakpoint is reached. */
  judge(step: Step, timeline: Timeline): Settled<Verdict> {
    if (!this.hit) return whenSettled(this.holds(step), (held) => this.verdict(step, held));
    const searched = this.searched + 1 < step.index ? this.search(timeline, step.index - 1) : undefined;
    return whenSettled(searched, () =>
      whenSettled(this.holds(step), (held) => {
        if (held !== true) return this.verdict(step, held);
        return this.hit!.isMet(this.countHit(step)) ? this.verdict(step, true) : PASS;
      }),
    );
  }

  /** Forgets hits after a position: what follows will happen anew. */
  truncate(position: number): void {
    this.hits = this.hits.filter((hit) => hit.index <= position);
    this.searched = Math.min(this.searched, position);
  }

  /** The place in the text that the client shows. */
  get place(): Place | undefined {
    return this.places[0];
  }

  private countHit(step: Step): number {
    let at = this.hits.findIndex((hit) => hit.index >= step.index);
    if (at < 0) at = this.hits.push(step) - 1;
    else if (this.hits[at]!.index !== step.index) this.hits.splice(at, 0, step);
    this.searched = Math.max(this.searched, step.index);
    const earlier = this.hits.slice(0, at + 1);
    return this.hit!.perThread ? earlier.filter((hit) => hit.strand.path === step.strand.path).length : earlier.length;
  }

  /** Looks for hits in the record that nobody has asked about yet: the breakpoint is younger than the steps. */
  private search(timeline: Timeline, end: number): Settled<undefined> {
    for (let at = this.searched + 1; at <= end; at++) {
      const step = timeline.steps[at];
      if (!step || !this.isReachedBy(step)) continue;
      const held = this.holds(step);
      if (held instanceof Promise) {
        return held.then((value) => {
          if (value === true) this.countHit(step);
          this.searched = at;
          return this.search(timeline, end);
        });
      }
      if (held === true) this.countHit(step);
    }
    this.searched = Math.max(this.searched, end);
    return undefined;
  }

  private holds(step: Step): Settled<boolean | ExpressionFailure> {
    const { condition } = this.settings;
    if (!condition) return true;
    this.conditions ??= new Map();
    const compiled = this.compiled(this.conditions, step, () => compileExpression(condition, step.state.queryLanguage));
    if (isSyntaxProblem(compiled)) return new ExpressionFailure('syntax', compiled.message);
    return whenSettled(compiled.evaluate(new StepScope(step)), (value) =>
      value instanceof ExpressionFailure ? value : isTruthy(value),
    );
  }

  private verdict(step: Step, held: boolean | ExpressionFailure): Settled<Verdict> {
    if (held instanceof ExpressionFailure) {
      const text = `The condition '${this.settings.condition}' could not be evaluated at '${step.state.name}': ${held.cause}`;
      return { kind: 'problem', text };
    }
    if (!held) return PASS;
    const { logMessage } = this.settings;
    if (!logMessage) return STOP;
    this.messages ??= new Map();
    const message = this.compiled(this.messages, step, () => compileLogMessage(logMessage, step.state.queryLanguage));
    if (isSyntaxProblem(message)) return { kind: 'log', text: `${logMessage} <${message.message}>` };
    return whenSettled(message.render(new StepScope(step)), (text): Verdict => ({ kind: 'log', text }));
  }

  private compiled<T>(cache: Map<QueryLanguage, T>, step: Step, compile: () => T): T {
    let found = cache.get(step.state.queryLanguage);
    if (found === undefined) {
      found = compile();
      cache.set(step.state.queryLanguage, found);
    }
    return found;
  }

  private findProblem(): string | undefined {
    const { condition, hitCondition } = this.settings;
    if (hitCondition && !this.hit) {
      return `'${hitCondition}' is no hit count. Write 5, >=5, %10, or 5/thread to count each branch on its own.`;
    }
    const language = this.places[0]?.state.queryLanguage;
    if (!condition || !language) return undefined;
    const compiled = compileExpression(condition, language);
    this.conditions = new Map([[language, compiled]]);
    if (!isSyntaxProblem(compiled)) return undefined;
    return `The condition is not valid ${language} at offset ${compiled.offset}: ${compiled.message}`;
  }
}

function isAt(place: Place, step: Step, mode: BreakpointMode): boolean {
  if (place.phase !== 'input') return step.phase === place.phase && matchesEntry(place, step);
  switch (mode) {
    case 'before':
      return step.phase === 'input';
    case 'after':
      return step.phase === 'output' || (step.phase === 'failure' && step.handling?.kind === 'uncaught');
    case 'everyAttempt':
      return step.phase === 'input' || beginsAttempt(step);
    case 'onRetry':
      return step.phase === 'failure' ? step.handling?.kind === 'retry' : false;
    default:
      return true;
  }
}

function beginsAttempt(step: Step): boolean {
  return step.attempt > 0 && step.previous?.visit === step.visit && step.previous.attempt < step.attempt;
}

function matchesEntry({ entry }: Place, step: Step): boolean {
  switch (entry?.list) {
    case 'rules':
      return step.rule === entry.index;
    case 'retriers':
      return step.handling?.kind === 'retry' && step.handling.index === entry.index;
    case 'catchers':
      return step.handling?.kind === 'catch' && step.handling.index === entry.index;
    default:
      return true;
  }
}
