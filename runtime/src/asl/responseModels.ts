import models from './data/responseModels.json' with { type: 'json' };

/** The shape of an API response as Step Functions shows it: PascalCase members, blobs and timestamps as text. */
export interface OutputShape {
  readonly type: 'object' | 'array' | 'map' | 'string' | 'boolean' | 'integer' | 'number';
  /** Least number, or least length of text. */
  readonly minimum?: number;
  readonly maximum?: number;
  /** The only texts allowed. */
  readonly values?: readonly string[];
  /** Members of an object. Shapes may be recursive, so they are looked up when asked for. */
  readonly members?: ReadonlyMap<string, OutputMember>;
  /** Items of an array or values of a map. */
  element?(): OutputShape | undefined;
}

export interface OutputMember {
  readonly required: boolean;
  /** Undefined for free JSON. */
  shape(): OutputShape | undefined;
}

/**
 * The response of a call. `service` and `action` as in the ARN, without pattern; `kind` tells whose naming they follow. Undefined
 * when the response is empty or the service is not modelled here.
 */
export function outputShape(kind: 'optimized' | 'aws-sdk', service: string, action: string): OutputShape | undefined {
  const prefix = kind === 'aws-sdk' ? service : (SDK_NAMES[service] ?? service.replaceAll('-', ''));
  const operation = action.charAt(0).toUpperCase() + action.slice(1);
  const number = operations()
    .get(prefix)
    ?.get(RENAMED[`${prefix}:${operation}`] ?? operation);
  if (number === undefined) return undefined;
  const shape = shapeAt(number);
  return kind === 'optimized' ? withParsedMembers(shape, `${service}:${action}`) : shape;
}

/** Services whose connector is named differently from the SDK. */
const SDK_NAMES: Readonly<Record<string, string>> = { states: 'sfn', events: 'eventbridge', elasticmapreduce: 'emr' };
/** Connector actions that call an operation of another name. */
const RENAMED: Readonly<Record<string, string>> = {
  'emr:CreateCluster': 'RunJobFlow',
  'emr:AddStep': 'AddJobFlowSteps',
  'emr:TerminateCluster': 'TerminateJobFlows',
};
/** Members that the optimized integration parses: any JSON may stand there. */
const PARSED_MEMBERS: Readonly<Record<string, readonly string[]>> = { 'lambda:invoke': ['Payload'] };
const TYPES = {
  '{': 'object',
  '[': 'array',
  m: 'map',
  s: 'string',
  b: 'boolean',
  i: 'integer',
  n: 'number',
} as const;

let operationNumbers: Map<string, Map<string, number>> | undefined;
let shapeLines: string[] | undefined;
const shapes = new Map<number, OutputShape>();

function withParsedMembers(shape: OutputShape, call: string): OutputShape {
  const parsed = PARSED_MEMBERS[call];
  if (!parsed || !shape.members) return shape;
  const members = new Map(shape.members);
  for (const name of parsed) members.set(name, { required: false, shape: () => undefined });
  return { ...shape, members };
}

/** One service per line: `prefix|Operation shape,Operation shape`, shape numbers in base 36. */
function operations(): Map<string, Map<string, number>> {
  operationNumbers ??= new Map(
    models.operations.split('\n').map((line) => {
      const [prefix, list] = line.split('|') as [string, string];
      const entries = list.split(',').map((entry) => entry.split(' ') as [string, string]);
      return [prefix, new Map(entries.map(([name, number]) => [name, Number.parseInt(number, 36)]))];
    }),
  );
  return operationNumbers;
}

/** One shape per line: `type;minimum;maximum;values|members`, a member is `Name shape` or `Name! shape` when required. */
function shapeAt(number: number): OutputShape {
  const known = shapes.get(number);
  if (known) return known;
  shapeLines ??= models.shapes.split('\n');
  const [facts, members = ''] = shapeLines[number]!.split('|') as [string, string?];
  const [letter, minimum, maximum, values] = facts.split(';') as [keyof typeof TYPES, string?, string?, string?];
  const type = TYPES[letter];
  const shape: OutputShape = {
    type,
    ...(minimum ? { minimum: Number(minimum) } : {}),
    ...(maximum ? { maximum: Number(maximum) } : {}),
    ...(values ? { values: values.split(' ') } : {}),
    ...(type === 'object' ? { members: membersOf(members) } : {}),
    ...(members && type !== 'object' ? { element: () => shapeAt(Number.parseInt(members, 36)) } : {}),
  };
  shapes.set(number, shape);
  return shape;
}

function membersOf(text: string): Map<string, OutputMember> {
  const entries = text === '' ? [] : text.split(',').map((entry) => entry.split(' ') as [string, string]);
  return new Map(
    entries.map(([name, number]) => [
      name.replace('!', ''),
      { required: name.endsWith('!'), shape: () => shapeAt(Number.parseInt(number, 36)) },
    ]),
  );
}
