import type { Json } from '../../../asl/json.ts';
import type {
  Environment,
  Limits,
  ObjectStore,
  Observer,
  Random,
  TaskCall,
  TaskOutcome,
  TaskRunner,
} from '../../../interpreter/environment.ts';
import { Execution, type ExecutionOptions } from '../../../interpreter/execution.ts';
import type { Delivery } from '../../../interpreter/taskTokens.ts';
import type { Stimulus } from '../store/records.ts';
import { ExecutionRandom } from './executionRandom.ts';
import { isAtOnce, OutsideCalls } from './outsideCalls.ts';
import { recordedObjects } from './recordedObjects.ts';
import { type ClockMode, RunClock } from './runClock.ts';
import { askRunners, countStart, nobodyAnswers } from './runnerCalls.ts';
import { RunTokens } from './runTokens.ts';
import { applyStimulus, type NewStimulus, type Reached, refusalOf } from './stimuli.ts';
import { isStopMidway, standingObserver } from './stopMidway.ts';

export interface RunOptions {
  readonly execution: Omit<ExecutionOptions, 'environment' | 'onFinish'>;
  readonly seed: string;
  readonly startTime: number;
  readonly clock: ClockMode;
  readonly wall: () => number;
  readonly tasks: readonly TaskRunner[];
  readonly objects: ObjectStore;
  readonly limits: Limits;
  readonly observer?: Observer;
  /** What reached the execution before the server was last stopped, in order. */
  readonly recorded: readonly Stimulus[];
  readonly keeper: RunKeeper;
  /** The run whose execution this one goes on with: `recorded` is what has reached it. */
  readonly predecessor?: Run;
}

/** What becomes of what a run tells. */
export interface RunKeeper {
  /** Keeps a new stimulus. */
  record(stimulus: Stimulus): void;
  /** A task that can be answered by token was started. */
  onToken(token: string): void;
  /** An activity task waits for a worker. */
  onActivity(call: TaskCall): void;
  onEnd(execution: Execution): void;
}

type NewStop = Extract<NewStimulus, { readonly kind: 'stop' }>;

/** Activity tasks that no worker has taken: their tokens, and those of which nobody was told yet. */
interface ActivityWork {
  readonly untaken: Set<string>;
  readonly unannounced: TaskCall[];
}

interface Pending {
  readonly stimulus: NewStimulus;
  readonly delivered: (delivery: Delivery) => void;
}

/**
 * One execution on the endpoint. Everything that reaches it from outside -- timers, answers of tasks, callbacks, StopExecution -- is a stimulus,
 * delivered when the execution has come to rest, one at a time, and recorded. An execution is a function of its start and its stimuli; so after a
 * restart the recorded ones are delivered again, and then it goes on as if nothing had happened.
 */
export class Run implements Environment, TaskRunner, Reached {
  readonly execution: Execution;
  readonly clock: RunClock;
  readonly random: Random;
  readonly tasks: readonly TaskRunner[] = [this];
  readonly limits: Limits;
  readonly observer: Observer | undefined;
  private readonly queue: Pending[] = [];
  private readonly replay: readonly Stimulus[];
  private replayed = 0;
  private turnComes = false;
  private hasStarted = false;
  /** The run that goes on with this one's execution. */
  private successor: Run | undefined;
  private readonly underWay: ReadonlyMap<number, Promise<Json>> | undefined;
  /** The newest event of the predecessor. */
  private readonly lastEventBefore: number;
  /** It was stopped where a debugger held it: what is recorded leads to the same end by other events. */
  stoppedMidway = false;
  // Most executions need none of these: they are made when they are asked for.
  private tokensMade: RunTokens | undefined;
  private callsMade: OutsideCalls | undefined;
  private objectsMade: ObjectStore | undefined;
  private workMade: ActivityWork | undefined;

