import { matchesError } from '../asl/errors.ts';
import { ExpressionFailure } from '../expressions/failure.ts';
import { isSyntaxProblem, type SyntaxProblem } from '../expressions/problem.ts';
import type { FailureHandling } from '../interpreter/environment.ts';
import type { Failure } from '../interpreter/failure.ts';
import { isTruthy } from './comparison.ts';
import { compileExpression, type Expression } from './expression.ts';
import { type Settled, whenSettled } from './settled.ts';
import { globTest } from './stateNames.ts';
import type { Step } from './step.ts';
import { StepScope } from './stepScope.ts';

export type ExceptionFilterId = 'uncaught' | 'caught' | 'retried' | 'tolerated' | 'timeout' | 'limits' | 'evaluation';

export interface ExceptionFilterFact {
  readonly id: ExceptionFilterId;
  readonly label: string;
  readonly description: string;
  readonly isDefault: boolean;
}

/** The kinds of failures one can stop at, in the order in which clients list them. */
export const EXCEPTION_FILTERS: readonly ExceptionFilterFact[] = [
  {
    id: 'uncaught',
    label: 'Uncaught errors',
    description: 'Stops before an error fails the execution.',
    isDefault: true,
  },
  { id: 'caught', label: 'Caught errors', description: 'Stops before a Catch takes an error.', isDefault: false },
  {
    id: 'retried',
    label: 'Before each retry',
    description: 'Stops before a Retry runs the state again.',
    isDefault: false,
  },
  {
    id: 'tolerated',
    label: 'Tolerated failures',
    description: 'Stops when an item fails and its Map tolerates it.',
    isDefault: false,
  },
  {
    id: 'timeout',
    label: 'Time-outs',
    description: 'Stops at States.Timeout and States.HeartbeatTimeout.',
    isDefault: false,
  },
  {
    id: 'limits',
    label: 'Quotas',
    description: 'Stops at States.DataLimitExceeded and at a full history.',
    isDefault: false,
  },
  {
    id: 'evaluation',
    label: 'Failed evaluations',
    description: 'Stops where a JSONata expression or a path fails.',
    isDefault: false,
  },
];

export interface ExceptionFilterRequest {
  readonly id: string;
  /** Error names and globs (`Lambda.*, States.Timeout`), or a JSONata expression over `$states.errorOutput`. */
  readonly condition?: string;
}

interface ActiveFilter {
  readonly id: ExceptionFilterId;
  readonly accepts: (step: Step) => Settled<boolean>;
}

/** What would become of a failure if nobody intervened, seen from the whole execution. */
export interface Fate {
  readonly kind: 'uncaught' | 'caught' | 'retried' | 'tolerated';
  /** The state whose Retry or Catch takes it; the failed state itself or a Map or Parallel around it. */
  readonly by?: Step['state'];
}

/** Which failures stop the execution. */
export class ExceptionFilters {
  private active: readonly ActiveFilter[] = [];

  /** Sets the filters anew; answers a problem for each that cannot be understood. */
  set(requests: readonly ExceptionFilterRequest[]): (string | undefined)[] {
    const active: ActiveFilter[] = [];
    const problems = requests.map(({ id, condition }) => {
      const fact = EXCEPTION_FILTERS.find((filter) => filter.id === id);
      if (!fact) return `There is no filter '${id}'.`;
      const accepts = acceptor(condition);
      if (isSyntaxProblem(accepts))
        return `The condition is not valid JSONata at offset ${accepts.offset}: ${accepts.message}`;
      active.push({ id: fact.id, accepts });
      return undefined;
    });
    this.active = active;
    return problems;
  }

  get armed(): boolean {
    return this.active.length > 0;
  }

  /** The first filter that a failure meets, if any. */
  judge(step: Step): Settled<ExceptionFilterId | undefined> {
    const { failure } = step;
    if (!failure) return undefined;
    const kinds = kindsOf(step, failure);
    return this.firstOf(
      step,
      this.active.filter(({ id }) => kinds.has(id)),
    );
  }

