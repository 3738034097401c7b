import type { TextEdit } from 'vscode-languageserver';
import { ALL_ERRORS } from '../../../../runtime/src/asl/errors.ts';
import { fieldFact } from '../../../../runtime/src/asl/fields.ts';
import type { Json } from '../../../../runtime/src/asl/json.ts';
import type { StateOf } from '../../../../runtime/src/asl/model.ts';
import type { DefinitionAnalysis, ScopeContext, StateContext } from '../analysis.ts';
import { insertProperty } from '../edits/treeEdits.ts';
import type { CodeActionContext, ProposedAction } from './codeAction.ts';

type HandlingField = 'Catch' | 'Retry' | 'Default';

/** Adds what a state lacks to deal with errors, or with an input that no rule matches. */
export function addErrorHandling({ definition, range }: CodeActionContext): ProposedAction[] {
  const state = definition.stateAt(range.start);
  if (!state?.object) return [];
  return (['Catch', 'Retry', 'Default'] satisfies HandlingField[]).flatMap((field) => {
    const isPossible = fieldFact(state.object!.kind, field) !== undefined && state.fields[field] === undefined;
    return isPossible ? [action(definition, state, field)] : [];
  });
}

function action(definition: DefinitionAnalysis, state: StateContext, field: HandlingField): ProposedAction {
  const kind = 'refactor.rewrite';
  if (field === 'Retry') {
    const retrier: StateOf<'Task'>['Retry'] = [
      { ErrorEquals: [ALL_ERRORS], IntervalSeconds: 1, MaxAttempts: 3, BackoffRate: 2 },
    ];
    return {
      title: 'Add Retry',
      kind,
      edits: [insertProperty(definition.document, state.node, field, retrier as Json)],
    };
  }
  const { name, edits } = failure(definition, state);
  const value = field === 'Catch' ? [{ ErrorEquals: [ALL_ERRORS], Next: name }] : name;
  const own = insertProperty(definition.document, state.node, field, value);
  return { title: `Add ${field} to "${name}"`, kind, edits: [own, ...edits] };
}

/** A state of the scope in which failures end; a new one when there is none. */
function failure(definition: DefinitionAnalysis, { scope }: StateContext): { name: string; edits: TextEdit[] } {
  const existing = scope.states.find(({ type }) => type === 'Fail');
  if (existing) return { name: existing.name, edits: [] };
  const name = unusedName(definition, 'Failed');
  return { name, edits: [insertProperty(definition.document, statesNode(scope), name, { Type: 'Fail' })] };
}

/** A state name that the definition does not have yet. */
export function unusedName(definition: DefinitionAnalysis, wanted: string): string {
  const names = new Set(definition.states.map((state) => state.name));
  let name = wanted;
  for (let number = 2; names.has(name); number++) name = `${wanted} ${number}`;
  return name;
}

function statesNode(scope: ScopeContext) {
  return scope.object.fields.States!.valueNode!;
}
