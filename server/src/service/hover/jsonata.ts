import { jsonataFunction } from '../../../../runtime/src/asl/jsonataFunctions.ts';
import { RESERVED_VARIABLE } from '../../../../runtime/src/asl/states.ts';
import type { CompletionContext } from '../completion/context/completionContext.ts';
import { jsonataCursor } from '../completion/expression/jsonataText.ts';
import { DataFlow } from '../completion/knowledge/dataFlow.ts';
import { documentationOf } from '../completion/knowledge/documentation.ts';
import { shapeDetail } from '../completion/knowledge/roots.ts';
import { type Shape, shapeThroughArrays } from '../completion/knowledge/shapes.ts';
import { variableDocumentation, variablesAt } from '../completion/knowledge/variables.ts';
import { explained, type HoverText } from './text.ts';

const STATES = `$${RESERVED_VARIABLE}`;

/** A word inside `{% %}`: a function, a variable, or a step of a path below `$states`. */
export function hoverOfJsonata(context: CompletionContext): HoverText | undefined {
  const { place, position, value } = context;
  if (place.language !== 'JSONata' || value?.is !== 'value' || !position.token.content.startsWith('{%'))
    return undefined;
  const { fact } = value.field;
  if (!fact.expression && !fact.template) return undefined;
  const { content, cursor: offset } = position.token;
  const around = jsonataCursor(content, offset);
  // Read from the end of the word, so that the whole name is known.
  const word = around && jsonataCursor(content, around.end);
  if (!word || word.prefix === '') return undefined;
  return explained(documentation(context, word.chain, word.prefix), word.start, word.end);
}

function documentation(context: CompletionContext, chain: readonly string[], name: string): string | undefined {
  const { place } = context;
  if (chain.length === 0) {
    if (name === STATES)
      return `\`${STATES}\`: the data of the state: \`input\`, \`context\` and, where they exist, \`result\` and \`errorOutput\`.`;
    const variable = variablesAt(place).find((known) => `$${known.name}` === name);
    if (variable) return variableDocumentation(variable);
    return jsonataFunction(name) && documentationOf({ about: 'jsonataFunction', name });
  }
  const [root, member, ...names] = [...chain, name];
  if (root !== STATES || member === undefined) return undefined;
  if (names.length === 0) return documentationOf({ about: 'statesMember', name: member });
  if (member === 'context') return documentationOf({ about: 'context', names });
  const flow = new DataFlow(place, context.workspace.sampleInputs);
  const shapes: Readonly<Record<string, () => Shape>> = {
    input: () => flow.input(),
    result: () => flow.result(),
    errorOutput: () => flow.errorOutput(),
  };
  const whole = shapes[member]?.();
  const detail = whole && shapeDetail(shapeThroughArrays(whole, names));
  return detail && `\`${[...chain, name].join('.')}\`: ${detail}`;
}
