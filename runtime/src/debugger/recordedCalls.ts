import type { Json } from '../asl/json.ts';
import { deepEqual } from '../expressions/deepEqual.ts';
import type { TaskCall, TaskOutcome, TaskRunner } from '../interpreter/environment.ts';

/** Where the answer of a task came from. */
export type AnswerSource = 'runner' | 'history' | 'recorded' | 'injected' | 'asked' | 'kept' | 'echo';

/** What answers tasks, with the name under which the Mock scope shows it. */
export interface NamedRunner {
  readonly source: AnswerSource;
  readonly runner: TaskRunner;
}

/** The answer of a task, or that it is on its way, and who gives it. */
export interface Answered {
  /** Known at the latest when the answer is there. */
  readonly source: AnswerSource;
  readonly outcome: TaskOutcome | Promise<TaskOutcome>;
}

/** The answer of the first runner that has one. */
export function firstAnswer(runners: readonly NamedRunner[], call: TaskCall): Answered | undefined {
  for (const { source, runner } of runners) {
    const outcome = runner.run(call);
    if (outcome !== undefined) return { source, outcome };
  }
  return undefined;
}

/** Where an execution is when something comes from outside. */
export interface Moment {
  /** Number of steps recorded so far. */
  readonly position: number;
  /** Nothing moves: the user looks at it. */
  readonly isStanding: boolean;
}

/** When a late answer came. */
interface Settlement extends Moment {
  /** Counts all late answers of a session. */
  readonly order: number;
}

/** One call of a task and what became of it. */
export interface RecordedCall {
  /** The call that was made first; runs that are built again make others. */
  readonly task: TaskCall;
  readonly state: string;
  readonly input: Json;
  readonly attempt: number;
  readonly token: string | undefined;
  /** Number of steps recorded when the task was called. */
  at: number;
  /** Absent while the task is under way. */
  outcome: TaskOutcome | undefined;
  readonly source: AnswerSource;
  /** The promise of a task that did not answer at once. */
  readonly pending: Promise<TaskOutcome> | undefined;
  /** When a task that did not answer at once was answered. */
  settled: Settlement | undefined;
}

/** The answers of a line of history. */
export interface CallsState {
  readonly calls: RecordedCall[];
  readonly known: RecordedCall[];
  readonly replayed: number | undefined;
  readonly record: 'toAim' | 'behindAim' | undefined;
}

/**
 * Stands before the runners of a session and remembers every answer. A run that is built again up to some step gets the same answers in the same
 * order; after that step a call that equals a remembered one gets the remembered answer, and only new calls reach the runners.
 */
export class RecordedCalls implements TaskRunner {
  private calls: RecordedCall[] = [];
  /** Answers of the line that was left, for equal calls of the new one. */
  private known: RecordedCall[] = [];
  /** How many of `calls` the run that is being built again has consumed; undefined while the run is live. */
  private replayed: number | undefined;
  private settlements = 0;
  /** The run that is built again is the first that is watched: calls get their places in the record now; behind its aim late answers come at once. */
  private record: 'toAim' | 'behindAim' | undefined;
  private gates: { readonly settled: Settlement; open(): void }[] = [];

  constructor(
    /** Answers calls that are not in the record. */
    private readonly answerNew: (call: TaskCall) => Answered | undefined,
    private readonly moment: () => Moment,
  ) {}

  run(call: TaskCall): TaskOutcome | Promise<TaskOutcome> | undefined {
    if (this.replayed !== undefined) {
      const recorded = this.calls[this.replayed];
      if (recorded) {
        countStart(call);
        return this.replay(recorded);
      }
      if (this.record !== undefined) this.goLive();
    }
    const known = this.take(call);
    if (known) {
      countStart(call);
      return this.remember(call, { source: 'recorded', outcome: known });
    }
    const answered = this.answerNew(call);
    return answered && this.remember(call, answered);
  }

  /** All calls of the present line, in order. */
  get all(): readonly RecordedCall[] {
    return this.calls;
  }

  /** The call that a state made in an attempt, the last one made before a position. */
  callOf(state: string, attempt: number, start: number, end: number): RecordedCall | undefined {
    return this.calls.findLast(
      (call) => call.state === state && call.attempt === attempt && call.at >= start && call.at <= end,
    );
  }

  /**
   * The calls answered so far are given again, in order, until `goLive`. Those made after `position` leave the line.
   */
  beginReplay(position: number, later: 'answerEqualCalls' | 'forget'): void {
    const cut = this.calls.filter((call) => call.at > position);
    this.known = later === 'forget' ? [] : [...cut.filter((call) => call.outcome !== undefined), ...this.known];
    this.calls = this.calls.filter((call) => call.at <= position);
    this.replayed = 0;
    this.gates = [];
    this.record = undefined;
  }

