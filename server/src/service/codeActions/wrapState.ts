import type { JsonObject } from '../../../../runtime/src/asl/json.ts';
import type { StateType } from '../../../../runtime/src/asl/states.ts';
import { LONGEST_STATE_NAME } from '../../../../runtime/src/asl/states.ts';
import type { DefinitionAnalysis, StateContext } from '../analysis.ts';
import { replaceValue } from '../edits/treeEdits.ts';
import { unusedName } from './addErrorHandling.ts';
import type { CodeActionContext, ProposedAction } from './codeAction.ts';

/** States that go on at one other state or end: their transition can move to the state around them. */
const WRAPPABLE: ReadonlySet<StateType | undefined> = new Set<StateType>(['Pass', 'Task', 'Wait', 'Parallel', 'Map']);

/** Puts a state into a Parallel or Map state that takes its name and its transitions. */
export function wrapState({ definition, range }: CodeActionContext): ProposedAction[] {
  const state = definition.stateAt(range.start);
  // Variables that are assigned inside a branch end with it.
  if (!state || !WRAPPABLE.has(state.type) || state.fields.Assign) return [];
  return [
    {
      title: 'Wrap in a Parallel state',
      kind: 'refactor.rewrite',
      edits: [replaceValue(definition.document, state.node, parallel(definition, state))],
    },
    {
      title: 'Wrap in a Map state',
      kind: 'refactor.rewrite',
      edits: [replaceValue(definition.document, state.node, map(definition, state))],
    },
  ];
}

function parallel(definition: DefinitionAnalysis, state: StateContext): JsonObject {
  const { scope, outer } = split(definition, state);
  // The result of a Parallel state is an array; what follows expects the output of the one branch.
  const output: JsonObject =
    state.language === 'JSONata' ? { Output: '{% $states.result[0] %}' } : { OutputPath: '$[0]' };
  return { Type: 'Parallel', Branches: [scope], ...output, ...outer };
}

function map(definition: DefinitionAnalysis, state: StateContext): JsonObject {
  const { scope, outer } = split(definition, state);
  return { Type: 'Map', ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...scope }, ...outer };
}

/** The state as the only one of a new scope, and the fields that stay with its name. */
function split(definition: DefinitionAnalysis, state: StateContext): { scope: JsonObject; outer: JsonObject } {
  const { Next, End, Catch, QueryLanguage, ...inner } = state.node.value as JsonObject;
  const name = unusedName(definition, `Run ${state.name}`.slice(0, LONGEST_STATE_NAME - 4));
  const language: JsonObject = QueryLanguage === undefined ? {} : { QueryLanguage };
  const scope: JsonObject = { StartAt: name, States: { [name]: { ...language, ...inner, End: true } } };
  const outer: JsonObject = {
    ...(Catch === undefined ? {} : { Catch }),
    ...(Next === undefined ? { End: End ?? true } : { Next }),
  };
  return { scope, outer: { ...language, ...outer } };
}