  constructor(private readonly options: RunOptions) {
    this.clock = new RunClock(options.clock, options.startTime, options.wall);
    this.random = new ExecutionRandom(options.seed);
    this.limits = options.limits;
    this.replay = options.recorded.filter((stimulus) => !isAtOnce(stimulus));
    this.observer = this.replay.some(isStopMidway)
      ? standingObserver(options.observer ?? {}, () => this.standsAsRecorded)
      : options.observer;
    this.lastEventBefore = options.predecessor?.execution.recorder.lastId ?? 0;
    this.underWay = options.predecessor?.retireFor(this);
    this.execution = new Execution({
      ...options.execution,
      environment: this,
      onFinish: (execution) => {
        if (this.successor) return;
        this.clock.disarm();
        options.keeper.onEnd(execution);
      },
    });
  }

  get tokens(): RunTokens {
    this.tokensMade ??= new RunTokens();
    return this.tokensMade;
  }

  get objects(): ObjectStore {
    this.objectsMade ??= recordedObjects(this.options.objects, (ask) => this.calls.ask(ask, () => {}));
    return this.objectsMade;
  }

  get calls(): OutsideCalls {
    this.callsMade ??= new OutsideCalls({
      recorded: this.options.recorded,
      isLive: () => this.isLive,
      record: (call, value) =>
        this.options.keeper.record({ kind: 'answer', call, value, atOnce: true, time: this.clock.now() }),
      deliver: (call, value) => {
        // A successor waits for the same answer itself.
        if (!this.successor) void this.deliver({ kind: 'answer', call, value });
      },
      underWay: this.underWay,
    });
    return this.callsMade;
  }

  get untaken(): Set<string> {
    return this.work.untaken;
  }

  private get work(): ActivityWork {
    this.workMade ??= { untaken: new Set(), unannounced: [] };
    return this.workMade;
  }

  start(): this {
    this.hasStarted = true;
    this.execution.start();
    if (this.execution.status === 'RUNNING' || !this.isLive) this.rest();
    return this;
  }

  /** Nothing reaches the execution and no time passes until `goOn`: somebody looks at it as it is. */
  standStill(): void {
    this.clock.standStill();
  }

  goOn(): void {
    this.hasStarted = true;
    this.clock.goOn();
    this.rest();
  }

  /** Delivers something from outside, after everything that came before it. */
  deliver(stimulus: NewStimulus): Promise<Delivery> {
    if (this.successor) return this.successor.deliver(stimulus);
    if (stimulus.kind === 'stop' && this.clock.isStanding) return Promise.resolve(this.stopWhereItStands(stimulus));
    return new Promise((delivered) => {
      this.queue.push({ stimulus, delivered });
      this.rest();
    });
  }

