import path from 'node:path';
import type { SdkStore } from '../../tasks/aws/sdkLoader.ts';
import { FileProblem } from '../files/fileProblem.ts';
import { readDefinitionDocument, readJsonFile } from '../files/jsonFile.ts';
import { ConfigurationProblem } from '../taskSetup/functionConfiguration.ts';
import { existingSdks, installingSdks } from '../taskSetup/sdkStore.ts';
import { NO_TASKS, readTaskConfiguration, type TaskConfiguration } from '../taskSetup/taskConfiguration.ts';
import { type TaskSetup, taskRunners } from '../taskSetup/taskRunners.ts';
import { templateFunctions } from '../taskSetup/templateFunctions.ts';
import type { OptionSpec, ParsedArguments } from './arguments.ts';
import { CliError } from './command.ts';
import { describeFileProblem } from './report.ts';
import type { Terminal } from './terminal.ts';

export const CONFIG_OPTION: OptionSpec = {
  name: 'config',
  value: 'FILE',
  description: 'what tasks may do for real: {"functions", "aws", "connections"}',
};

export const OBJECTS_OPTION: OptionSpec = {
  name: 'objects',
  value: 'FOLDER',
  description: 'files that stand in for S3, FOLDER/BUCKET/KEY',
};

export const INSTALL_SDK_OPTION: OptionSpec = {
  name: 'install-sdk',
  description: "lets npm install clients of the AWS SDK that tasks need and the project has not, in the user's cache",
};

/** Where tasks find clients of the AWS SDK beside the project's own. */
export function sdksOf(args: ParsedArguments, log: (line: string) => void): SdkStore {
  return args.has('install-sdk') ? installingSdks(log) : existingSdks();
}

/** The folder that --objects names, or `s3` here. */
export function objectFolderOf(args: ParsedArguments): string {
  return path.resolve(args.get('objects') ?? 's3');
}

/** The configuration that --config names; without it no task does anything for real. */
export async function readConfiguration(args: ParsedArguments): Promise<TaskConfiguration> {
  const file = args.get('config');
  if (file === undefined) return NO_TASKS;
  const read = await readJsonFile(file);
  if (read instanceof FileProblem) throw new CliError(describeFileProblem(read));
  const configuration = readTaskConfiguration(read.value, path.dirname(path.resolve(file)));
  if (configuration instanceof ConfigurationProblem) throw new CliError(`${file}: ${configuration.message}`);
  return configuration;
}

/** Runners for what --config allows and, with --functions, for the handlers that a template declares. */
export async function localTasks(args: ParsedArguments, file: string, terminal: Terminal): Promise<TaskSetup> {
  const configuration = await readConfiguration(args);
  const document = args.has('functions') ? await readDefinitionDocument(file) : undefined;
  const functions =
    document && !(document instanceof FileProblem) ? templateFunctions(path.resolve(file), document) : [];
  const log = (line: string) => terminal.error(`${line}\n`);
  return taskRunners(configuration, {
    functionNamed: (name) => functions.find((candidate) => candidate.name === name),
    log,
    sdks: sdksOf(args, log),
    objectFolder: objectFolderOf(args),
  });
}