  /** The answers of the present line, to come back to it later. */
  capture(): CallsState {
    const { calls, known, replayed, record } = this;
    return { calls, known, replayed, record };
  }

  restore({ calls, known, replayed, record }: CallsState): void {
    this.calls = calls;
    this.known = known;
    this.replayed = replayed;
    this.record = record;
    this.gates = [];
  }

  /** An execution that ran unwatched is run again, to be recorded: every call so far is answered as it was. */
  beginRecord(): void {
    this.replayed = 0;
    this.record = 'toAim';
    this.gates = [];
    for (const call of this.calls) call.at = Number.POSITIVE_INFINITY;
  }

  /** The run is where the unwatched one was, or a little before: what that one has called since is still answered as it was. */
  reachRecord(): void {
    this.record = 'behindAim';
    while (this.settleNext());
  }

  /** The run has arrived where it is live. Tasks that were under way there are answered as they were. */
  goLive(): void {
    this.replayed = undefined;
    this.record = undefined;
    while (this.settleNext());
  }

  /** A task that had only been started was answered by its token: a run that is built again gets the answer at once. */
  answered(token: string, answer: TaskOutcome): void {
    const call = this.calls.findLast((candidate) => candidate.token === token);
    if (call?.outcome?.type === 'callback') call.outcome = { ...call.outcome, ...answer };
  }

  /** Whether late answers came while the user looked at the newest of this many steps. */
  standsAt(position: number): boolean {
    return this.calls.some(({ settled }) => settled?.isStanding && settled.position === position);
  }

  /** Lets those answers through. */
  settleAt(position: number): void {
    const isDue = ({ settled }: { readonly settled: Settlement }) =>
      settled.isStanding && settled.position === position;
    const due = this.gates.filter(isDue).sort((a, b) => a.settled.order - b.settled.order);
    this.gates = this.gates.filter((gate) => !isDue(gate));
    for (const gate of due) gate.open();
  }

  /** Lets the next answer through that came late in the recorded run, in the order in which they came. False when none is waiting. */
  settleNext(): boolean {
    this.gates.sort((a, b) => a.settled.order - b.settled.order);
    const gate = this.gates.shift();
    gate?.open();
    return gate !== undefined;
  }

  private replay(recorded: RecordedCall): TaskOutcome | Promise<TaskOutcome> {
    this.replayed! += 1;
    if (this.record) recorded.at = this.moment().position;
    const { outcome, pending, settled } = recorded;
    if (!pending) return outcome!;
    if (!outcome || settled === undefined) return pending;
    return new Promise((resolve) => {
      const open = () => {
        if (this.record) recorded.settled = { ...this.moment(), order: settled.order };
        resolve(outcome);
      };
      if (this.record === 'behindAim') open();
      else this.gates.push({ settled, open });
    });
  }

  private take(call: TaskCall): TaskOutcome | undefined {
    const at = this.known.findIndex(
      ({ state, attempt, input }) => state === call.state && attempt === call.attempt && deepEqual(input, call.input),
    );
    return at < 0 ? undefined : this.known.splice(at, 1)[0]!.outcome;
  }

  private remember(call: TaskCall, answered: Answered): TaskOutcome | Promise<TaskOutcome> {
    const { outcome: answer } = answered;
    const isLate = answer instanceof Promise;
    const recorded: RecordedCall = {
      task: call,
      state: call.state,
      input: call.input,
      attempt: call.attempt,
      token: call.taskToken,
      at: this.moment().position,
      outcome: isLate ? undefined : answer,
      get source() {
        return answered.source;
      },
      pending: isLate ? answer : undefined,
      settled: undefined,
    };
    this.calls.push(recorded);
    if (isLate) {
      const settle = (outcome: TaskOutcome) => {
        recorded.outcome = outcome;
        recorded.settled = { ...this.moment(), order: this.settlements++ };
      };
      answer.then(settle, (reason: unknown) => settle(failureOf(reason)));
    }
    return answer;
  }
}

/** Mocks are numbered by the starts of a state; a call that does not reach them counts all the same. */
function countStart({ branch, state }: TaskCall): void {
  const { taskCounts } = branch.execution;
  taskCounts.set(state, (taskCounts.get(state) ?? 0) + 1);
}

/** A refused promise as the interpreter understands it: the thrown value's name and message. */
function failureOf(reason: unknown): TaskOutcome {
  if (reason instanceof Error) return { type: 'failure', error: reason.name, cause: reason.message };
  return { type: 'failure', error: 'Error', cause: String(reason) };
}
