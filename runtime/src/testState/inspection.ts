import type { Json } from '../asl/json.ts';
import type { CompiledState } from '../interpreter/machine.ts';

/** What TestState shows of the phases, as JSON text. Members by state type: recorded on AWS. */
export interface InspectionData {
  readonly [phase: string]: string | number | ErrorDetails | undefined;
}

export interface ErrorDetails {
  readonly catchIndex?: number;
  readonly retryIndex?: number;
  readonly retryBackoffIntervalSeconds?: number;
}

/** Values of the phases that a test run has gone through. */
export interface ObservedPhases {
  readonly input: Json;
  readonly values: ReadonlyMap<string, Json>;
  /** The work has ended and the phases after it have begun. */
  readonly worked: boolean;
  /** Numbers of a Map: maxConcurrency, toleratedFailureCount, toleratedFailurePercentage. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly variables: Json | undefined;
  readonly errorDetails: ErrorDetails | undefined;
}

/** `inspectionData` of a response. Filters that a JSONPath state does not have still appear, with unchanged values. */
export function inspectionData(state: CompiledState, observed: ObservedPhases): InspectionData {
  const shown: Record<string, string | number | ErrorDetails> = {};
  const members = state.queryLanguage === 'JSONata' ? jsonataMembers(state, observed) : pathMembers(state, observed);
  for (const [name, value] of members) if (value !== undefined) shown[name] = JSON.stringify(value);
  for (const [name, value] of observed.numbers) shown[name] = value;
  if (observed.variables !== undefined) shown.variables = JSON.stringify(observed.variables);
  if (observed.errorDetails) shown.errorDetails = observed.errorDetails;
  return shown;
}

type Members = [string, Json | undefined][];

function jsonataMembers(state: CompiledState, { input, values, worked }: ObservedPhases): Members {
  const members: Members = [['input', input]];
  if (state.type === 'Task') {
    members.push(['afterArguments', values.get('afterArguments') ?? (worked ? input : undefined)]);
    members.push(['result', values.get('result')]);
  }
  if (state.type === 'Map')
    members.push(
      ['afterItemSelector', values.get('afterItemSelector')],
      ['afterItemBatcher', values.get('afterItemBatcher')],
    );
  return members;
}

function pathMembers(state: CompiledState, observed: ObservedPhases): Members {
  const { input, values } = observed;
  const afterInputPath = values.get('afterInputPath') ?? input;
  const afterParameters = values.get('afterParameters') ?? afterInputPath;
  const filters: Members = [['input', input]];
  switch (state.type) {
    case 'Task':
      return [
        ...filters,
        ['afterInputPath', afterInputPath],
        ['afterParameters', afterParameters],
        ...resultMembers(observed, true),
      ];
    case 'Pass':
      if (state.definition.Result !== undefined) return [...filters, ...resultMembers(observed, true)];
      return [
        ...filters,
        ['afterInputPath', afterInputPath],
        ['afterParameters', afterParameters],
        ...resultMembers(observed, false),
      ];
    case 'Parallel':
      return [...filters, ...resultMembers(observed, false)];
    case 'Map':
      return [
        ...filters,
        ['afterInputPath', afterInputPath],
        ['afterItemsPath', values.get('afterItemsPath')],
        ['afterItemSelector', values.get('afterItemSelector')],
        ['afterItemBatcher', values.get('afterItemBatcher')],
        ...resultMembers(observed, false),
      ];
    default:
      return [...filters, ['afterInputPath', afterInputPath]];
  }
}

function resultMembers({ values, worked }: ObservedPhases, showResult: boolean): Members {
  if (!worked) return [];
  const result = values.get('result');
  const selected = values.get('afterResultSelector') ?? result;
  return [
    ...(showResult ? ([['result', result]] as Members) : []),
    ['afterResultSelector', selected],
    ['afterResultPath', values.get('afterResultPath') ?? selected],
  ];
}
