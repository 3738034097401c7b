import type { TaskRunner } from '../../interpreter/environment.ts';
import { awsRunner } from '../../tasks/aws/awsRunner.ts';
import { httpRunner } from '../../tasks/httpRunner.ts';
import type { LambdaFunction } from '../../tasks/lambda/lambdaFunction.ts';
import { lambdaRunner } from '../../tasks/lambda/lambdaRunner.ts';
import type { TaskConfiguration } from './taskConfiguration.ts';

export interface TaskSetup {
  /** In the order in which they are to be asked. */
  readonly runners: readonly TaskRunner[];
  /** Ends processes and connections. */
  close(): void;
}

export interface TaskSetupOptions {
  /** Functions beside those of the configuration: of templates, asked at every call. */
  readonly functionNamed?: (name: string) => LambdaFunction | undefined;
  /** Takes lines for the console: what handlers print, and every call that leaves this machine. */
  readonly log: (line: string) => void;
  readonly region?: string;
  readonly account?: string;
}

/** The runners of real tasks that a configuration allows: local functions first, then HTTP, then AWS. */
export function taskRunners(configuration: TaskConfiguration, options: TaskSetupOptions): TaskSetup {
  const { functions, aws, connections } = configuration;
  const byName = new Map(functions.map((lambda) => [lambda.name, lambda]));
  const lambda = lambdaRunner({
    functionNamed: (name) => byName.get(name) ?? options.functionNamed?.(name),
    output: ({ state, text }) => options.log(`[${state}] ${text}`),
    region: options.region,
    account: options.account,
  });
  const calls = aws && awsRunner({ configuration: aws, log: options.log });
  return {
    runners: [
      lambda,
      ...(connections ? [httpRunner({ connections, log: options.log, region: options.region })] : []),
      ...(calls ? [calls] : []),
    ],
    close: () => {
      lambda.close();
      calls?.close();
    },
  };
}
