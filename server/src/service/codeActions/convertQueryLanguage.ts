import type { JsonObject } from '../../../../runtime/src/asl/json.ts';
import type { SourceNode } from '../../../../runtime/src/source/document.ts';
import type { DefinitionAnalysis } from '../analysis.ts';
import { type Conversion, machineToJsonata, stateToJsonata } from '../convertToJsonata.ts';
import { replaceValue } from '../edits/treeEdits.ts';
import type { CodeActionContext, ProposedAction } from './codeAction.ts';

/** From JSONPath to JSONata: the state under the cursor, or the whole machine. Offered only when the result does the same. */
export function convertQueryLanguage({ definition, range }: CodeActionContext): ProposedAction[] {
  const { machine } = definition.context;
  const hasErrors = definition.document.problems.length > 0;
  if (!machine || machine.language === 'JSONata' || hasErrors) return [];
  const state = definition.stateAt(range.start);
  if (state) {
    if (!state.type || state.language === 'JSONata') return [];
    return convert('Convert state to JSONata', state.node, definition, stateToJsonata);
  }
  return convert('Convert state machine to JSONata', machine.node, definition, machineToJsonata);
}

function convert(
  title: string,
  node: SourceNode,
  { document }: DefinitionAnalysis,
  conversion: (value: JsonObject) => Conversion<JsonObject>,
): ProposedAction[] {
  const converted = conversion(node.value as JsonObject);
  if ('problems' in converted) return [];
  return [{ title, kind: 'refactor.rewrite', edits: [replaceValue(document, node, converted.value)] }];
}
