import type { Json } from '../asl/json.ts';
import type { EvaluationScope } from '../expressions/scope.ts';
import type { Step } from './step.ts';
import { stepContext } from './stepContext.ts';

/**
 * What an expression typed by the user sees at a step. It changes nothing of the execution: its random numbers and UUIDs are its own, the same
 * whenever the same step is looked at, and its time is the step's.
 */
export class StepScope implements EvaluationScope {
  readonly input: Json;
  readonly variables: Readonly<Record<string, Json>>;
  readonly states: NonNullable<EvaluationScope['states']>;
  private seed: number;

  constructor(private readonly step: Step) {
    this.input = currentDocument(step);
    this.variables = { ...step.variables, iteration: step.strand.index, attempt: step.attempt };
    this.states = statesOf(step);
    this.seed = step.index + 1;
  }

  context(): Json {
    return stepContext(this.step);
  }

  /** Mulberry32: small, and good enough for looking at a value. */
  random(): number {
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let t = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  uuid(): string {
    const digits = Array.from({ length: 32 }, () => Math.floor(this.random() * 16));
    digits[12] = 4;
    digits[16] = 8 + (digits[16]! & 3);
    const text = digits.map((digit) => digit.toString(16)).join('');
    return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
  }

  now(): number {
    return this.step.time;
  }
}

/** What `$` means to the field that is evaluated next (JSONPath). */
export function currentDocument(step: Step): Json {
  switch (step.phase) {
    case 'input':
      return step.input;
    case 'afterResultSelector':
    case 'afterResultPath':
    case 'output':
      return step.output ?? null;
    case 'result':
    case 'variables':
      return step.result ?? step.effective;
    default:
      return step.effective ?? null;
  }
}

function statesOf(step: Step): NonNullable<EvaluationScope['states']> {
  return {
    input: step.input,
    ...(step.result === undefined ? {} : { result: step.result }),
    ...(step.failure ? { errorOutput: errorOutput(step) } : {}),
  };
}

/** `$states.errorOutput` of a step at which the state has failed. */
export function errorOutput(step: Step): Json {
  return { Error: step.failure?.error ?? null, Cause: step.failure?.cause ?? null };
}
