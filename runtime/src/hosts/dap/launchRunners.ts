import type { NamedRunner } from '../../debugger/recordedCalls.ts';
import type { TaskCall, TaskRunner } from '../../interpreter/environment.ts';
import { type Handlers, handlerTasks } from '../../tasks/handlers.ts';
import { type Mocks, mockedTasks } from '../../tasks/mocked.ts';
import { type ChildPrograms, childTasks } from './childPrograms.ts';
import type { ForkPolicy } from './forkAnswers.ts';
import type { LaunchArguments } from './launchArguments.ts';
import { type AskedTasks, echoTasks, faultTasks } from './taskRunners.ts';

/** A runner of a launch, and the policies of forks under which it is asked; `live` is also that of a line that is no fork. */
export interface LaunchRunner extends NamedRunner {
  readonly policies: readonly ForkPolicy[];
}

export interface LaunchRunners {
  /** In the order in which they are asked. */
  readonly runners: readonly LaunchRunner[];
  /** Whether it makes a difference to a task which policy a fork has. */
  readonly isMatterOfChoice: (call: TaskCall) => boolean;
}

/** What a launch configuration has to answer tasks with, read and ready. */
export interface RunnerSources {
  readonly arguments: LaunchArguments;
  readonly unmocked: NonNullable<LaunchArguments['unmocked']>;
  readonly history: TaskRunner | undefined;
  readonly mocks: Mocks | undefined;
  readonly children: ChildPrograms;
  readonly handlers: Handlers | undefined;
  readonly lambda: TaskRunner | undefined;
  readonly asked: AskedTasks;
}

const ALWAYS: readonly ForkPolicy[] = ['live', 'mock', 'manual'];

export function launchRunners(sources: RunnerSources): LaunchRunners {
  const { arguments: args, unmocked, history, mocks = {}, children, handlers, lambda, asked } = sources;
  const live: LaunchRunner[] = [
    ...(children.size > 0 ? [childTasks(children, String(args.seed ?? 0), () => ofChildren)] : []),
    ...(handlers ? [handlerTasks(handlers)] : []),
    ...(lambda ? [lambda] : []),
  ].map((runner) => ({ source: 'runner', policies: ['live'], runner }));
  const runners: LaunchRunner[] = [
    { source: 'injected', policies: ALWAYS, runner: faultTasks([args.failAt ?? []].flat()) },
    ...(history ? [{ source: 'history' as const, policies: ALWAYS, runner: history }] : []),
    { source: 'runner', policies: ['live', 'mock'], runner: mockedTasks(mocks, undefined) },
    ...live,
    { source: 'asked', policies: unmocked === 'ask' ? ALWAYS : ['mock', 'manual'], runner: asked },
    ...(unmocked === 'echo' ? [{ source: 'echo' as const, policies: ['live' as const], runner: echoTasks }] : []),
  ];
  const ofChildren = runners.filter(({ policies }) => policies.includes('live')).map(({ runner }) => runner);
  return { runners, isMatterOfChoice: ({ state }) => live.length > 0 || Object.hasOwn(mocks, state) };
}
