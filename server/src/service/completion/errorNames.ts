import { ALL_ERRORS, RESERVED_ERRORS, SERVICE_ERRORS } from '../../../../runtime/src/asl/errors.ts';
import type { ObjectKind } from '../../../../runtime/src/asl/fields.ts';
import { parseResource } from '../../../../runtime/src/asl/resources.ts';
import { optimizedIntegration, sdkService } from '../../../../runtime/src/asl/serviceData.ts';
import { isStateType } from '../../../../runtime/src/asl/states.ts';
import type { SourceNode } from '../../../../runtime/src/source/document.ts';
import type { CompletionContext, Suggestions } from './context/completionContext.ts';
import { type AslFieldName, fieldNode, fieldText } from './position/fieldNames.ts';
import { ITEM_KIND } from './rendering/kinds.ts';
import { RANK, type Suggestion } from './rendering/suggestion.ts';

/** A definition with more nodes than this is not searched for error names of its own. */
const MOST_NODES = 5_000;

/** Names in ErrorEquals: reserved ones the state can raise, those of the service it calls, and those of this definition. */
export function errorNames(context: CompletionContext): Suggestions | undefined {
  const { value, position, place } = context;
  if (value?.is !== 'value') return undefined;
  if (value.field.name === ('Error' satisfies AslFieldName)) return ownNamesForFail(context);
  if (value.field.fact.holds !== 'errorNames' || value.inside.length > 1) return undefined;
  const isWholeList = value.inside.length === 0;
  const present = isWholeList ? [] : namesBeside(position.container, position.key);
  // The wildcard stands alone, so beside it there is nothing to add.
  if (present.includes(ALL_ERRORS)) return { items: [] };
  const state = place.states.at(-1)?.node;
  const names = new Map<string, Suggestion>();
  const add = (name: string, rank: number) => {
    if (names.has(name) || present.includes(name) || (name === ALL_ERRORS && present.length > 0)) return;
    names.set(name, suggest(name, rank, isWholeList));
  };
  for (const name of reservedNames(state)) add(name, RANK.required);
  for (const name of serviceNames(state)) add(name, RANK.likely);
  for (const name of ownNames(position.document.root, position.token.start)) add(name, RANK.normal);
  return { items: [...names.values()] };
}

function suggest(name: string, rank: number, isWholeList: boolean): Suggestion {
  return {
    label: name,
    kind: ITEM_KIND.event,
    topic: { about: 'error', name },
    rank: name === ALL_ERRORS ? RANK.first : rank,
    insert: { as: 'value', value: isWholeList ? [name] : name },
  };
}

function namesBeside(list: SourceNode | undefined, index: unknown): string[] {
  return (list?.items ?? []).filter((_, at) => at !== index).map((item) => String(item.value));
}

/** What the state, or for Parallel and Map any state inside, can raise and a retrier or catcher can handle. */
function reservedNames(state: SourceNode | undefined): string[] {
  const type = fieldText(state, 'Type');
  const raises = (types: readonly string[]) =>
    types.length === 0 || !isStateType(type) || holdsStates(type) || types.includes(type);
  const isHttp = resourcesIn(state).some((arn) => parseResource(arn)?.kind === 'http');
  return RESERVED_ERRORS.filter(({ name, handled, raisedBy }) => {
    const isHttpName = name.startsWith('States.Http.');
    return handled && raises(raisedBy) && (!isHttpName || isHttp);
  }).map(({ name }) => (name.endsWith('.') ? `${name}500` : name));
}

function holdsStates(type: string): boolean {
  return type === 'Parallel' || type === 'Map';
}

function serviceNames(state: SourceNode | undefined): string[] {
  return resourcesIn(state).flatMap((arn) => {
    const resource = parseResource(arn);
    switch (resource?.kind) {
      case 'lambda':
      // What a deployment fills in is a function nearly always.
      case 'placeholder':
        return [...(SERVICE_ERRORS.lambda ?? [])];
      case 'optimized':
      case 'http':
        return [...(SERVICE_ERRORS[resource.service] ?? prefixed(resource.service, resource.action))];
      case 'aws-sdk': {
        const service = sdkService(resource.service);
        return service ? [...service.errors, service.genericError] : [];
      }
      default:
        return [];
    }
  });
}

/** Errors of a connector that has no list of its own are named as the SDK of the service names them. */
function prefixed(service: string, action: string): string[] {
  const known = optimizedIntegration(service, action);
  const sdk = sdkService(service.replaceAll('-', ''));
  if (!known || !sdk) return [];
  return sdk.errors.map((name) => `${known.errorPrefix}${name.slice(sdk.errorPrefix.length)}`);
}

/** Resources of a task, or of all tasks inside a state. */
function resourcesIn(state: SourceNode | undefined): string[] {
  const found = new Set<string>();
  walk(state, (node) => {
    const arn = fieldText(node, 'Resource');
    if (arn && fieldText(node, 'Type') === 'Task') found.add(arn);
  });
  return [...found];
}

/** Names that Fail states raise and other lists handle. */
function ownNames(root: SourceNode | undefined, tokenStart: number): string[] {
  const found = new Set<string>();
  walk(root, (node) => {
    const raised = fieldText(node, 'Type') === 'Fail' ? fieldText(node, 'Error') : undefined;
    if (raised && !raised.startsWith('{%')) found.add(raised);
    for (const item of fieldNode(node, 'ErrorEquals')?.items ?? []) {
      if (typeof item.value === 'string' && item.value !== '' && item.start !== tokenStart) found.add(item.value);
    }
  });
  return [...found];
}

function ownNamesForFail({ value, position }: CompletionContext): Suggestions | undefined {
  const owner: ObjectKind = 'failState';
  if (value?.is !== 'value' || value.field.owner !== owner || position.token.content.startsWith('{%')) return undefined;
  const names = ownNames(position.document.root, position.token.start).filter(
    (name) => !name.startsWith('States.') && name !== position.token.content,
  );
  return { items: names.map((name) => suggest(name, RANK.normal, false)) };
}

function walk(root: SourceNode | undefined, visit: (node: SourceNode) => void): void {
  const open = root ? [root] : [];
  for (let count = 0; count < MOST_NODES; count++) {
    const node = open.pop();
    if (!node) return;
    if (node.properties) visit(node);
    for (const { valueNode } of node.properties ?? [])
      if (valueNode?.properties || valueNode?.items) open.push(valueNode);
    for (const item of node.items ?? []) if (item.properties || item.items) open.push(item);
  }
}