  /** Resolves when everything that was recorded has been delivered. */
  async caughtUp(): Promise<void> {
    while (!this.isLive) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Whether an activity's task still waits for a worker. */
  awaitsWorker(token: string): boolean {
    if (this.successor) return this.successor.awaitsWorker(token);
    return this.work.untaken.has(token) && this.tokens.isOpen(token);
  }

  /** Forgets the execution without ending it: the server stops. */
  abandon(): void {
    this.clock.disarm();
    this.queue.length = 0;
  }

  /** Whether everything that was recorded has been delivered. */
  get isLive(): boolean {
    return this.replayed >= this.replay.length;
  }

  /** Whether the execution is still where its predecessor has been already. */
  get isCatchingUp(): boolean {
    return !this.isLive || this.execution.recorder.lastId <= this.lastEventBefore;
  }

  /** Hands over what has not reached the execution yet, and does nothing any more. Answers the calls that are under way. */
  private retireFor(successor: Run): ReadonlyMap<number, Promise<Json>> {
    this.successor = successor;
    this.execution.scheduler.frozen = true;
    this.clock.disarm();
    successor.clock.inherit(this.clock);
    successor.queue.push(...this.queue.splice(0));
    return this.callsMade?.underWay ?? new Map(this.underWay);
  }

  /** Sees to it that `turn` comes when everything synchronous and every microtask of the present turn is over. */
  private rest(): void {
    if (this.turnComes) return;
    this.turnComes = true;
    setImmediate(() => {
      this.turnComes = false;
      this.turn();
    });
  }

  private turn(): void {
    if (this.clock.isStanding || this.successor) return;
    if (!this.isAtRest() || this.deliverNext()) this.rest();
    else if (this.execution.status === 'RUNNING')
      this.clock.arm((timer) => void this.deliver({ kind: 'timer', timer }));
  }

  /** Whether the execution can only go on when something reaches it. A lazily loaded expression engine, for instance, still works for it. */
  private isAtRest(): boolean {
    const { idle, awaited, frozen } = this.execution.scheduler;
    return !frozen && idle && awaited <= (this.callsMade?.pending ?? 0) + (this.tokensMade?.openCount ?? 0);
  }

  /** Delivers one stimulus: what was recorded first. False when there is none. */
  private deliverNext(): boolean {
    if (this.tokensMade?.deliverDue()) return true;
    if (!this.isLive) {
      this.replayed += 1;
      applyStimulus(this, this.replay[this.replayed - 1]!);
      return true;
    }
    this.callsMade?.askAgain();
    for (const call of this.workMade?.unannounced.splice(0) ?? []) this.options.keeper.onActivity(call);
    const next = this.queue.shift();
    next?.delivered(this.accept(next.stimulus));
    return next !== undefined;
  }

  /** Records and applies a new stimulus, unless what it is meant for has ended meanwhile. */
  private accept(news: NewStimulus): Delivery {
    const refusal = refusalOf(this, news);
    if (refusal) return refusal;
    const stimulus: Stimulus = { ...news, time: this.clock.present() };
    this.options.keeper.record(stimulus);
    applyStimulus(this, stimulus);
    return 'delivered';
  }

  /** What comes before is not waited for: nothing more of the execution is to run. */
  private stopWhereItStands(stop: NewStop): Delivery {
    this.stoppedMidway = true;
    this.clock.goOn();
    if (!this.hasStarted) this.start();
    return this.accept({ ...stop, at: this.execution.recorder.lastId });
  }

  /** Whether the next thing that was recorded is that the execution was stopped where it is now. */
  private get standsAsRecorded(): boolean {
    const next = this.replay[this.replayed];
    return next !== undefined && isStopMidway(next) && this.execution.recorder.lastId >= next.at;
  }

  /** The execution's one task runner: asks the runners in order, or answers from the record. */
  run(call: TaskCall): TaskOutcome | Promise<TaskOutcome> | undefined {
    if (call.taskToken !== undefined) this.options.keeper.onToken(call.taskToken);
    const answer = this.calls.ask(
      () => askRunners(this.options.tasks, call) as Json | Promise<Json>,
      () => countStart(call),
      () => ({ signal: call.signal, value: { type: 'unanswered' } }),
    );
    // A journal holds no `undefined`: null says that nobody runs this task.
    const outcome = (value: Json) => this.begun(call, (value ?? undefined) as TaskOutcome | undefined);
    if (!(answer instanceof Promise)) return outcome(answer);
    const token = call.target.pattern === 'waitForTaskToken' ? call.taskToken : undefined;
    if (token !== undefined) this.tokens.sent(token);
    return answer.then((value) => {
      if (token !== undefined) this.tokens.arrived(token);
      return outcome(value) ?? nobodyAnswers(call);
    });
  }

  /** Remembers activity tasks until a worker takes them. */
  private begun(call: TaskCall, outcome: TaskOutcome | undefined): TaskOutcome | undefined {
    if (outcome?.type !== 'callback' || call.target.kind !== 'activity' || call.taskToken === undefined) return outcome;
    this.work.untaken.add(call.taskToken);
    this.work.unannounced.push(call);
    this.rest();
    return outcome;
  }
}
