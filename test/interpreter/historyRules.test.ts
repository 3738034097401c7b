import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type HistoryEvent, historyEvents } from '../../runtime/src/history/api.ts';
import { compile } from '../../runtime/src/index.ts';
import { Execution } from '../../runtime/src/interpreter/execution.ts';
import { VirtualClock } from '../../runtime/src/interpreter/virtualClock.ts';
import { RunEnvironment } from '../../runtime/src/run/environment.ts';
import type { RunnableCase } from '../support/debuggedRun.ts';
import { anyMachine, lateTasks } from '../support/randomMachines.ts';

/** How an execution is disturbed. */
const disturbance = fc.record({
  /** Of the machine, in seconds; 0 for none. */
  timeout: fc.constantFrom(0, 0, 2, 3),
  /** It is stopped after this event; 0 for never. */
  stopAfter: fc.constantFrom(0, 0, 0, 7, 21, 49),
  lateTasks: fc.boolean(),
  redrives: fc.nat(2),
});
type Disturbance = typeof disturbance extends fc.Arbitrary<infer T> ? T : never;

it('histories keep their rules, whatever becomes of the execution', async () => {
  await fc.assert(
    fc.asyncProperty(anyMachine, disturbance, async (machine, how) => {
      const execution = await disturbed(machine, how);
      for (const each of [execution, ...execution.mapRuns.flatMap((run) => run.children)]) {
        expect(each.cause ?? '').not.toContain('could not go on');
        expect(brokenRules(historyEvents(each.recorder), each)).toEqual([]);
      }
    }),
    { numRuns: 300 },
  );
}, 20_000);

async function disturbed({ definition, input, mocks }: RunnableCase, how: Disturbance): Promise<Execution> {
  const text = JSON.stringify({ ...definition, ...(how.timeout > 0 ? { TimeoutSeconds: how.timeout } : {}) });
  let events = 0;
  const execution = new Execution({
    machine: compile(text).compiled,
    input: input ?? {},
    type: 'STANDARD',
    stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:M',
    executionArn: 'arn:aws:states:us-east-1:123456789012:execution:M:e',
    environment: new RunEnvironment({
      seed: 1,
      clock: new VirtualClock(0),
      observers: [
        { onEvent: () => void (++events === how.stopAfter && queueMicrotask(() => execution.stop('Stop', 'asked'))) },
      ],
      ...(how.lateTasks ? { tasks: [lateTasks] } : { mocks: mocks ?? {} }),
    }),
  });
  await execution.start().finished;
  for (let redrive = 0; redrive < how.redrives && execution.redrive(); redrive++) await execution.finished;
  return execution;
}

function brokenRules(events: readonly HistoryEvent[], { status, redriveCount }: Execution): string[] {
  const broken: string[] = [];
  events.forEach((event, at) => {
    if (event.id !== at + 1) broken.push(`event ${at + 1} has the id ${event.id}`);
    if (event.previousEventId < 0 || event.previousEventId >= event.id)
      broken.push(`event ${event.id} follows ${event.previousEventId}`);
    if (at > 0 && event.timestamp < events[at - 1]!.timestamp) broken.push(`event ${event.id} is before the last one`);
    // A stopped execution's last event points to nothing, and so does the way back from there.
    if (redriveCount === 0 && event.type.endsWith('StateExited') && !isEntered(events, event))
      broken.push(`${event.type} ${event.id} leaves a state that its line has not entered`);
  });
  const count = (types: RegExp) => events.filter(({ type }) => types.test(type)).length;
  if (count(/^Execution(Started|Redriven)$/) !== count(/^Execution(Succeeded|Failed|Aborted|TimedOut)$/))
    broken.push('starts and ends of the execution do not match');
  if (status !== 'SUCCEEDED' || redriveCount > 0) return broken;
  for (const part of ['MapIteration', 'MapRun'])
    if (count(new RegExp(`^${part}Started$`)) !== count(new RegExp(`^${part}(Succeeded|Failed|Aborted)$`)))
      broken.push(`some ${part} has no end`);
  return broken;
}

/** Whether the way back from an event that leaves a state comes to the one that entered it. */
function isEntered(events: readonly HistoryEvent[], exited: HistoryEvent): boolean {
  const entered = exited.type.replace('Exited', 'Entered');
  for (let event = events[exited.previousEventId - 1]; event; event = events[event.previousEventId - 1])
    if (event.type === entered && nameIn(event.stateEnteredEventDetails) === nameIn(exited.stateExitedEventDetails))
      return true;
  return false;
}

function nameIn(details: unknown): unknown {
  return typeof details === 'object' && details !== null && 'name' in details ? details.name : undefined;
}
