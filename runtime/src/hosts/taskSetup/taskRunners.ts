import type { ObjectStore, TaskRunner } from '../../interpreter/environment.ts';
import { AwsClients } from '../../tasks/aws/awsClients.ts';
import { awsRunner } from '../../tasks/aws/awsRunner.ts';
import { layeredObjects, s3Objects } from '../../tasks/aws/s3Objects.ts';
import type { SdkStore } from '../../tasks/aws/sdkLoader.ts';
import { httpRunner } from '../../tasks/httpRunner.ts';
import type { LambdaFunction } from '../../tasks/lambda/lambdaFunction.ts';
import { type LambdaRunnerOptions, lambdaRunner } from '../../tasks/lambda/lambdaRunner.ts';
import { objectFolder } from '../../tasks/objectFolder.ts';
import { existingSdks } from './sdkStore.ts';
import type { TaskConfiguration } from './taskConfiguration.ts';

export interface TaskSetup {
  /** In the order in which they are to be asked. */
  readonly runners: readonly TaskRunner[];
  /** What ItemReader and ResultWriter work with: files, and S3 for buckets that have no folder. */
  readonly objects: ObjectStore;
  /** Ends processes and connections. Resolves when everything that handlers printed has been logged. */
  close(): Promise<void>;
}

export interface TaskSetupOptions {
  /** Functions beside those of the configuration: of templates, asked at every call. */
  readonly functionNamed?: (name: string) => LambdaFunction | undefined;
  /** Takes lines for the console: what handlers print, and every call that leaves this machine. */
  readonly log: (line: string) => void;
  /** Whether, and how, the handler of a call is debugged. */
  readonly debug?: LambdaRunnerOptions['debug'];
  /** Where clients of the AWS SDK are that the project has not; those that were installed before by default. */
  readonly sdks?: SdkStore;
  /** Folder of files that stand in for S3. */
  readonly objectFolder: string;
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
    debug: options.debug,
  });
  const clients = aws && new AwsClients({ store: options.sdks ?? existingSdks(), ...aws }, options.log);
  const files = objectFolder(options.objectFolder);
  return {
    runners: [
      lambda,
      ...(connections ? [httpRunner({ connections, log: options.log, region: options.region })] : []),
      ...(clients ? [awsRunner({ clients, log: options.log })] : []),
    ],
    objects: clients ? layeredObjects(files, s3Objects(clients)) : files,
    close: async () => {
      clients?.close();
      await lambda.close();
    },
  };
}
