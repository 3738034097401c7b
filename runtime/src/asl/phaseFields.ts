/** Which phase of a state a field belongs to: what a breakpoint on the field's line stops at. */

/** Ends of phases of a state, named as AWS names them in TestState's inspection data. */
export type PhaseName =
  | 'input'
  | 'afterInputPath'
  | 'afterParameters'
  | 'afterArguments'
  | 'afterItemsPath'
  | 'afterItemSelector'
  | 'afterItemBatcher'
  | 'result'
  | 'afterResultSelector'
  | 'afterResultPath'
  | 'variables'
  | 'output';

/** What a field can decide: a phase, or with `failure` what becomes of an error. */
export type FieldPhase = Exclude<PhaseName, 'input'> | 'failure';

const COMMON: Readonly<Record<string, FieldPhase>> = {
  InputPath: 'afterInputPath',
  Parameters: 'afterParameters',
  Arguments: 'afterArguments',
  Result: 'result',
  Resource: 'result',
  Choices: 'result',
  Default: 'result',
  Branches: 'result',
  Seconds: 'result',
  SecondsPath: 'result',
  Timestamp: 'result',
  TimestampPath: 'result',
  ResultSelector: 'afterResultSelector',
  ResultPath: 'afterResultPath',
  Assign: 'variables',
  Output: 'output',
  OutputPath: 'output',
  Next: 'output',
  End: 'output',
  Retry: 'failure',
  Catch: 'failure',
};

const MAP: Readonly<Record<string, FieldPhase>> = {
  ItemsPath: 'afterItemsPath',
  Items: 'afterItemsPath',
  ItemReader: 'afterItemsPath',
  ItemSelector: 'afterItemSelector',
  Parameters: 'afterItemSelector',
  ItemBatcher: 'afterItemBatcher',
  ResultWriter: 'result',
};

/** Fields whose value is a list of things that happen one by one: an entry has a place of its own. */
export const LISTED_FIELDS = { rules: 'Choices', retriers: 'Retry', catchers: 'Catch' } as const;

/** The phase that a field of a state of this type decides, or undefined when the field belongs to none. */
export function phaseOfField(stateType: string, field: string): FieldPhase | undefined {
  if (stateType === 'Map' && Object.hasOwn(MAP, field)) return MAP[field];
  return Object.hasOwn(COMMON, field) ? COMMON[field] : undefined;
}
