import type { Json } from '../asl/json.ts';
import { deepEqual } from '../expressions/deepEqual.ts';
import { ExpressionFailure } from '../expressions/failure.ts';
import { compileStringExpression } from '../expressions/payloadTemplate.ts';
import { isSyntaxProblem } from '../expressions/problem.ts';
import type { CompiledState } from '../interpreter/machine.ts';
import { isTruthy } from './comparison.ts';
import { compileExpression } from './expression.ts';
import { type HitCondition, parseHitCondition } from './hitCondition.ts';
import { type Settled, whenSettled } from './settled.ts';
import type { Step } from './step.ts';
import { StepScope } from './stepScope.ts';

/** A breakpoint on a value: a variable (`$total`) or a path in the payload (`$.order.status`). Only variables can be watched for reading. */
export interface DataBreakpointRequest {
  readonly dataId: string;
  readonly accessType?: 'read' | 'write' | 'readWrite';
  readonly condition?: string;
  readonly hitCondition?: string;
}

interface DataBreakpoint {
  readonly id: number;
  readonly dataId: string;
  readonly problem: string | undefined;
  /** What the step does to the value, if anything. */
  readonly access: (step: Step) => 'written' | 'read' | undefined;
  readonly accepts: (step: Step) => Settled<boolean>;
  readonly hit: HitCondition | undefined;
  hits: number;
}

/** A write or a read that a data breakpoint has seen. */
export interface DataHit {
  readonly id: number;
  readonly description: string;
}

/** Breakpoints on values that change. They look at every step, so they cost something only while there are any. */
export class DataBreakpoints {
  /** The variables that the expressions of a state read. */
  readBy: (state: CompiledState) => readonly string[] = () => [];
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

  /** The first breakpoint whose value this step has changed, or whose variable its state is about to read. */
  judge(step: Step): Settled<DataHit | undefined> {
    return this.firstOf(
      step,
      this.breakpoints.filter((breakpoint) => breakpoint.access(step) !== undefined),
    );
  }

  private firstOf(step: Step, candidates: readonly DataBreakpoint[]): Settled<DataHit | undefined> {
    const [candidate, ...others] = candidates;
    if (!candidate) return undefined;
    return whenSettled(candidate.accepts(step), (accepted) => {
      if (accepted) candidate.hits += 1;
      if (!accepted || (candidate.hit && !candidate.hit.isMet(candidate.hits))) return this.firstOf(step, others);
      const description = `${candidate.dataId} ${candidate.access(step) === 'read' ? 'is read' : 'was written'}`;
      return { id: candidate.id, description };
    });
  }

  private create({ dataId, accessType = 'write', condition, hitCondition }: DataBreakpointRequest): DataBreakpoint {
    this.ids += 1;
    const hit = hitCondition ? parseHitCondition(hitCondition) : undefined;
    const access = this.watcher(dataId, accessType);
    return {
      id: this.ids,
      dataId,
      problem: typeof access === 'string' ? access : undefined,
      access: typeof access === 'string' ? () => undefined : access,
      accepts: conditionOf(condition),
      hit,
      hits: 0,
    };
  }

  /** How a step is looked at; a text says why that is not possible. */
  private watcher(
    dataId: string,
    accessType: NonNullable<DataBreakpointRequest['accessType']>,
  ): DataBreakpoint['access'] | string {
    const writes = writeWatcher(dataId);
    if (!writes) return `'${dataId}' is neither a variable nor a path.`;
    const variable = variableIn(dataId);
    if (accessType === 'write') return (step) => (writes(step) ? 'written' : undefined);
    if (variable === undefined) return `'${dataId}' is no variable: a path can only be watched when it is written.`;
    return (step) => {
      if (accessType === 'readWrite' && writes(step)) return 'written';
      return step.phase === 'input' && this.readBy(step.state).includes(variable) ? 'read' : undefined;
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

function variableIn(dataId: string): string | undefined {
  return /^\$([\p{ID_Start}_][\p{ID_Continue}]*)$/u.exec(dataId)?.[1];
}

function writeWatcher(dataId: string): ((step: Step) => boolean) | undefined {
  const variable = variableIn(dataId);
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