  private firstOf(step: Step, filters: readonly ActiveFilter[]): Settled<ExceptionFilterId | undefined> {
    const [filter, ...others] = filters;
    if (!filter) return undefined;
    return whenSettled(filter.accepts(step), (accepted) => (accepted ? filter.id : this.firstOf(step, others)));
  }
}

/** What will become of the failure at a step, Retry and Catch of the states around it included. */
export function fateOf(step: Step): Fate {
  const kind = settledBy(step.handling);
  if (kind) return { kind, by: step.state };
  const failure = step.failure!;
  if (failure.fatal) return { kind: 'uncaught' };
  for (let { strand } = step; strand.owner; strand = strand.owner.strand) {
    const { state } = strand.owner;
    if (tolerates(state)) return { kind: 'tolerated', by: state };
    if (state.retry.some(({ errorEquals }) => names(errorEquals, failure))) return { kind: 'retried', by: state };
    if (state.catch.some(({ errorEquals }) => names(errorEquals, failure))) return { kind: 'caught', by: state };
  }
  return { kind: 'uncaught' };
}

function settledBy(handling: FailureHandling | undefined): 'retried' | 'caught' | undefined {
  if (handling?.kind === 'retry') return 'retried';
  return handling?.kind === 'catch' ? 'caught' : undefined;
}

/** Whether a Map lets items fail without failing itself. */
function tolerates(state: Step['state']): boolean {
  const { definition } = state;
  return (
    definition.ToleratedFailureCount !== undefined ||
    definition.ToleratedFailureCountPath !== undefined ||
    definition.ToleratedFailurePercentage !== undefined ||
    definition.ToleratedFailurePercentagePath !== undefined
  );
}

function names(errorEquals: readonly string[], { error, details }: Failure): boolean {
  return matchesError(errorEquals, error ?? '') || (details.alias !== undefined && errorEquals.includes(details.alias));
}

function kindsOf(step: Step, failure: Failure): ReadonlySet<ExceptionFilterId> {
  const kinds = new Set<ExceptionFilterId>();
  const handled = settledBy(step.handling);
  // A failure that leaves a Map or Parallel was already shown where it began.
  const cameFromBelow = step.fromBelow;
  const fate = fateOf(step);
  if (handled) kinds.add(handled);
  else if (fate.kind === 'tolerated') kinds.add('tolerated');
  else if (fate.kind === 'uncaught' && !cameFromBelow) kinds.add('uncaught');
  if (cameFromBelow) return kinds;
  const { error = '' } = failure;
  if (failure.details.timedOut || error === 'States.Timeout' || error === 'States.HeartbeatTimeout')
    kinds.add('timeout');
  if (error === 'States.DataLimitExceeded' || /maximum number of history events/.test(failure.cause ?? ''))
    kinds.add('limits');
  if (failure.details.evaluation || EVALUATION_ERRORS.has(error)) kinds.add('evaluation');
  return kinds;
}

const EVALUATION_ERRORS: ReadonlySet<string> = new Set([
  'States.QueryEvaluationError',
  'States.Runtime',
  'States.ParameterPathFailure',
  'States.ResultPathMatchFailure',
  'States.IntrinsicFailure',
]);

function acceptor(condition: string | undefined): ActiveFilter['accepts'] | SyntaxProblem {
  const text = condition?.trim();
  if (!text) return () => true;
  if (/^[\w.*?-]+(?:\s*,\s*[\w.*?-]+)*$/.test(text)) {
    const tests = text.split(',').map((name) => globTest(name.trim()));
    return ({ failure }) => tests.some((test) => test(failure?.error ?? ''));
  }
  const expression = compileExpression(text, 'JSONata');
  return isSyntaxProblem(expression) ? expression : (step) => holds(expression, step);
}

/** A condition that cannot be evaluated stops, so that nobody waits for a stop in vain. */
function holds(expression: Expression, step: Step): Settled<boolean> {
  return whenSettled(
    expression.evaluate(new StepScope(step)),
    (value) => value instanceof ExpressionFailure || isTruthy(value),
  );
}
