import type { Json, JsonObject } from '../../runtime/src/asl/json.ts';
import { compileMachine } from '../../runtime/src/interpreter/compile.ts';
import { Execution } from '../../runtime/src/interpreter/execution.ts';
import { VirtualClock } from '../../runtime/src/interpreter/virtualClock.ts';
import { RunEnvironment } from '../../runtime/src/run/environment.ts';
import type { RunOptions } from '../../runtime/src/run/options.ts';

/** An execution of a definition, not validated, that has run until it waits or has ended; its clock starts at 0. */
export function startedExecution(
  definition: JsonObject,
  input: Json,
  surroundings: Pick<RunOptions, 'handlers' | 'tasks' | 'files' | 'objects'>,
): Execution {
  return new Execution({
    machine: compileMachine(definition),
    input,
    type: 'STANDARD',
    stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:M',
    executionArn: 'arn:aws:states:us-east-1:123456789012:execution:M:e',
    environment: new RunEnvironment({ ...surroundings, seed: 1, clock: new VirtualClock(0) }),
  }).start();
}
