import type { HistoryEvent } from '../../history/api.ts';
import type { Attempt, ExecutionTree, FailureText, Scope, Visit } from './executionTree.ts';

/**
 * Folds a history, as GetExecutionHistory gives it, into a tree. The line of control of an event follows from `previousEventId`:
 * every event but the first points to the event before it on its own line, or to the event that began the line.
 */
export function buildExecutionTree(events: readonly HistoryEvent[]): ExecutionTree {
  const builder = new TreeBuilder(events);
  for (const event of events) builder.add(event);
  return builder.tree();
}

interface Details {
  readonly name?: string;
  readonly index?: number;
  readonly length?: number;
  readonly input?: string;
  readonly output?: string;
  readonly assignedVariables?: Readonly<Record<string, string>>;
  readonly resource?: string;
  readonly resourceType?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly mapRunArn?: string;
}

class TreeBuilder {
  readonly #root: Scope = { kind: 'execution', index: 0, round: 0, visits: [], outcome: 'running' };
  readonly #visits: Visit[] = [];
  /** Scope that each event belongs to, by event id; branches begin below a `ParallelStateStarted`. */
  readonly #scopes = new Map<number, Scope>();
  readonly #branchStarts = new Map<number, Visit>();
  readonly #failures = new Map<number, FailureText>();
  readonly #first: HistoryEvent | undefined;
  #last: HistoryEvent | undefined;

  constructor(events: readonly HistoryEvent[]) {
    this.#first = events[0];
  }

  tree(): ExecutionTree {
    const startedAt = this.#first?.timestamp.getTime() ?? 0;
    return { root: this.#root, visits: this.#visits, startedAt, endedAt: this.#last?.timestamp.getTime() ?? startedAt };
  }

  add(event: HistoryEvent): void {
    this.#last = event;
    const details = detailsOf(event);
    const scope = this.#scopes.get(event.previousEventId) ?? this.#root;
    if (details.error !== undefined || details.cause !== undefined) this.#failures.set(event.id, details);
    this.#scopes.set(event.id, this.#place(event, details, scope));
  }

  /** Takes the event into the tree and answers the scope that events which point to it belong to. */
  #place(event: HistoryEvent, details: Details, scope: Scope): Scope {
    const { type } = event;
    if (type.startsWith('Execution')) return this.#execution(type, details, scope);
    if (type.endsWith('StateEntered')) return this.#entered(event, details, scope);
    if (type.endsWith('StateExited')) return this.#exited(event, details, scope);
    if (type.endsWith('StateAborted')) return this.#aborted(scope);
    if (type.startsWith('MapIteration')) return this.#iteration(type, details, scope);
    if (/^(?:Parallel|Map)State/.test(type)) return this.#container(event, details, scope);
    if (type.startsWith('MapRun')) return this.#mapRun(details, scope);
    if (type === 'EvaluationFailed') return this.#evaluationFailed(details, scope);
    return this.#task(event, details, scope);
  }

