import { realClock } from '../hosts/realClock.ts';
import type { Clock, Environment, Limits, ObjectStore, Observer, TaskRunner } from '../interpreter/environment.ts';
import { AWS_LIMITS, NO_LIMITS } from '../interpreter/limits.ts';
import { SeededRandom } from '../interpreter/seededRandom.ts';
import { TaskTokens } from '../interpreter/taskTokens.ts';
import { VirtualClock } from '../interpreter/virtualClock.ts';
import { handlerTasks } from '../tasks/handlers.ts';
import { memoryObjects } from '../tasks/memoryObjects.ts';
import { mockedTasks } from '../tasks/mocked.ts';
import type { RunOptions } from './options.ts';

/** When the virtual clock starts: a fixed instant, so that the same run twice shows the same times. */
const VIRTUAL_START = Date.UTC(2026, 0, 1);

/** What the options say of an execution's surroundings. What many executions never ask for is made when it is asked for: thousands may run at once. */
export class RunEnvironment implements Environment {
  readonly clock: Clock;
  readonly observer: Observer | undefined;
  readonly limits: Limits;
  private source: SeededRandom | undefined = undefined;
  private runners: readonly TaskRunner[] | undefined = undefined;
  private registry: TaskTokens | undefined;
  private store: ObjectStore | undefined;

  constructor(private readonly options: RunOptions) {
    this.clock = clockOf(options.clock);
    this.observer = options.observers && combined(options.observers);
    this.limits = limitsOf(options.limits);
    this.registry = options.tokens;
    this.store = options.objects;
  }

  get random(): SeededRandom {
    this.source ??= new SeededRandom(this.options.seed ?? 0);
    return this.source;
  }

  get tasks(): readonly TaskRunner[] {
    this.runners ??= taskRunners(this.options);
    return this.runners;
  }

  get tokens(): TaskTokens {
    this.registry ??= new TaskTokens();
    return this.registry;
  }

  get objects(): ObjectStore {
    this.store ??= memoryObjects(this.options.files ?? {});
    return this.store;
  }
}

function limitsOf(limits: RunOptions['limits']): Limits {
  if (limits === false) return NO_LIMITS;
  return limits ? { ...AWS_LIMITS, ...limits } : AWS_LIMITS;
}

function clockOf(clock: RunOptions['clock']): Clock {
  if (typeof clock === 'object') return clock;
  return clock === 'real' ? realClock() : new VirtualClock(VIRTUAL_START);
}

/** What answers the tasks of an execution, in the order in which it is asked. */
function taskRunners(options: Pick<RunOptions, 'mocks' | 'mocksByInput' | 'handlers' | 'tasks'>): TaskRunner[] {
  const runners: TaskRunner[] = [];
  if (options.mocks || options.mocksByInput) runners.push(mockedTasks(options.mocks, options.mocksByInput));
  if (options.handlers) runners.push(handlerTasks(options.handlers));
  if (options.tasks) runners.push(...options.tasks);
  return runners;
}

/** One observer that asks several; any of them may hold a branch. */
function combined(observers: readonly Observer[]): Observer | undefined {
  if (observers.length <= 1) return observers[0];
  return {
    onEvent: (event, branch) => {
      for (const observer of observers) observer.onEvent?.(event, branch);
    },
    onBranchStart: (branch) => {
      for (const observer of observers) observer.onBranchStart?.(branch);
    },
    onBranchEnd: (branch) => {
      for (const observer of observers) observer.onBranchEnd?.(branch);
    },
    onPhase: (branch, phase) => observers.map((observer) => observer.onPhase?.(branch, phase)).find((hold) => hold),
    onFailure: (branch, failure, handling) =>
      observers.map((observer) => observer.onFailure?.(branch, failure, handling)).find((hold) => hold),
  };
}
