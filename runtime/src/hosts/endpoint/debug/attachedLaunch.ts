import type { JsonObject } from '../../../asl/json.ts';
import type { AttachArguments } from '../../dap/attach/attachArguments.ts';
import type { DebugClock } from '../../dap/debugClock.ts';
import { type LambdaArguments, readHandlerDebugging } from '../../dap/handlerSessions/lambdaArguments.ts';
import type { AttachedExecution, Launch } from '../../dap/launch.ts';
import type { LaunchArguments } from '../../dap/launchArguments.ts';
import type { Program } from '../../dap/program.ts';
import type { HeldExecution } from '../executions/heldExecution.ts';
import type { Run } from '../executions/run.ts';
import type { DebuggedExecutions } from './debuggedExecutions.ts';

/** A held execution as a session debugs it. */
export function attachedLaunch(
  held: HeldExecution,
  program: Program,
  given: AttachArguments & JsonObject,
  executions: DebuggedExecutions,
): Launch {
  return {
    arguments: { ...(given as Partial<LaunchArguments>), program: program.file, stopOnEnd: false, noDebug: false },
    program,
    input: held.run.execution.input,
    runners: {
      runners: held.tasks.map((runner) => ({ source: 'runner', policies: ['live'], runner })),
      isMatterOfChoice: () => false,
    },
    asked: undefined,
    unmocked: 'error',
    lambda: handlerDebugging(given, executions),
    attached: attachedExecution(held, executions),
  };
}

/** Handlers run in the endpoint, whoever looks; how they are debugged is the session's. */
function handlerDebugging({ lambda }: AttachArguments, executions: DebuggedExecutions): LambdaArguments | undefined {
  const how = lambda && readHandlerDebugging(lambda);
  if (how === undefined || typeof how === 'string') return undefined;
  return { ...how, functions: [], isLocal: executions.isLocalFunction };
}

function attachedExecution(held: HeldExecution, executions: DebuggedExecutions): AttachedExecution {
  const { run } = held;
  return {
    start: ({ observer, onFinish, calls, onClock }) => {
      held.handTo({
        observer,
        tasks: calls,
        ended: (execution) => {
          executions.forget(held);
          onFinish(execution);
        },
      });
      onClock(clockOf(run));
      return run.execution;
    },
    stop: () => void run.deliver({ kind: 'stop' }),
    letGo: () => executions.letGo(held),
  };
}

/** The clock of the execution: it stands still while the execution does, so that no time-out fires at a breakpoint. */
function clockOf(run: Run): DebugClock {
  const { clock } = run;
  return {
    now: () => clock.now(),
    schedule: (time, fire) => clock.schedule(time, fire),
    advance: () => clock.advance(),
    goLive: () => {},
    run: () => run.goOn(),
    standStill: () => run.standStill(),
  };
}
