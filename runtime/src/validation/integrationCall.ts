import type { IntegrationResource, Resource } from '../asl/resources.ts';
import { ALTERNATIVE_PARAMETERS, optimizedIntegration, sdkService } from '../asl/serviceData.ts';
import type { SourceProperty } from '../source/node.ts';
import type { TaskUse } from './integration.ts';
import type { TypedObject } from './model.ts';
import type { Suggestions } from './nearest.ts';

/** What an integration takes. */
export interface IntegrationCall {
  /** `sqs:sendMessage`. */
  readonly name: string;
  readonly required: readonly string[];
  /** Parameters of which one must be given. */
  readonly alternatives: readonly string[];
  readonly known: readonly string[];
  /** The known names, normalised. */
  readonly knownNames: ReadonlySet<string>;
  /** An AWS SDK integration: only its required parameters are known, and their capitals vary. */
  readonly isSdk: boolean;
}

/** The parameters a Task gives to its integration. */
export interface GivenParameters {
  /** The field that holds them. */
  readonly property: SourceProperty;
  readonly parameters: readonly { readonly name: string; readonly property: SourceProperty }[];
  /** Their names, normalised. */
  readonly names: ReadonlySet<string>;
}

const calls = new Map<string, IntegrationCall | undefined>();

/** What the integration of a Task takes; undefined when it is none or not known. */
export function integrationCall(use: TaskUse): IntegrationCall | undefined {
  if (use.call === undefined) use.call = findCall(use.resource) ?? null;
  return use.call ?? undefined;
}

function findCall(resource: Resource | undefined): IntegrationCall | undefined {
  if (!resource || !('pattern' in resource)) return undefined;
  const key = `${resource.kind} ${resource.service}:${resource.action}`;
  if (!calls.has(key)) calls.set(key, readCall(resource));
  return calls.get(key);
}

/** The parameters, when they are written as an object: `Parameters` in JSONPath, `Arguments` in JSONata. Read once per Task. */
export function givenParameters(use: TaskUse, call: IntegrationCall): GivenParameters | undefined {
  if (use.given === undefined) use.given = readParameters(use.task, call) ?? null;
  return use.given ?? undefined;
}

function readParameters(task: TypedObject<'taskState'>, call: IntegrationCall): GivenParameters | undefined {
  const isJsonPath = task.language === 'JSONPath';
  const property = isJsonPath ? task.fields.Parameters : task.fields.Arguments;
  if (property?.valueNode?.kind !== 'object') return undefined;
  // In JSONata states the suffix is part of the name.
  const parameters = property.valueNode.properties!.map((parameter) => ({
    name: isJsonPath && parameter.key.endsWith('.$') ? parameter.key.slice(0, -2) : parameter.key,
    property: parameter,
  }));
  return { property, parameters, names: namesOf(parameters, call) };
}

/** Most calls of an integration give the same parameters: they share one set, and what is known of it. */
const nameSets = new WeakMap<IntegrationCall, Map<string, ReadonlySet<string>>>();
const MOST_NAME_SETS = 100;

function namesOf(parameters: GivenParameters['parameters'], call: IntegrationCall): ReadonlySet<string> {
  let sets = nameSets.get(call);
  if (!sets || sets.size > MOST_NAME_SETS) {
    sets = new Map();
    nameSets.set(call, sets);
  }
  let key = '';
  for (const { name } of parameters) key += `${name.length}:${name}`;
  let names = sets.get(key);
  if (!names) {
    names = new Set(parameters.map(({ name }) => normalised(name, call)));
    sets.set(key, names);
  }
  return names;
}

/** A name as it is compared. SDK parameters follow the Java SDK, which capitalises differently (`DbInstance` for `DBInstance`). */
export function normalised(name: string, { isSdk }: Pick<IntegrationCall, 'isSdk'>): string {
  return isSdk ? name.toLowerCase() : name;
}

/** Whether one of the names given is probably this one misspelt. */
export function isMisspelt(
  name: string,
  { names }: GivenParameters,
  call: IntegrationCall,
  suggestions: Suggestions,
): boolean {
  const doubtful = [...names].filter((candidate) => !call.knownNames.has(candidate));
  return doubtful.length > 0 && suggestions.for(normalised(name, call), doubtful).length > 0;
}

function readCall({ kind, service, action }: IntegrationResource): IntegrationCall | undefined {
  const isSdk = kind === 'aws-sdk';
  const optimized = isSdk ? undefined : optimizedIntegration(service, action);
  const required = isSdk ? sdkService(service)?.actions.get(action) : optimized?.required;
  if (!required) return undefined;
  const name = `${service}:${action}`;
  const known = optimized?.parameters ?? required;
  return {
    name,
    required,
    alternatives: (!isSdk && ALTERNATIVE_PARAMETERS[name]) || [],
    known,
    knownNames: new Set(known.map((parameter) => normalised(parameter, { isSdk }))),
    isSdk,
  };
}
