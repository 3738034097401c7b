import type { CompletionContext, Suggestions } from './context/completionContext.ts';
import { intrinsicCursor } from './expression/intrinsicText.ts';
import { endOfName, type PathCursor, pathCursor } from './expression/pathText.ts';
import { DataFlow } from './knowledge/dataFlow.ts';
import { contextMembers, type Member, shapeDetail, shapeMembers, shapeOfDollar } from './knowledge/roots.ts';
import { mergeShapes, type Shape, shapeAt } from './knowledge/shapes.ts';
import { assignedText, variableDocumentation, variablesAt } from './knowledge/variables.ts';
import { acceptsPath } from './position/paths.ts';
import type { Field } from './position/place.ts';
import { ITEM_KIND } from './rendering/kinds.ts';
import { RANK, type Suggestion } from './rendering/suggestion.ts';

const PLAIN_NAME = /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u;

/** Paths: into the input (as far as its shape is known), the context object and variables. */
export function jsonPath(context: CompletionContext): Suggestions | undefined {
  const { place, position, value } = context;
  if (!acceptsPath(place, value, position.key) || value?.is !== 'value') return undefined;
  const { content, cursor: offset } = position.token;
  const call = intrinsicCursor(content, offset);
  if (call.inText) return undefined;
  const flow = new DataFlow(place, context.workspace.sampleInputs);
  const isReference = value.field.fact.holds === 'resultPath';
  const path = pathCursor(content, offset);
  if (path && !path.isRoot)
    return { items: members(path, value.field, flow, context, isReference).map((member) => memberItem(member, path)) };
  // A path begins where nothing stands yet: at the start, or as an argument of a function.
  const isFresh = content.slice(0, offset).trim() === '' || (call.call !== undefined && call.prefix === '');
  if (!path && !isFresh) return undefined;
  const range = { from: path?.start ?? offset, to: path ? endOfName(content, offset) : offset };
  return { items: roots(range, value.field, flow, context, isReference) };
}

interface Range {
  readonly from: number;
  readonly to: number;
}

function roots(
  range: Range,
  field: Field,
  flow: DataFlow,
  { place, position }: CompletionContext,
  isReference: boolean,
): Suggestion[] {
  const insert = (text: string) =>
    position.token.content === '' && position.token.quote === ''
      ? { as: 'value' as const, value: text }
      : { as: 'part' as const, text, ...range };
  const input = shapeMembers(shapeOfDollar(field, flow)).map(({ name, shape }): Suggestion => {
    const text = `$${step(name)}`;
    return {
      label: text,
      kind: ITEM_KIND.property,
      detail: shapeDetail(shape),
      rank: RANK.required,
      insert: insert(text),
    };
  });
  const whole: Suggestion = {
    label: '$',
    kind: ITEM_KIND.variable,
    detail: 'the whole value',
    rank: RANK.first,
    insert: insert('$'),
  };
  if (isReference) return [whole, ...input];
  return [
    whole,
    ...input,
    ...variablesAt(place).map((variable) => ({
      label: `$${variable.name}`,
      kind: ITEM_KIND.variable,
      detail: assignedText(variable.assignments.at(-1)!),
      documentation: variableDocumentation(variable),
      rank: RANK.likely,
      insert: insert(`$${variable.name}`),
    })),
    ...contextMembers([], flow).map(({ name, context }) => ({
      label: `$$.${name}`,
      kind: ITEM_KIND.property,
      detail: 'context object',
      topic: { about: 'context' as const, names: context ?? [] },
      rank: RANK.normal,
      insert: insert(`$$.${name}`),
    })),
  ];
}

function members(
  path: PathCursor,
  field: Field,
  flow: DataFlow,
  { place }: CompletionContext,
  isReference: boolean,
): Member[] {
  const { root } = path;
  if (root.is === 'input') return shapeMembers(shapeAt(shapeOfDollar(field, flow), path.members));
  if (isReference) return [];
  if (root.is === 'context') return contextMembers(path.members, flow);
  const variable = variablesAt(place).find(({ name }) => name === root.name);
  const shapes: Shape[] = (variable?.assignments ?? []).map((assignment) => flow.assigned(assignment));
  return shapeMembers(shapeAt(mergeShapes(shapes), path.members));
}

function memberItem({ name, shape, context }: Member, path: PathCursor): Suggestion {
  const isPlain = PLAIN_NAME.test(name);
  return {
    label: name,
    kind: ITEM_KIND.property,
    detail: shapeDetail(shape),
    topic: context && { about: 'context', names: context },
    rank: RANK.first,
    // A name that is no identifier stands in brackets, without the dot that was typed.
    insert: {
      as: 'part',
      text: isPlain ? name : step(name),
      from: isPlain ? path.start : path.start - 1,
      to: path.end,
    },
    ...(isPlain ? {} : { filter: `.${name}` }),
  };
}

function step(name: string): string {
  return PLAIN_NAME.test(name) ? `.${name}` : `['${name.replace(/['\\]/g, '\\$&')}']`;
}
