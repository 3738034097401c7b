import { intrinsic } from '../../../../runtime/src/asl/intrinsics.ts';
import type { CompletionContext } from '../completion/context/completionContext.ts';
import { intrinsicCursor } from '../completion/expression/intrinsicText.ts';
import { endOfName, pathCursor } from '../completion/expression/pathText.ts';
import { DataFlow } from '../completion/knowledge/dataFlow.ts';
import { documentationOf } from '../completion/knowledge/documentation.ts';
import { shapeDetail, shapeOfDollar } from '../completion/knowledge/roots.ts';
import { shapeAt } from '../completion/knowledge/shapes.ts';
import { variableDocumentation, variablesAt } from '../completion/knowledge/variables.ts';
import { acceptsIntrinsic, acceptsPath } from '../completion/position/paths.ts';
import { explained, type HoverText } from './text.ts';

/** A word of a path or of an intrinsic function call. */
export function hoverOfPath(context: CompletionContext): HoverText | undefined {
  const { place, position, value } = context;
  const { content, cursor: offset } = position.token;
  if (acceptsIntrinsic(place, value, position.key)) {
    const end = intrinsicCursor(content, offset).end;
    const { prefix, start } = intrinsicCursor(content, end);
    if (intrinsic(prefix)) return explained(documentationOf({ about: 'intrinsic', name: prefix }), start, end);
  }
  if (!acceptsPath(place, value, position.key)) return undefined;
  const end = endOfName(content, content[offset] === '$' ? offset + 1 : offset);
  const path = pathCursor(content, content[end] === '$' ? endOfName(content, end + 1) : end);
  return path && explained(documentation(context, path), path.start, path.end);
}

function documentation(
  context: CompletionContext,
  path: NonNullable<ReturnType<typeof pathCursor>>,
): string | undefined {
  const { place, value } = context;
  const { root } = path;
  const names = path.isRoot ? [] : [...path.members, path.prefix];
  if (root.is === 'context') return documentationOf({ about: 'context', names });
  if (root.is === 'variable') {
    const variable = variablesAt(place).find(({ name }) => name === root.name);
    return variable && variableDocumentation(variable);
  }
  if (value?.is !== 'value') return undefined;
  const flow = new DataFlow(place, context.workspace.sampleInputs);
  const detail = shapeDetail(shapeAt(shapeOfDollar(value.field, flow), names));
  return detail && `\`${['$', ...names].join('.')}\`: ${detail}`;
}
