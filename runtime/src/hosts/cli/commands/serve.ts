import path from 'node:path';
import { type Debugging, type Endpoint, startEndpoint } from '../../endpoint/endpoint.ts';
import type { ClockMode } from '../../endpoint/executions/runClock.ts';
import { MockSource } from '../../endpoint/mockSource.ts';
import { type WatchedDefinitions, watchDefinitions } from '../../endpoint/watchedDefinitions.ts';
import { type TaskSetup, taskRunners } from '../../taskSetup/taskRunners.ts';
import type { ParsedArguments } from '../arguments.ts';
import { CliError, type Command, ExitCode } from '../command.ts';
import {
  CONFIG_OPTION,
  INSTALL_SDK_OPTION,
  OBJECTS_OPTION,
  objectFolderOf,
  readConfiguration,
  sdksOf,
} from '../taskOptions.ts';
import type { Terminal } from '../terminal.ts';

const DEFAULT_PORT = 8083;
const DEFAULT_DATA = '.stepwise';

export const serveCommand: Command = {
  name: 'serve',
  summary: 'serves the Step Functions API on this machine, for the AWS CLI, boto3 and every SDK',
  operands: '[FILE...]',
  options: [
    { name: 'port', value: 'PORT', description: `port on 127.0.0.1; ${DEFAULT_PORT} by default` },
    { name: 'data', value: 'FOLDER', description: `where executions are kept; ${DEFAULT_DATA} by default` },
    { name: 'memory', description: 'keeps nothing: everything is forgotten when the server stops' },
    {
      name: 'clock',
      value: 'CLOCK',
      choices: ['real', 'virtual'],
      description: 'real (default); virtual: waits and retries take no time',
    },
    {
      name: 'wait-time-scale',
      value: 'FACTOR',
      description: 'factor on every wait: 0.1 makes ten seconds one (WAIT_TIME_SCALE)',
    },
    {
      name: 'mocks',
      value: 'FILE',
      description: 'MockConfigFile; start an execution with ARN#TestCase (SFN_MOCK_CONFIG)',
    },
    CONFIG_OPTION,
    INSTALL_SDK_OPTION,
    OBJECTS_OPTION,
    { name: 'region', value: 'REGION', description: 'region of ARNs; us-east-1 (AWS_DEFAULT_REGION)' },
    { name: 'account', value: 'ID', description: 'account of ARNs; 123456789012 (AWS_ACCOUNT_ID)' },
  ],
  notes: [
    'State machines of FILEs (definitions, SAM or CloudFormation templates) are created and follow the files; handlers of a template run as its tasks.',
    'Example:',
    '  stepwise serve order.asl.json --mocks mocks.json',
    '  aws stepfunctions --endpoint-url http://127.0.0.1:8083 list-state-machines',
    '',
    'Nothing is sent to AWS unless --config says so. Executions go on after a crash or restart.',
  ],
  async run(args, terminal, signal) {
    const log = (line: string) => terminal.out(`${line}\n`);
    const configuration = await readConfiguration(args);
    let watched: WatchedDefinitions | undefined;
    const functionNamed = (name: string) => watched?.functionNamed(name);
    const setup = taskRunners(configuration, {
      functionNamed,
      debug: (call) => debugging.debugOf(call),
      log,
      sdks: sdksOf(args, log),
      objectFolder: objectFolderOf(args),
      region: regionOf(args),
      account: accountOf(args),
    });
    // The debugger is large, and no other command needs it.
    const { debugChannel } = await import('../../endpoint/debug/channel.ts');
    const debugging = debugChannel({
      dataFolder: dataFolderOf(args),
      fileOf: (arn) => watched?.fileOf(arn),
      isLocalFunction: (name) =>
        functionNamed(name) !== undefined || configuration.functions.some((lambda) => lambda.name === name),
    });
    const endpoint = await start(args, terminal, setup, debugging).catch((error: unknown) => {
      debugging.close();
      throw error;
    });
    log(`Step Functions API on ${terminal.style.bold(endpoint.url)}`);
    if (endpoint.resumed > 0) log(`${endpoint.resumed} executions go on where they were.`);
    watched = await watchDefinitions({ service: endpoint.service, files: args.operands, log });
    await aborted(signal);
    watched.close();
    await endpoint.close();
    await setup.close();
    return ExitCode.success;
  },
};

async function start(
  args: ParsedArguments,
  terminal: Terminal,
  setup: TaskSetup,
  debugging: Debugging,
): Promise<Endpoint> {
  const mockFile = args.get('mocks') ?? process.env.SFN_MOCK_CONFIG;
  const mocks = mockFile === undefined ? undefined : new MockSource(path.resolve(mockFile));
  try {
    return await startEndpoint({
      port: readNumber(args.get('port'), '--port') ?? DEFAULT_PORT,
      region: regionOf(args),
      account: accountOf(args),
      dataFolder: dataFolderOf(args),
      debugging,
      clock: readClock(args),
      objects: setup.objects,
      tasks: () => setup.runners,
      mocks: mocks && ((machine, testCase) => mocks.runnersFor(machine, testCase)),
      log: (line) => terminal.error(`${line}\n`),
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE') throw new CliError(message);
    throw new CliError(
      `Port ${args.get('port') ?? DEFAULT_PORT} is taken. Stop what listens there, or give another --port.`,
    );
  }
}

function dataFolderOf(args: ParsedArguments): string | undefined {
  return args.has('memory') ? undefined : path.resolve(args.get('data') ?? DEFAULT_DATA);
}

function regionOf(args: ParsedArguments): string | undefined {
  return args.get('region') ?? process.env.AWS_DEFAULT_REGION;
}

function accountOf(args: ParsedArguments): string | undefined {
  return args.get('account') ?? process.env.AWS_ACCOUNT_ID;
}

function readClock(args: ParsedArguments): ClockMode {
  const factor = readNumber(args.get('wait-time-scale') ?? process.env.WAIT_TIME_SCALE, '--wait-time-scale') ?? 1;
  // A wait of no time at all is what the virtual clock is for.
  if (args.get('clock') === 'virtual' || factor === 0) return { mode: 'virtual' };
  return { mode: 'real', scale: 1 / factor };
}

function readNumber(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+(\.\d+)?$/.test(text)) throw new CliError(`${option} is a number, not "${text}".`);
  return Number(text);
}

/** Resolves when the command is to end. */
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
