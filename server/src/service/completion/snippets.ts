import { fieldFact, type ObjectKind, objectFact, type QueryLanguage } from '../../../../runtime/src/asl/fields.ts';
import type { SourceNode } from '../../../../runtime/src/source/document.ts';
import type { CompletionContext, Suggestions } from './context/completionContext.ts';
import { transitionsOf } from './knowledge/scopes.ts';
import { type AslFieldName, fieldNode, fieldText } from './position/fieldNames.ts';
import { objectSketch } from './rendering/fieldSketch.ts';
import { ITEM_KIND } from './rendering/kinds.ts';
import { hole, type Sketch, text } from './rendering/sketch.ts';
import { RANK, type Suggestion } from './rendering/suggestion.ts';
import { catchAll, LAMBDA_RETRY, RETRY_ALL, stateSnippets } from './snippetSketches/states.ts';

/** In a scope with more states missing targets are not looked for. */
const MOST_STATES = 2_000;

/** Whole states, error handling, entries of lists and whole machines. */
export function snippets(context: CompletionContext): Suggestions | undefined {
  const { position, place, value } = context;
  if (position.role === 'key') {
    if (place.meaning.is === 'states') return { items: states(context) };
    if (position.path.length === 0 && isEmpty(position.container)) return { items: wholeMachines(true) };
    return place.meaning.is === 'object' && !position.hasValue
      ? { items: errorHandling(context, place.meaning.kind) }
      : undefined;
  }
  if (position.key === undefined && position.path.length === 0) return { items: wholeMachines(false) };
  if (position.token.content !== '') return undefined;
  if (value?.is === 'object') return { items: objects(value.kind, place.language) };
  return value?.is === 'list' ? { items: objects(value.of, place.language).map(inList) } : undefined;
}

function states({ place, position }: CompletionContext): Suggestion[] {
  const scope = place.scopes.at(-1);
  const names = new Set((scope?.states?.properties ?? []).map(({ key }) => key));
  const missing = missingTargets(scope?.node, scope?.states, names, position.token.content);
  const targets = missing.map(
    (name): Suggestion => ({
      label: name,
      kind: ITEM_KIND.state,
      detail: 'named by a transition, not defined yet',
      rank: RANK.first,
      insert: { as: 'member', key: name, value: { Type: text(hole()) } },
      suggestAgain: !position.hasValue,
    }),
  );
  // A state that is there already is only to be renamed.
  if (position.hasValue) return targets;
  return [
    ...targets,
    ...stateSnippets(place.language).map(
      ({ label, detail, name, state }, index): Suggestion => ({
        label,
        kind: ITEM_KIND.snippet,
        detail,
        topic: { about: 'stateType', name: String(state.Type) },
        rank: RANK.likely + index,
        insert: { as: 'members', members: [[text(hole(freeName(name, names))), state as Sketch]] },
      }),
    ),
  ];
}

function missingTargets(
  scope: SourceNode | undefined,
  states: SourceNode | undefined,
  names: ReadonlySet<string>,
  typed: string,
): string[] {
  const properties = states?.properties ?? [];
  if (properties.length > MOST_STATES) return [];
  const targets = new Set(
    properties.flatMap(({ valueNode }) => (valueNode ? transitionsOf(valueNode).map(({ to }) => to) : [])),
  );
  const start = fieldText(scope, 'StartAt');
  if (start) targets.add(start);
  return [...targets].filter((name) => name !== '' && (!names.has(name) || name === typed));
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name} ${number}`)) number++;
  return `${name} ${number}`;
}

function errorHandling({ place, position }: CompletionContext, kind: ObjectKind | undefined): Suggestion[] {
  const items: Suggestion[] = [];
  const offer = (name: AslFieldName, label: string, detail: string, value: Sketch) => {
    const isFree = kind && fieldFact(kind, name) && !fieldNode(position.container, name);
    if (isFree)
      items.push({
        label,
        kind: ITEM_KIND.snippet,
        detail,
        rank: RANK.unlikely,
        insert: { as: 'member', key: name, value },
      });
  };
  const isLambda = fieldText(place.states.at(-1)?.node, 'Resource')?.includes(':lambda:') ?? false;
  if (isLambda) offer('Retry', 'Retry Lambda service errors', 'with backoff and jitter', LAMBDA_RETRY);
  offer('Retry', 'Retry with backoff', 'all errors, with jitter', RETRY_ALL);
  offer('Catch', 'Catch all errors', 'keeps the error output', catchAll(place.language));
  return items;
}

/** An object with its required fields, or the ways in which an object of this kind usually looks. */
function objects(kind: ObjectKind | undefined, language: QueryLanguage): Suggestion[] {
  if (kind === undefined) {
    return stateSnippets(language).map(({ label, detail, state }, index) =>
      objectItem(label, detail, state as Sketch, RANK.likely + index),
    );
  }
  const { doc } = objectFact(kind);
  const label = kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  if (kind === 'choiceRule' && language === 'JSONPath') {
    const rule = { Variable: text('$.', hole()), StringEquals: text(hole()), Next: text(hole()) };
    const combined = { And: [{ Variable: text('$.', hole()), IsPresent: true }], Next: text(hole()) };
    return [
      objectItem('rule on a value', doc, rule, RANK.first),
      objectItem('rule with And', doc, combined, RANK.likely),
    ];
  }
  if (kind === 'retrier') return [objectItem('retrier', doc, (RETRY_ALL as readonly Sketch[])[0]!, RANK.first)];
  return [objectItem(label, doc, objectSketch(kind, language), RANK.first)];
}

function objectItem(label: string, detail: string, value: Sketch, rank: number): Suggestion {
  return { label, kind: ITEM_KIND.snippet, detail, rank, insert: { as: 'value', value } };
}

/** The list itself is being written: the object is its first entry. */
function inList(suggestion: Suggestion): Suggestion {
  const { insert } = suggestion;
  return insert.as === 'value' ? { ...suggestion, insert: { as: 'value', value: [insert.value] } } : suggestion;
}

function wholeMachines(asMembers: boolean): Suggestion[] {
  const machine = (language: QueryLanguage): Readonly<Record<string, Sketch>> => ({
    Comment: text(hole('What this state machine is for')),
    ...(language === 'JSONata' ? { QueryLanguage: language } : {}),
    StartAt: 'Start',
    States: { Start: { Type: 'Pass', End: true } },
  });
  return (['JSONata', 'JSONPath'] as const).map((language, index) => ({
    label: `State machine (${language})`,
    kind: ITEM_KIND.snippet,
    detail: 'a definition to begin with',
    rank: RANK.unlikely + index,
    insert: asMembers
      ? { as: 'members', members: Object.entries(machine(language)) }
      : { as: 'value', value: machine(language) },
  }));
}

function isEmpty(node: SourceNode | undefined): boolean {
  return (node?.properties?.length ?? 0) === 0;
}