  #execution(type: string, details: Details, scope: Scope): Scope {
    if (type === 'ExecutionStarted' || type === 'ExecutionRedriven') return this.#root;
    const succeeded = type === 'ExecutionSucceeded';
    this.#root.outcome = succeeded ? 'succeeded' : type === 'ExecutionAborted' ? 'aborted' : 'failed';
    const current = scope.visits.at(-1);
    if (!succeeded && current && current.exitedAt === undefined) tellFailure(current, details);
    return this.#root;
  }

  #entered(event: HistoryEvent, details: Details, previous: Scope): Scope {
    const parallel = this.#branchStarts.get(event.previousEventId);
    const scope = parallel ? openScope(parallel, 'branch', this.#branchIndex(parallel)) : previous;
    const visit: Visit = {
      name: details.name ?? '',
      type: event.type.slice(0, -'StateEntered'.length),
      scope,
      enteredAt: event.timestamp.getTime(),
      input: details.input,
      attempts: [],
      scopes: [],
    };
    scope.visits.push(visit);
    this.#visits.push(visit);
    return scope;
  }

  #branchIndex(parallel: Visit): number {
    const round = parallel.attempts.length - 1;
    return parallel.scopes.filter((scope) => scope.round === round).length;
  }

  #exited(event: HistoryEvent, details: Details, scope: Scope): Scope {
    const visit = findVisit(scope, (candidate) => candidate.name === details.name && candidate.exitedAt === undefined);
    if (!visit) return scope;
    visit.exitedAt = event.timestamp.getTime();
    visit.output = details.output;
    visit.assigned = details.assignedVariables;
    const round = visit.attempts.at(-1);
    if (round?.outcome === 'running') endAttempt(round, event, 'succeeded');
    for (const child of visit.scopes)
      if (child.outcome === 'running') child.outcome = round?.outcome === 'succeeded' ? 'succeeded' : 'aborted';
    return visit.scope;
  }

  #aborted(scope: Scope): Scope {
    const visit = scope.visits.at(-1);
    if (visit && visit.exitedAt === undefined) visit.aborted = true;
    return scope;
  }

  #iteration(type: string, details: Details, previous: Scope): Scope {
    const map = findVisit(
      previous,
      (candidate) => candidate.type === 'Map' && candidate.name === details.name && candidate.exitedAt === undefined,
    );
    if (!map) return previous;
    if (type === 'MapIterationStarted') return openScope(map, 'iteration', details.index ?? 0);
    const round = map.attempts.length - 1;
    const scope =
      map.scopes.find((candidate) => candidate.index === details.index && candidate.round === round) ?? previous;
    scope.outcome =
      type === 'MapIterationSucceeded' ? 'succeeded' : type === 'MapIterationFailed' ? 'failed' : 'aborted';
    return type === 'MapIterationSucceeded' ? previous : scope;
  }

  /** `MapStateStarted`, `ParallelStateFailed` and their kin. */
  #container(event: HistoryEvent, details: Details, previous: Scope): Scope {
    const containerType = event.type.startsWith('Map') ? 'Map' : 'Parallel';
    const visit = findVisit(
      previous,
      (candidate) => candidate.type === containerType && candidate.exitedAt === undefined && !isSettled(candidate),
    );
    if (!visit) return previous;
    const failure = this.#failures.get(event.previousEventId);
    const round = visit.attempts.at(-1);
    if (event.type.endsWith('Started')) {
      if (round) failRound(visit, round, event, failure);
      visit.attempts.push({ startedAt: event.timestamp.getTime(), resource: '', outcome: 'running' });
      visit.itemCount = details.length;
      if (containerType === 'Parallel') this.#branchStarts.set(event.id, visit);
    } else if (event.type.endsWith('Succeeded')) {
      if (round) endAttempt(round, event, 'succeeded');
    } else {
      if (round) failRound(visit, round, event, failure);
      visit.failure = failure ?? failureOfFailState(visit) ?? {};
    }
    return visit.scope;
  }

  #mapRun(details: Details, scope: Scope): Scope {
    const map = findVisit(scope, (candidate) => candidate.type === 'Map' && candidate.exitedAt === undefined);
    if (map && details.mapRunArn !== undefined) map.mapRunArn = details.mapRunArn;
    return map?.scope ?? scope;
  }

  #evaluationFailed(details: Details, scope: Scope): Scope {
    const visit = scope.visits.at(-1);
    if (visit && visit.exitedAt === undefined) visit.failure = details;
    return scope;
  }

  #task(event: HistoryEvent, details: Details, scope: Scope): Scope {
    const visit = scope.visits.at(-1);
    if (!visit || visit.exitedAt !== undefined) return scope;
    if (event.type.endsWith('Scheduled')) {
      const resource = details.resourceType ? `${details.resourceType}:${details.resource}` : (details.resource ?? '');
      visit.attempts.push({ startedAt: event.timestamp.getTime(), resource, outcome: 'running' });
      return scope;
    }
    const attempt = visit.attempts.at(-1);
    if (!attempt) return scope;
    if (event.type.endsWith('Succeeded')) endAttempt(attempt, event, 'succeeded');
    else if (/(?:Failed|TimedOut)$/.test(event.type)) {
      endAttempt(attempt, event, event.type.endsWith('TimedOut') ? 'timedOut' : 'failed');
      attempt.failure = details;
      visit.failure = details;
    }
    if (attempt.outcome === 'succeeded') visit.failure = undefined;
    return scope;
  }
}

function detailsOf(event: HistoryEvent): Details {
  const member = Object.keys(event).find((key) => key.endsWith('EventDetails')) as `${string}EventDetails` | undefined;
  return (member ? event[member] : undefined) ?? {};
}

function openScope(owner: Visit, kind: 'branch' | 'iteration', index: number): Scope {
  const scope: Scope = {
    kind,
    index,
    round: Math.max(0, owner.attempts.length - 1),
    owner,
    visits: [],
    outcome: 'running',
  };
  owner.scopes.push(scope);
  return scope;
}

/** The nearest visit, from the newest of the scope outwards, that the test accepts. */
function findVisit(from: Scope, accepts: (visit: Visit) => boolean): Visit | undefined {
  for (let scope: Scope | undefined = from; scope; scope = scope.owner?.scope) {
    const visit: Visit | undefined = scope === from ? scope.visits.at(-1) : undefined;
    if (visit && accepts(visit)) return visit;
    if (scope.owner && accepts(scope.owner)) return scope.owner;
  }
  return undefined;
}

/** Whether a Map or Parallel has told its end and only waits to be left. */
function isSettled(visit: Visit): boolean {
  const outcome = visit.attempts.at(-1)?.outcome;
  return visit.failure !== undefined && outcome === 'failed';
}

function endAttempt(attempt: Attempt, event: HistoryEvent, outcome: Attempt['outcome']): void {
  attempt.endedAt = event.timestamp.getTime();
  attempt.outcome = outcome;
}

function failRound(visit: Visit, round: Attempt, event: HistoryEvent, failure: FailureText | undefined): void {
  endAttempt(round, event, 'failed');
  round.failure = failure;
  for (const scope of visit.scopes) {
    if (scope.outcome !== 'running') continue;
    scope.outcome = scope.visits.at(-1)?.failure || scope.visits.at(-1)?.type === 'Fail' ? 'failed' : 'aborted';
  }
}

/** Completes the failure of a visit, and of the Fail state inside it, whose error only the end of the execution tells. */
function tellFailure(visit: Visit, failure: FailureText): void {
  if (visit.failure?.error !== undefined || visit.failure?.cause !== undefined) return;
  visit.failure = failure;
  const round = visit.attempts.at(-1);
  if (round) round.failure ??= failure;
  const failed = visit.scopes.findLast((scope) => scope.outcome === 'failed')?.visits.at(-1);
  if (failed) tellFailure(failed, failure);
}

function failureOfFailState(visit: Visit): FailureText | undefined {
  return visit.scopes.flatMap((scope) => scope.visits.at(-1)?.failure ?? []).at(-1);
}
