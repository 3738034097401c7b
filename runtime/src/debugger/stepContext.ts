import type { Json } from '../asl/json.ts';
import type { Branch } from '../interpreter/branch.ts';
import { contextObject } from '../interpreter/context.ts';
import type { Step } from './step.ts';

/** The context object as the state saw it at a recorded step. */
export function stepContext(step: Step): Json {
  const { branch } = step.strand;
  const seen: Pick<
    Branch,
    'execution' | 'state' | 'enteredTime' | 'attempt' | 'taskToken' | 'mapContext' | 'contextObject'
  > = {
    execution: branch.execution,
    state: step.state,
    enteredTime: step.visit.enteredTime,
    attempt: step.attempt,
    taskToken: branch.state === step.state ? branch.taskToken : undefined,
    mapContext: step.strand.mapContext,
    contextObject: undefined,
  };
  return contextObject(seen as Branch);
}
