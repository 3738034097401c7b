import { isObject, type Json } from '../../asl/json.ts';
import type { AwsConfiguration } from '../../tasks/aws/awsClients.ts';
import { type Connection, readConnections } from '../../tasks/httpConnections.ts';
import type { LambdaFunction } from '../../tasks/lambda/lambdaFunction.ts';
import { ConfigurationProblem, readFunctions } from './functionConfiguration.ts';

/** What real tasks may do: nothing that is not written here. */
export interface TaskConfiguration {
  readonly functions: readonly LambdaFunction[];
  /** Present where tasks may call AWS, or services that stand in for it. */
  readonly aws?: AwsConfiguration;
  /** Connections of HTTP tasks by name or ARN. Present where HTTP tasks may call out. */
  readonly connections?: ReadonlyMap<string, Connection>;
}

export const NO_TASKS: TaskConfiguration = { functions: [] };

const MEMBERS = ['functions', 'aws', 'connections'];

/** Reads a configuration; paths in it are relative to `folder`. */
export function readTaskConfiguration(value: Json, folder: string): TaskConfiguration | ConfigurationProblem {
  if (!isObject(value)) return new ConfigurationProblem('The configuration must be an object.');
  const unknown = Object.keys(value).find((member) => !MEMBERS.includes(member));
  if (unknown) return new ConfigurationProblem(`There is no "${unknown}". There is: ${MEMBERS.join(', ')}.`);
  const functions = readFunctions(value.functions ?? {}, folder);
  if (functions instanceof ConfigurationProblem) return functions;
  const aws = readAws(value.aws, folder);
  if (aws instanceof ConfigurationProblem) return aws;
  const connections = value.connections === undefined ? undefined : readConnections(value.connections);
  if (typeof connections === 'string') return new ConfigurationProblem(connections);
  return { functions, aws, connections };
}

/** `aws`: true, or {profile, region, endpoint, endpoints}. */
function readAws(value: Json | undefined, folder: string): AwsConfiguration | undefined | ConfigurationProblem {
  if (value === undefined || value === false) return undefined;
  if (value === true) return { folder };
  if (!isObject(value)) return new ConfigurationProblem('"aws" must be true, false or an object.');
  const { profile, region, endpoint, endpoints, ...rest } = value;
  const [unknown] = Object.keys(rest);
  if (unknown)
    return new ConfigurationProblem(`aws has no "${unknown}". It may have: profile, region, endpoint, endpoints.`);
  for (const [name, member] of Object.entries({ profile, region, endpoint })) {
    if (member !== undefined && typeof member !== 'string')
      return new ConfigurationProblem(`aws.${name} must be a text.`);
  }
  const urls = endpoints ?? {};
  if (!isObject(urls) || !Object.values(urls).every((url) => typeof url === 'string')) {
    return new ConfigurationProblem('aws.endpoints must be an object of URLs by service.');
  }
  return { folder, profile, region, endpoint, endpoints: urls } as AwsConfiguration;
}
