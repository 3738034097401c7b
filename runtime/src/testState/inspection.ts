import type { Json } from '../asl/json.ts';
import type { PhaseName } from '../asl/phaseFields.ts';
import type { HttpRequestData, HttpResponseData } from '../interpreter/environment.ts';
import type { CompiledState } from '../interpreter/machine.ts';

/** What TestState shows of the phases, as JSON text. Members by state type: recorded on AWS. */
export interface InspectionData {
  readonly [phase: string]: string | number | ErrorDetails | HttpRequestData | HttpResponseData | undefined;
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
  /** Level TRACE: what an HTTP task has sent and got. */
  readonly exchange: { readonly request: HttpRequestData; readonly response: HttpResponseData } | undefined;
}

/** `inspectionData` of a response. Filters that a JSONPath state does not have still appear, with unchanged values; those that failed do not. */
export function inspectionData(state: CompiledState, observed: ObservedPhases): InspectionData {
  const shown: { -readonly [Member in keyof InspectionData]: InspectionData[Member] } = {};
  const members = state.queryLanguage === 'JSONata' ? jsonataMembers(state, observed) : pathMembers(state, observed);
  for (const [name, value] of members) if (value !== undefined) shown[name] = JSON.stringify(value);
  for (const [name, value] of observed.numbers) shown[name] = value;
  if (observed.variables !== undefined) shown.variables = JSON.stringify(observed.variables);
  if (observed.exchange) {
    shown.request = observed.exchange.request;
    shown.response = observed.exchange.response;
  }
  if (observed.errorDetails) shown.errorDetails = observed.errorDetails;
  return shown;
}

type Members = [string, Json | undefined][];

/** The value after a phase: unchanged where the state has no such phase, undefined where the phase was not passed. */
function after(phase: PhaseName, state: CompiledState, { values }: ObservedPhases, before: Json | undefined) {
  return state.phases.some(({ id }) => id === phase) ? values.get(phase) : before;
}

function jsonataMembers(state: CompiledState, observed: ObservedPhases): Members {
  const { input, values } = observed;
  const members: Members = [['input', input]];
  if (state.type === 'Task') {
    members.push(['afterArguments', after('afterArguments', state, observed, input)]);
    members.push(['result', values.get('result')]);
  }
  if (state.type === 'Map')
    members.push(
      ['afterItemsPointer', values.get('afterItemsPointer')],
      ['afterItemSelector', values.get('afterItemSelector')],
      ['afterItemBatcher', values.get('afterItemBatcher')],
    );
  return members;
}

function pathMembers(state: CompiledState, observed: ObservedPhases): Members {
  const { input, values } = observed;
  const afterInputPath = after('afterInputPath', state, observed, input);
  const afterParameters = after('afterParameters', state, observed, afterInputPath);
  const filters: Members = [['input', input]];
  switch (state.type) {
    case 'Task':
      return [
        ...filters,
        ['afterInputPath', afterInputPath],
        ['afterParameters', afterParameters],
        ...resultMembers(state, observed, true),
      ];
    case 'Pass':
      if (state.definition.Result !== undefined) return [...filters, ...resultMembers(state, observed, true)];
      return [
        ...filters,
        ['afterInputPath', afterInputPath],
        ['afterParameters', afterParameters],
        ...resultMembers(state, observed, false),
      ];
    case 'Parallel':
      return [...filters, ...resultMembers(state, observed, false)];
    case 'Map':
      return [
        ...filters,
        ['afterInputPath', afterInputPath],
        ['afterItemsPath', values.get('afterItemsPath')],
        ['afterItemsPointer', values.get('afterItemsPointer')],
        ['afterItemSelector', values.get('afterItemSelector')],
        ['afterItemBatcher', values.get('afterItemBatcher')],
        ...resultMembers(state, observed, false),
      ];
    default:
      return [...filters, ['afterInputPath', afterInputPath]];
  }
}

function resultMembers(state: CompiledState, observed: ObservedPhases, showResult: boolean): Members {
  if (!observed.worked) return [];
  const result = observed.values.get('result');
  const selected = after('afterResultSelector', state, observed, result);
  return [
    ...(showResult ? ([['result', result]] as Members) : []),
    ['afterResultSelector', selected],
    ['afterResultPath', after('afterResultPath', state, observed, selected)],
  ];
}
