import { parseResource, type Resource } from '../../../../runtime/src/asl/resources.ts';
import { optimizedIntegration, sdkService } from '../../../../runtime/src/asl/serviceData.ts';
import type { CompletionContext, Suggestions } from './context/completionContext.ts';
import type { CallableResource } from './context/workspace.ts';
import { fieldText } from './position/fieldNames.ts';
import { otherNames } from './position/otherKeys.ts';
import type { Place } from './position/place.ts';
import { ITEM_KIND } from './rendering/kinds.ts';
import { hole, type Sketch, text } from './rendering/sketch.ts';
import { RANK, type Suggestion } from './rendering/suggestion.ts';

/** Parameters that usually take the whole input on. */
const PAYLOADS = new Set(['Payload', 'Input', 'Message', 'MessageBody']);
/** Parameters that name a resource of the workspace. */
const REFERENCES: Readonly<Record<string, CallableResource['kind']>> = {
  FunctionName: 'function',
  StateMachineArn: 'stateMachine',
};
/** Values of parameters that many tasks have (API references of Lambda, API Gateway and the HTTP task). */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  InvocationType: ['RequestResponse', 'Event', 'DryRun'],
  Method: ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'],
  AuthType: ['NO_AUTH', 'IAM_ROLE', 'RESOURCE_POLICY'],
  LaunchType: ['FARGATE', 'EC2', 'EXTERNAL'],
};

interface Parameters {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

const NONE: Parameters = { required: [], optional: [] };
/** Parameters of the S3 calls with which a distributed Map reads and writes (developer guide, "ItemReader", "ResultWriter"). */
const S3_PARAMETERS: Readonly<Record<string, Parameters>> = {
  getObject: { required: ['Bucket', 'Key'], optional: ['VersionId', 'ExpectedBucketOwner'] },
  listObjectsV2: { required: ['Bucket'], optional: ['Prefix', 'ExpectedBucketOwner'] },
  putObject: { required: ['Bucket'], optional: ['Prefix', 'ExpectedBucketOwner'] },
};

/** Parameters of the integration a task (or the reader or writer of a Map) calls; required ones first. */
export function integrationParameters(context: CompletionContext): Suggestions | undefined {
  const { place, position } = context;
  if (position.role === 'value') return parameterValues(context);
  const call = callAround(place);
  if (!call) return undefined;
  const present = otherNames(position);
  if (call.depth > 0) return call.waitsForToken ? taskToken(place, present) : undefined;
  const { required, optional } = parametersOf(call.resource);
  const suggest = (names: readonly string[], rank: number) =>
    names.filter((name) => !present.has(name)).flatMap((name) => parameter(name, rank, call.arn, place));
  return { items: [...suggest(required, RANK.required), ...suggest(optional, RANK.normal)] };
}

interface Call {
  readonly arn: string;
  readonly resource: Resource;
  /** How deep inside the parameters the cursor is. */
  readonly depth: number;
  readonly waitsForToken: boolean;
}

function callAround({ meaning, objects }: Place): Call | undefined {
  if (meaning.is !== 'value' || !meaning.field.fact.template) return undefined;
  const { name } = meaning.field;
  if (name !== 'Parameters' && name !== 'Arguments') return undefined;
  const arn = fieldText(objects.at(-1)?.node, 'Resource');
  const resource = arn === undefined ? undefined : parseResource(arn);
  if (!arn || !resource) return undefined;
  const waitsForToken = 'pattern' in resource && resource.pattern === '.waitForTaskToken';
  return { arn, resource, depth: meaning.inside.length, waitsForToken };
}

function parametersOf(resource: Resource): Parameters {
  if (resource.kind !== 'optimized' && resource.kind !== 'http' && resource.kind !== 'aws-sdk') return NONE;
  const known = resource.kind === 'aws-sdk' ? undefined : optimizedIntegration(resource.service, resource.action);
  if (known)
    return { required: known.required, optional: known.parameters.filter((name) => !known.required.includes(name)) };
  if (resource.kind === 'optimized' && resource.service === 's3') return S3_PARAMETERS[resource.action] ?? NONE;
  return { required: sdkService(resource.service)?.actions.get(resource.action) ?? [], optional: [] };
}

function parameter(name: string, rank: number, arn: string, { language }: Place): Suggestion[] {
  const topic = { about: 'parameter' as const, arn, name };
  const detail = rank === RANK.required ? 'required parameter' : 'parameter';
  const base = { kind: ITEM_KIND.property, detail, topic };
  const isPayload = PAYLOADS.has(name);
  if (language === 'JSONata') {
    const value: Sketch = isPayload ? text('{% ', hole('$states.input'), ' %}') : text(hole());
    return [{ ...base, label: name, rank, insert: { as: 'member', key: name, value } }];
  }
  const path = isPayload ? text('$', hole()) : text('$.', hole());
  return [
    {
      ...base,
      label: name,
      rank: isPayload ? rank + 1 : rank,
      insert: { as: 'member', key: name, value: isPayload ? {} : text(hole()) },
    },
    {
      ...base,
      label: `${name}.$`,
      rank: isPayload ? rank : rank + 1,
      insert: { as: 'member', key: `${name}.$`, value: path },
      suggestAgain: true,
    },
  ];
}

/** Whoever is called back needs the token. */
function taskToken({ language }: Place, present: ReadonlySet<string>): Suggestions | undefined {
  if (present.has('TaskToken')) return undefined;
  const key = language === 'JSONata' ? 'TaskToken' : 'TaskToken.$';
  const value = language === 'JSONata' ? '{% $states.context.Task.Token %}' : '$$.Task.Token';
  return {
    items: [
      {
        label: key,
        kind: ITEM_KIND.property,
        detail: 'token of the callback',
        topic: { about: 'context', names: ['Task', 'Token'] },
        rank: RANK.first,
        insert: { as: 'member', key, value },
      },
    ],
  };
}

/** Values of a parameter: functions and state machines of the workspace, and the few enumerations of common integrations. */
function parameterValues({ value, position, workspace }: CompletionContext): Suggestions | undefined {
  const isParameter = value?.is === 'value' && value.inside.length === 1 && value.field.fact.template;
  if (!isParameter || position.token.content.startsWith('{%')) return undefined;
  const kind = REFERENCES[String(position.key)];
  const items = workspace.resources
    .filter((resource) => resource.kind === kind)
    .map(
      ({ name, reference, detail }): Suggestion => ({
        label: typeof reference === 'string' ? reference : name,
        kind: ITEM_KIND.reference,
        detail: `${name} ${detail}`,
        rank: RANK.first,
        insert: { as: 'value', value: reference },
      }),
    );
  const allowed = (VALUES[String(position.key)] ?? []).map(
    (allowedValue): Suggestion => ({
      label: allowedValue,
      kind: ITEM_KIND.enumeration,
      rank: RANK.likely,
      insert: { as: 'value', value: allowedValue },
    }),
  );
  return { items: [...items, ...allowed] };
}
