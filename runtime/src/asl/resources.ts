/** What the `Resource` of a Task, an ItemReader or a ResultWriter names. */

/** How the execution waits for the work: `''` for the response, `.sync` for the job, `.waitForTaskToken` for a callback. */
export type IntegrationPattern = '' | '.sync' | '.sync:2' | '.waitForTaskToken';

export type Resource = LambdaResource | ActivityResource | IntegrationResource | PlaceholderResource | OtherResource;

export interface LambdaResource {
  readonly kind: 'lambda';
  readonly arn: string;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly functionName: string;
  readonly qualifier?: string;
}

export interface ActivityResource {
  readonly kind: 'activity';
  readonly arn: string;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly activityName: string;
}

/** An optimized integration, an AWS SDK integration (`aws-sdk`), or an HTTP task (`http`). */
export interface IntegrationResource {
  readonly kind: 'optimized' | 'aws-sdk' | 'http';
  readonly arn: string;
  readonly partition: string;
  /** `sqs`, for an SDK integration the SDK's name of the service (`s3`, `sfn`). */
  readonly service: string;
  /** `sendMessage`, without the pattern. */
  readonly action: string;
  readonly pattern: IntegrationPattern;
  /** As in history events: `sqs`, `aws-sdk:s3`. */
  readonly resourceType: string;
  /** As in history events: `sendMessage.waitForTaskToken`. */
  readonly resource: string;
}

/** The deciding part is a `${Substitution}`: nothing can be said before deployment. */
export interface PlaceholderResource {
  readonly kind: 'placeholder';
  readonly arn: string;
}

/** A well-formed ARN of something a task cannot be. */
export interface OtherResource {
  readonly kind: 'other';
  readonly arn: string;
}

/** Patterns an integration ARN can end in, longest first. */
export const INTEGRATION_PATTERNS: readonly IntegrationPattern[] = ['.waitForTaskToken', '.sync:2', '.sync'];

const PLACEHOLDER = /\$\{[^{}]*\}/g;
/** How other template tools mark a text that they replace as a whole: `_NAME_`, `<name>`, `%NAME%`, `{{ name }}`, `@NAME@`. */
const OTHER_PLACEHOLDER = /^(?:_+[A-Za-z][A-Za-z0-9_]*_|<[^<>]+>|%[^%]+%|\{\{.*\}\}|@[A-Z_]+@)$/;

/**
 * Reads a `Resource`. `${Substitution}` placeholders may stand for any part. Undefined when the text is no ARN at all.
 * The split into `resourceType` and `resource` is the one recorded in history events of AWS.
 */
export function parseResource(arn: string): Resource | undefined {
  const parts = splitArn(arn);
  if (OTHER_PLACEHOLDER.test(arn)) return { kind: 'placeholder', arn };
  if (parts.length === 1 && isPlaceholder(parts[0]!)) return { kind: 'placeholder', arn };
  if (parts[0] !== 'arn') return startsWithPlaceholder(arn) ? { kind: 'placeholder', arn } : undefined;
  if (parts.length < 6) return arn.includes('${') ? { kind: 'placeholder', arn } : undefined;
  const [, partition, namespace, region, account] = parts as [string, string, string, string, string];
  const rest = parts.slice(5);
  const place = { arn, partition, region, account };
  if (!/^aws(-[a-z]+)*$/.test(partition) && !partition.includes('${')) return undefined;
  if (namespace === 'lambda') return lambdaResource(rest, place);
  if (namespace !== 'states') return { kind: isPlaceholder(namespace) ? 'placeholder' : 'other', arn };
  if (rest[0] === 'activity' && rest[1] && account) return { kind: 'activity', ...place, activityName: rest[1] };
  if (account && OWN_RESOURCES.has(rest[0]!)) return { kind: 'other', arn };
  return integrationResource(arn, partition, rest);
}

/** What an account has of Step Functions itself, and no Task can be. */
const OWN_RESOURCES: ReadonlySet<string> = new Set(['stateMachine', 'execution', 'express', 'mapRun', 'activity']);

/** `${Name}` that stands for the whole part. */
export function isPlaceholder(text: string): boolean {
  return /^(\$\{[^{}]*\})+$/.test(text);
}

/** The action and the pattern of the last part of an integration ARN: `startExecution.sync:2`. */
export function splitPattern(text: string): { action: string; pattern: IntegrationPattern } {
  const pattern = INTEGRATION_PATTERNS.find((candidate) => text.endsWith(candidate)) ?? '';
  return { action: text.slice(0, text.length - pattern.length), pattern };
}

function lambdaResource(
  rest: readonly string[],
  place: Pick<LambdaResource, 'arn' | 'partition' | 'region' | 'account'>,
): Resource {
  if (isPlaceholder(rest[0]!)) return { kind: 'placeholder', arn: place.arn };
  if (rest[0] !== 'function' || !rest[1]) return { kind: 'other', arn: place.arn };
  return { kind: 'lambda', ...place, functionName: rest[1], ...(rest[2] ? { qualifier: rest[2] } : {}) };
}

function integrationResource(arn: string, partition: string, rest: readonly string[]): Resource {
  const isSdk = rest[0] === 'aws-sdk';
  const [service, ...actionParts] = isSdk ? rest.slice(1) : rest;
  const resource = actionParts.join(':');
  if (!service || !resource) return { kind: arn.includes('${') ? 'placeholder' : 'other', arn };
  if (service.includes('${') || resource.includes('${')) return { kind: 'placeholder', arn };
  const kind = isSdk ? 'aws-sdk' : service === 'http' ? 'http' : 'optimized';
  const resourceType = isSdk ? `aws-sdk:${service}` : service;
  return { kind, arn, partition, service, ...splitPattern(resource), resourceType, resource };
}

/** Splits at colons, but not at those inside a placeholder such as `${AWS::Partition}`. */
function splitArn(arn: string): string[] {
  const kept: string[] = [];
  const masked = arn.replace(PLACEHOLDER, (placeholder) => {
    kept.push(placeholder);
    return '\u0000';
  });
  return masked.split(':').map((part) => part.replace(/\u0000/g, () => kept.shift()!));
}

function startsWithPlaceholder(arn: string): boolean {
  return /^\$\{[^{}]*\}/.test(arn);
}
