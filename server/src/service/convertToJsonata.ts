import { isObject, type Json, type JsonObject } from '../../../runtime/src/asl/json.ts';
import type { StateDefinition, StateMachineDefinition } from '../../../runtime/src/asl/model.ts';
import { isStateType, stateKind } from '../../../runtime/src/asl/states.ts';
import { ConversionProblems } from './convert/problems.ts';
import { convertState } from './convert/states.ts';
import { isWellFormed } from './convert/wellFormed.ts';

/** The converted value, or why it cannot be converted to something that does the same. */
export type Conversion<T extends Json> = { readonly value: T } | { readonly problems: readonly string[] };

/** A JSONPath state as a JSONata state of a JSONPath state machine. States inside it stay as they are. */
export function stateToJsonata(state: JsonObject): Conversion<JsonObject> {
  const problems = new ConversionProblems();
  const { Type, ...rest } = convertedState(state, problems);
  const value = { Type: Type ?? null, QueryLanguage: 'JSONata', ...rest };
  return outcome(value, problems);
}

/** A whole JSONPath state machine, states inside states included. States that use JSONata already stay as they are. */
export function machineToJsonata(machine: JsonObject): Conversion<JsonObject> {
  const problems = new ConversionProblems();
  const {
    Comment,
    QueryLanguage: _language,
    ...rest
  } = convertedScope(machine, problems) as JsonObject & Pick<StateMachineDefinition, 'Comment' | 'QueryLanguage'>;
  const value = { ...(Comment === undefined ? {} : { Comment }), QueryLanguage: 'JSONata', ...rest };
  return outcome(value, problems);
}

function outcome(value: JsonObject, problems: ConversionProblems): Conversion<JsonObject> {
  return problems.messages.length > 0 ? { problems: problems.messages } : { value };
}

function convertedScope(scope: JsonObject, problems: ConversionProblems): JsonObject {
  const { States } = scope as Partial<StateMachineDefinition>;
  if (!isObject(States)) return scope;
  const states = Object.entries(States as JsonObject).map(([name, state]) => [
    name,
    isObject(state) ? deepState(state, problems) : state,
  ]);
  return { ...scope, States: Object.fromEntries(states) };
}

/** A state with the scopes inside it. */
function deepState(state: JsonObject, problems: ConversionProblems): JsonObject {
  const { QueryLanguage, ...rest } = state;
  const own = QueryLanguage === 'JSONata' ? rest : convertedState(rest, problems);
  const { Branches, ItemProcessor } = own;
  return {
    ...own,
    ...(Array.isArray(Branches)
      ? { Branches: Branches.map((branch) => (isObject(branch) ? convertedScope(branch, problems) : (branch as Json))) }
      : {}),
    ...(isObject(ItemProcessor) ? { ItemProcessor: convertedScope(ItemProcessor, problems) } : {}),
  };
}

function convertedState(state: JsonObject, problems: ConversionProblems): JsonObject {
  const { Type, Iterator, ...rest } = state as JsonObject & { Iterator?: Json };
  if (!isStateType(Type)) {
    problems.report('The type of the state is unknown.');
    return state;
  }
  if (!isWellFormed(stateKind(Type), state)) {
    problems.report('A field of the state is missing or has a value of the wrong type.');
    return state;
  }
  const current = { Type, ...(Iterator === undefined ? {} : { ItemProcessor: Iterator }), ...rest };
  return convertState(current as unknown as StateDefinition, problems);
}
