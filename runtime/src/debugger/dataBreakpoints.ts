import type { Json } from '../asl/json.ts';
import { deepEqual } from '../expressions/deepEqual.ts';
import { ExpressionFailure } from '../expressions/failure.ts';
import { compileStringExpression } from '../expressions/payloadTemplate.ts';
import { isSyntaxProblem } from '../expressions/problem.ts';
import { isTruthy } from './comparison.ts';
import { compileExpression } from './expression.ts';
import { type HitCondition, parseHitCondition } from './hitCondition.ts';
import { type Settled, whenSettled } from './settled.ts';
import type { Step } from './step.ts';
import { StepScope } from './stepScope.ts';

/** A breakpoint on a value: a variable (`$total`) or a path in the payload (`$.order.status`). */
export interface DataBreakpointRequest {
  readonly dataId: string;
  readonly condition?: string;
  readonly hitCondition?: string;
}

interface DataBreakpoint {
  readonly id: number;
  readonly dataId: string;
  readonly problem: string | undefined;
  readonly changed: (step: Step) => boolean;
  readonly accepts: (step: Step) => Settled<boolean>;
  readonly hit: HitCondition | undefined;
  hits: number;
}

/** A write that a data breakpoint has seen. */
export interface DataHit {
  readonly id: number;
  readonly description: string;
}

/** Breakpoints on values that change. They look at every step, so they cost something only while there are any. */
export class DataBreakpoints {
  private breakpoints: readonly DataBreakpoint[] = [];
  private ids = FIRST_ID;

  set(
    requests: readonly DataBreakpointRequest[],
  ): readonly { readonly id: number; readonly problem: string | undefined }[] {
    this.breakpoints = requests.map((request) => this.create(request));
    return this.breakpoints;
  }

  get armed(): boolean {
    return this.breakpoints.length > 0;
  }

  /** The first breakpoint whose value this step has changed. */
  judge(step: Step): Settled<DataHit | undefined> {
    return this.firstOf(
      step,
      this.breakpoints.filter((breakpoint) => breakpoint.changed(step)),
    );
  }

  private firstOf(step: Step, candidates: readonly DataBreakpoint[]): Settled<DataHit | undefined> {
    const [candidate, ...others] = candidates;
    if (!candidate) return undefined;
    return whenSettled(candidate.accepts(step), (accepted) => {
      if (accepted) candidate.hits += 1;
      if (!accepted || (candidate.hit && !candidate.hit.isMet(candidate.hits))) return this.firstOf(step, others);
      return { id: candidate.id, description: `${candidate.dataId} was written` };
    });
  }

  private create({ dataId, condition, hitCondition }: DataBreakpointRequest): DataBreakpoint {
    this.ids += 1;
    const hit = hitCondition ? parseHitCondition(hitCondition) : undefined;
    const changed = watcher(dataId);
    return {
      id: this.ids,
      dataId,
      problem: changed ? undefined : `'${dataId}' is neither a variable nor a path.`,
      changed: changed ?? (() => false),
      accepts: conditionOf(condition),
      hit,
      hits: 0,
    };
  }
}

/** Ids of data breakpoints begin here, so that they are never taken for those of other breakpoints. */
const FIRST_ID = 1_000_000;

function conditionOf(condition: string | undefined): DataBreakpoint['accepts'] {
  if (!condition) return () => true;
  return (step) => {
    const expression = compileExpression(condition, step.state.queryLanguage);
    if (isSyntaxProblem(expression)) return true;
    return whenSettled(
      expression.evaluate(new StepScope(step)),
      (value) => value instanceof ExpressionFailure || isTruthy(value),
    );
  };
}

function watcher(dataId: string): ((step: Step) => boolean) | undefined {
  const variable = /^\$([\p{ID_Start}_][\p{ID_Continue}]*)$/u.exec(dataId)?.[1];
  if (variable !== undefined) return (step) => writesVariable(step, variable);
  const expression = compileStringExpression(dataId, 'data breakpoint');
  if (isSyntaxProblem(expression)) return undefined;
  return (step) => writesPayload(step, (value) => expression.evaluate(new PayloadScope(step, value)));
}

/** A variable is written where the state's Assign has computed it. */
function writesVariable(step: Step, name: string): boolean {
  if (!step.assigned || !Object.hasOwn(step.assigned, name)) return false;
  const { previous } = step;
  if (previous?.isDropped) return false;
  return previous?.visit !== step.visit || previous.assigned === undefined;
}

function writesPayload(step: Step, read: (value: Json) => Json | ExpressionFailure): boolean {
  const { previous } = step;
  if (!previous || previous.isDropped) return false;
  const [before, after] = [flowing(previous), flowing(step)];
  if (before === after) return false;
  const [old, now] = [read(before), read(after)];
  if (now instanceof ExpressionFailure) return false;
  return old instanceof ExpressionFailure || !deepEqual(old, now);
}

/** The payload on its way through the machine: what enters states and what leaves them; what tasks are sent is no part of it. */
function flowing(step: Step): Json {
  const passedWork = step.phase === 'output' || step.phase === 'afterResultPath';
  return passedWork ? (step.output ?? null) : step.input;
}

class PayloadScope extends StepScope {
  override readonly input: Json;

  constructor(step: Step, input: Json) {
    super(step);
    this.input = input;
  }
}
