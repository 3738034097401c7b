import { JSONATA_FUNCTIONS } from '../../../../runtime/src/asl/jsonataFunctions.ts';
import { RESERVED_VARIABLE } from '../../../../runtime/src/asl/states.ts';
import { localNames, tokenizeJsonata } from '../expressions/jsonataTokens.ts';
import type { CompletionContext, Suggestions } from './context/completionContext.ts';
import { type JsonataCursor, jsonataCursor } from './expression/jsonataText.ts';
import { DataFlow } from './knowledge/dataFlow.ts';
import { STATES_MEMBERS, type StatesMember, signatureOf } from './knowledge/documentation.ts';
import { contextMembers, type Member, shapeDetail, shapeMembers } from './knowledge/roots.ts';
import { itemsOf, mergeShapes, type Shape, shapeThroughArrays } from './knowledge/shapes.ts';
import { assignedText, variableDocumentation, variablesAt } from './knowledge/variables.ts';
import type { Field } from './position/place.ts';
import { expressionSketch } from './rendering/fieldSketch.ts';
import { ITEM_KIND } from './rendering/kinds.ts';
import { RANK, type Suggestion } from './rendering/suggestion.ts';

const STATES = `$${RESERVED_VARIABLE}`;
const IDENTIFIER = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u;

/** Inside `{% %}`: functions, variables in scope, and the members of `$states` and of known values. */
export function jsonata(context: CompletionContext): Suggestions | undefined {
  const { place, position, value } = context;
  if (place.language !== 'JSONata' || value?.is !== 'value') return undefined;
  const { fact } = value.field;
  if (!fact.expression && !fact.template) return undefined;
  const { content, cursor: offset } = position.token;
  if (!content.startsWith('{%')) {
    // A template that must be an object can hold expressions, and is none itself.
    const mayStand = content === '' && (fact.expression || value.inside.length > 0);
    return mayStand ? { items: [wholeExpression()] } : undefined;
  }
  const cursor = jsonataCursor(content, offset);
  if (!cursor) return undefined;
  const flow = new DataFlow(place, context.workspace.sampleInputs);
  if (cursor.chain.length > 0)
    return { items: members(cursor.chain, value.field, flow, context).map((member) => memberItem(member, cursor)) };
  const inContext = cursor.context ? members(cursor.context, value.field, flow, context) : [];
  return {
    items: [
      ...inContext.map((member) => memberItem(member, cursor)),
      statesRoot(cursor),
      ...variables(context, cursor),
      ...ownNames(content, cursor),
      ...JSONATA_FUNCTIONS.filter(({ origin }) => origin !== 'refused').map((fact) => functionItem(fact, cursor)),
    ],
  };
}

function wholeExpression(): Suggestion {
  return {
    label: '{% … %}',
    kind: ITEM_KIND.snippet,
    detail: 'JSONata expression',
    rank: RANK.likely,
    filter: '{%',
    insert: { as: 'value', value: expressionSketch() },
    suggestAgain: true,
  };
}

function statesRoot(cursor: JsonataCursor): Suggestion {
  return {
    label: STATES,
    kind: ITEM_KIND.variable,
    detail: 'input, context and results of the state',
    rank: RANK.first,
    insert: part(STATES, cursor),
  };
}

function variables({ place }: CompletionContext, cursor: JsonataCursor): Suggestion[] {
  return variablesAt(place).map((variable) => ({
    label: `$${variable.name}`,
    kind: ITEM_KIND.variable,
    detail: assignedText(variable.assignments.at(-1)!),
    documentation: variableDocumentation(variable),
    rank: RANK.required,
    insert: part(`$${variable.name}`, cursor),
  }));
}

/** Names that the expression itself binds. */
function ownNames(content: string, cursor: JsonataCursor): Suggestion[] {
  const before = content.slice(2, cursor.start);
  return [...localNames(tokenizeJsonata(before))].map((name) => ({
    label: `$${name}`,
    kind: ITEM_KIND.variable,
    detail: 'bound in this expression',
    rank: RANK.required,
    insert: part(`$${name}`, cursor),
  }));
}

function functionItem(fact: (typeof JSONATA_FUNCTIONS)[number], cursor: JsonataCursor): Suggestion {
  return {
    label: fact.name,
    kind: ITEM_KIND.function,
    detail: signatureOf(fact),
    topic: { about: 'jsonataFunction', name: fact.name },
    rank: fact.origin === 'service' ? RANK.likely : RANK.normal,
    insert: { ...part(fact.name, cursor), call: fact.maximum === 0 ? 'empty' : 'arguments' },
  };
}

/** What may follow a path, `$states.input` for instance. */
function members(
  [root, ...names]: readonly string[],
  field: Field,
  flow: DataFlow,
  { place }: CompletionContext,
): Member[] {
  if (root === STATES) return statesMembers(names, field, flow);
  const variable = variablesAt(place).find(({ name }) => `$${name}` === root);
  if (!variable) return [];
  const shape = mergeShapes(variable.assignments.map((assignment) => flow.assigned(assignment)));
  return shapeMembers(itemsOf(shapeThroughArrays(shape, names)));
}

function statesMembers([first, ...names]: readonly string[], field: Field, flow: DataFlow): Member[] {
  const offered = Object.keys(STATES_MEMBERS).filter(
    (name) => name === 'input' || name === 'context' || name === field.fact.sees,
  );
  const shapeOf: Readonly<Record<StatesMember, () => Shape>> = {
    input: () => flow.input(),
    context: () => ({}),
    result: () => flow.result(),
    errorOutput: () => flow.errorOutput(),
  };
  if (first === undefined) return offered.map((name) => ({ name, shape: {} }));
  if (first === 'context') return contextMembers(names, flow);
  return offered.includes(first)
    ? shapeMembers(itemsOf(shapeThroughArrays(shapeOf[first as StatesMember](), names)))
    : [];
}

function memberItem({ name, shape, context }: Member, cursor: JsonataCursor): Suggestion {
  const isStatesMember = cursor.chain.length === 1 && cursor.chain[0] === STATES;
  const topic = context
    ? { about: 'context' as const, names: context }
    : isStatesMember
      ? { about: 'statesMember' as const, name }
      : undefined;
  return {
    label: name,
    kind: ITEM_KIND.property,
    detail: shapeDetail(shape),
    topic,
    rank: RANK.first,
    insert: part(IDENTIFIER.test(name) ? name : `\`${name}\``, cursor),
  };
}

function part(text: string, { start, end }: JsonataCursor) {
  return { as: 'part' as const, text, from: start, to: end };
}
