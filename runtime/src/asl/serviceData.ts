import optimizedData from './data/optimizedIntegrations.json' with { type: 'json' };
import sdkData from './data/sdkServices.json' with { type: 'json' };
import type { IntegrationPattern } from './resources.ts';

/** An integration with an ARN of its own: `arn:aws:states:::sqs:sendMessage`. */
export interface OptimizedIntegration {
  readonly service: string;
  readonly action: string;
  readonly patterns: readonly IntegrationPattern[];
  /** Parameters without which the service refuses the call. */
  readonly required: readonly string[];
  readonly parameters: readonly string[];
  /** No parameters exist beyond the listed ones. Otherwise the list is what the API of the service takes. */
  readonly complete: boolean;
  /** First part of its error names: `SQS` in `SQS.AmazonSQSException`. */
  readonly errorPrefix: string;
}

/** A service as AWS SDK integrations see it. */
export interface SdkService {
  /** `s3` in `arn:aws:states:::aws-sdk:s3:getObject`. */
  readonly prefix: string;
  readonly errorPrefix: string;
  /** Error name of failures the API does not model. */
  readonly genericError: string;
  /** Error names of modelled failures. */
  readonly errors: readonly string[];
  /** Required parameters by action. */
  readonly actions: ReadonlyMap<string, readonly string[]>;
}

/** Parameters that the lists lack, although the service takes them (recorded). */
const FURTHER_PARAMETERS: Readonly<Record<string, readonly string[]>> = { 'lambda:invoke': ['LogType'] };

/** All optimized integrations, HTTP tasks included. */
export const OPTIMIZED_INTEGRATIONS: readonly OptimizedIntegration[] = (
  optimizedData as readonly OptimizedIntegration[]
).map((known) => {
  const further = FURTHER_PARAMETERS[`${known.service}:${known.action}`] ?? [];
  const required = known.required.filter(isToBeGiven);
  return { ...known, required, parameters: [...known.parameters, ...further] };
});

/** Tokens that make a call idempotent are required by some APIs, and made by the SDK when nobody gives one. */
function isToBeGiven(parameter: string): boolean {
  return !/^(?:Client(?:Request)?Token|IdempotencyToken)$/i.test(parameter);
}

/** Calls that need one of several parameters. */
export const ALTERNATIVE_PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  'sns:publish': ['TopicArn', 'TargetArn', 'PhoneNumber'],
  'http:invoke': ['Authentication', 'InvocationConfig'],
};

/** Services that are known to have optimized integrations whose actions are not known. */
export const SERVICES_WITHOUT_ACTIONS: ReadonlySet<string> = new Set(['bedrock-agentcore']);

/** Finds an optimized integration, for instance `('sqs', 'sendMessage')`. */
export function optimizedIntegration(service: string, action: string): OptimizedIntegration | undefined {
  return OPTIMIZED_INTEGRATIONS.find((known) => known.service === service && known.action === action);
}

/** Names of the services that have optimized integrations. */
export function optimizedServices(): string[] {
  return [...new Set(OPTIMIZED_INTEGRATIONS.map((known) => known.service))];
}

/** Names of all services the SDK integrations know. A superset of what the service offers in one region. */
export function sdkPrefixes(): string[] {
  return [...lines().keys()];
}

/** A service by its SDK name, or undefined when it is unknown here (it may still be newer than these data). */
export function sdkService(prefix: string): SdkService | undefined {
  const known = decoded.get(prefix);
  if (known) return known;
  const line = lines().get(prefix);
  if (line === undefined) return undefined;
  const service = decode(line);
  decoded.set(prefix, service);
  return service;
}

const decoded = new Map<string, SdkService>();
let lineOf: Map<string, string> | undefined;
let parameterNames: string[] | undefined;

/** One service per line: `prefix|errorPrefix|genericError|errors|actions`. Cut once, decoded service by service. */
function lines(): Map<string, string> {
  lineOf ??= new Map(sdkData.services.split('\n').map((line) => [line.slice(0, line.indexOf('|')), line]));
  return lineOf;
}

/** An action is its name and the numbers (base 36) of its required parameters: `putItem 4 2k`. Errors leave out `Exception`. */
function decode(line: string): SdkService {
  const [prefix, errorPrefix, generic, errors, actions] = line.split('|') as [string, string, string, string, string];
  parameterNames ??= sdkData.parameters.split(' ');
  const names = parameterNames;
  return {
    prefix,
    errorPrefix,
    genericError: `${errorPrefix}.${generic}`,
    errors: errors === '' ? [] : errors.split(' ').map((error) => `${errorPrefix}.${error}Exception`),
    actions: new Map(
      actions.split(',').map((entry) => {
        const [action, ...numbers] = entry.split(' ') as [string, ...string[]];
        return [action, numbers.map((number) => names[Number.parseInt(number, 36)]!).filter(isToBeGiven)];
      }),
    ),
  };
}
