import type { StateMachineDefinition } from '../asl/model.ts';
import type { SourceNode } from './node.ts';

const STATES: keyof StateMachineDefinition = 'States';
const START: keyof StateMachineDefinition = 'StartAt';

/** Whether an object has the map of states that only a state machine has. */
export function hasStates(node: SourceNode | undefined): boolean {
  return node?.get(STATES)?.kind === 'object';
}

/** Whether an object is meant to be a state machine, be it unfinished. */
export function isBegunDefinition(node: SourceNode | undefined): boolean {
  return node?.property(STATES) !== undefined || node?.property(START) !== undefined;
}

/** Whether an object is a state machine as far as its members tell. */
export function isDefinition(node: SourceNode | undefined): boolean {
  return hasStates(node) && node?.property(START) !== undefined;
}
