import { LONGEST_STATE_NAME } from '../../../../runtime/src/asl/states.ts';
import type { DefinitionAnalysis, Transition } from '../analysis.ts';
import { touches } from '../analysis.ts';
import { insertProperty } from '../edits/treeEdits.ts';
import type { CodeActionContext, ProposedAction } from './codeAction.ts';

/** A transition to a state that does not exist: make it. */
export function createState({ definition, range, diagnostics }: CodeActionContext): ProposedAction[] {
  const transition = definition.transitions.find(({ node, target }) => !target && touches(node, range.start));
  if (!transition || !isFree(transition.name, definition)) return [];
  const edit = newStateEdit(definition, transition);
  if (!edit) return [];
  const diagnostic = diagnostics.find(({ code }) => code === 'transition-target');
  return [
    {
      title: `Create state "${transition.name}"`,
      kind: 'quickfix',
      edits: [edit],
      ...(diagnostic ? { diagnostic } : {}),
    },
  ];
}

/** Whether a state can have the name: names are unique in the whole definition. */
function isFree(name: string, definition: DefinitionAnalysis): boolean {
  const length = [...name].length;
  return length > 0 && length <= LONGEST_STATE_NAME && !definition.states.some((state) => state.name === name);
}

function newStateEdit(definition: DefinitionAnalysis, { from, scope, name }: Transition) {
  const states = scope.object.fields.States?.valueNode;
  if (states?.kind !== 'object') return undefined;
  return insertProperty(definition.document, states, name, { Type: 'Pass', End: true }, from?.property);
}
