import type { Json } from '../../../asl/json.ts';
import type { HistoryEvent } from '../../../history/api.ts';
import { runExecution } from '../../../index.ts';
import type { Mocks } from '../../../tasks/mocked.ts';
import { ValidationContext } from '../../../validation/context.ts';
import { validate } from '../../../validation/index.ts';
import { buildExecutionTree } from '../../executionTree/buildTree.ts';
import { compileDefinition } from '../../files/compileDefinition.ts';
import { type LoadedDefinition, loadDefinition } from '../../files/definitionFile.ts';
import { FileProblem } from '../../files/fileProblem.ts';
import { parseJsonText } from '../../files/jsonFile.ts';
import { loadMocks } from '../../files/mockFile.ts';
import { readTextFile } from '../../files/textFile.ts';
import type { ParsedArguments } from '../arguments.ts';
import { CliError, type Command, ExitCode } from '../command.ts';
import { writeHistoryFile } from '../historyFile.ts';
import { mapProgress } from '../progress.ts';
import { counted, describeDiagnostic, describeFileProblem } from '../report.ts';
import { CONFIG_OPTION, INSTALL_SDK_OPTION, localTasks, OBJECTS_OPTION } from '../taskOptions.ts';
import type { Terminal } from '../terminal.ts';
import { clockText } from '../timeline/durations.ts';
import { failureText, renderTimeline } from '../timeline/timeline.ts';
import { cut, printable } from '../timeline/values.ts';

/** Bytes of input that StartExecution accepts. */
const MAXIMUM_INPUT_BYTES = 262_144;

/** What stands before a file's name where a value is expected. */
const FILE_PREFIX = 'file://';

/** Lines of the output that are shown without --full. */
const SHOWN_LINES = 60;

/** Lines of the output are cut to the terminal, but never shorter than this. */
const MINIMUM_COLUMNS = 80;

export const runCommand: Command = {
  name: 'run',
  summary: 'runs a state machine and shows what it did',
  operands: 'FILE',
  options: [
    { name: 'input', value: 'JSON', description: 'input of the execution, or file://FILE; {} by default' },
    { name: 'input-file', value: 'FILE', description: 'file with the input; - reads standard input' },
    {
      name: 'mocks',
      value: 'FILE',
      description: 'answers of tasks: a MockConfigFile of Step Functions Local, or {state: {"0": {"Return": ...}}}',
    },
    { name: 'test-case', value: 'NAME', description: 'test case of the mock file' },
    { name: 'state-machine', value: 'LOGICAL_ID', description: 'state machine of a template with several' },
    {
      name: 'type',
      value: 'TYPE',
      choices: ['STANDARD', 'EXPRESS'],
      description: 'type of the state machine; STANDARD by default',
    },
    {
      name: 'clock',
      value: 'CLOCK',
      choices: ['virtual', 'real'],
      description: 'virtual (default): waits and retries take no time',
    },
    {
      name: 'seed',
      value: 'NUMBER',
      description: 'seed of random numbers and ids; the same seed gives the same history',
    },
    {
      name: 'format',
      value: 'FORMAT',
      choices: ['pretty', 'json'],
      description: 'json: {status, output, error, cause, events}',
    },
    { name: 'history', value: 'FILE', description: 'writes the history as GetExecutionHistory gives it' },
    { name: 'functions', description: 'runs Lambda tasks by the handlers that the template declares, on this machine' },
    CONFIG_OPTION,
    INSTALL_SDK_OPTION,
    OBJECTS_OPTION,
    { name: 'full', description: 'shows values whole and every iteration of a Map' },
  ],
  notes: [
    'Example:',
    '  stepwise run order.asl.json --input \'{"id": 1}\' --mocks mocks.json --test-case HappyPath',
    '',
    'Mocks come first, then local functions. Nothing is sent to AWS unless --config says so; a task that nothing answers fails and says so.',
  ],
  async run(args, terminal, signal) {
    const file = args.operands[0];
    if (file === undefined || args.operands.length > 1)
      throw new CliError('run needs exactly one FILE: a definition or a template.');
    const loaded = await usable(loadDefinition(file, { stateMachine: args.get('state-machine') }));
    const type = (args.get('type') as 'STANDARD' | 'EXPRESS' | undefined) ?? loaded.type ?? 'STANDARD';
    const machine = compileDefinition(loaded, type);
    if (machine instanceof FileProblem) return refuse(loaded, type, machine, terminal);
    const input = await readInput(args, terminal);
    const mocks = await readMocks(args, loaded);
    warnAboutUnknownStates(loaded, mocks, terminal);
    const tasks = await localTasks(args, file, terminal);
    const result = await runExecution({
      machine,
      input,
      type,
      stateMachineArn: stateMachineArn(loaded.name),
      mocks,
      tasks: tasks.runners,
      // Without either option nothing is read from or written to this folder's files.
      objects: args.has('objects') || args.has('config') ? tasks.objects : undefined,
      clock: args.get('clock') === 'real' ? 'real' : 'virtual',
      seed: readSeed(args),
      observers: [mapProgress(terminal)],
      signal,
    }).finally(() => tasks.close());
    terminal.progress();
    if (args.get('format') === 'json') printJson(result, terminal);
    else printPretty(loaded, type, result, args, terminal);
    const historyFile = args.get('history');
    if (historyFile !== undefined) await writeHistoryFile(historyFile, result.events);
    return result.status === 'SUCCEEDED' ? ExitCode.success : ExitCode.failure;
  },
};

interface ExecutionResult {
  readonly status: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly events: readonly HistoryEvent[];
}

/** The value, or the problem as a message that ends the command. */
async function usable<T>(loading: Promise<T | FileProblem>): Promise<T> {
  const loaded = await loading;
  if (loaded instanceof FileProblem) throw new CliError(describeFileProblem(loaded));
  return loaded;
}

/** The name shows in the context object and in ARNs; there it may only hold what AWS allows in names. */
function stateMachineArn(name: string): string {
  return `arn:aws:states:us-east-1:123456789012:stateMachine:${name.replace(/[^\w-]/g, '-').slice(0, 80)}`;
}

/** Prints every error of a definition that cannot be run. */
function refuse(
  loaded: LoadedDefinition,
  type: 'STANDARD' | 'EXPRESS',
  problem: FileProblem,
  terminal: Terminal,
): ExitCode {
  const { file, document } = loaded;
  const errors = validate(document, { type }).filter(({ severity }) => severity === 'error');
  for (const error of errors) terminal.error(`${describeDiagnostic(file, document, error, terminal.style)}\n\n`);
  const reason = errors.length > 0 ? 'The definition is not valid' : describeFileProblem(problem);
  terminal.error(`${terminal.style.red('error:')} ${reason.replace(/\.$/, '')}; nothing was run.\n`);
  return ExitCode.failure;
}

async function readInput(args: ParsedArguments, terminal: Terminal): Promise<Json> {
  const given = args.get('input');
  // As the AWS CLI takes it.
  const named = given?.startsWith(FILE_PREFIX) ? given.slice(FILE_PREFIX.length) : undefined;
  const inline = named === undefined ? given : undefined;
  const file = args.get('input-file') ?? named;
  if (given !== undefined && args.get('input-file') !== undefined)
    throw new CliError('Give --input or --input-file, not both.');
  if (inline === undefined && file === undefined) return {};
  const name = file === undefined ? '--input' : file === '-' ? 'standard input' : file;
  const text = inline ?? (file === '-' ? await terminal.readInput() : await usable(readTextFile(file!)));
  const bytes = Buffer.byteLength(text.trim());
  if (bytes > MAXIMUM_INPUT_BYTES) {
    throw new CliError(
      `${name}: The input has ${bytes.toLocaleString('en')} bytes; Step Functions accepts ${MAXIMUM_INPUT_BYTES.toLocaleString('en')}. Put large data into S3 and pass its key.`,
    );
  }
  const parsed = parseJsonText(name, text);
  if (parsed instanceof FileProblem) {
    const hint = inline === undefined ? '' : '\n--input takes JSON; --input-file takes a file.';
    throw new CliError(`The input cannot be used. ${describeFileProblem(parsed)}${hint}`);
  }
  return parsed.value;
}

async function readMocks(args: ParsedArguments, loaded: LoadedDefinition): Promise<Mocks | undefined> {
  const file = args.get('mocks');
  const testCase = args.get('test-case');
  if (file === undefined) {
    if (testCase !== undefined)
      throw new CliError('--test-case names a test case of a mock file; give the file with --mocks.');
    return undefined;
  }
  return usable(loadMocks(file, { stateMachine: loaded.name, testCase }));
}

function warnAboutUnknownStates(loaded: LoadedDefinition, mocks: Mocks | undefined, terminal: Terminal): void {
  const names = new Set(new ValidationContext(loaded.document).states.map(({ name }) => name));
  const unknown = Object.keys(mocks ?? {}).filter((name) => !names.has(name));
  if (unknown.length === 0) return;
  terminal.error(
    `${terminal.style.yellow('warning:')} The mocks name states that ${loaded.name} does not have: ${unknown.join(', ')}.\n`,
  );
}

function readSeed(args: ParsedArguments): number | undefined {
  const text = args.get('seed');
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw new CliError(`--seed is a whole number, not "${text}".`);
  return Number(text);
}

/** Event by event: a long history is longer than one string may be. */
function printJson(result: ExecutionResult, terminal: Terminal): void {
  const { status, output, error, cause } = result;
  terminal.out(`${JSON.stringify({ status, output, error, cause }).slice(0, -1)},"events":[`);
  for (const [i, event] of result.events.entries()) terminal.out(`${i === 0 ? '' : ','}\n${JSON.stringify(event)}`);
  terminal.out('\n]}\n');
}

function printPretty(
  loaded: LoadedDefinition,
  type: string,
  result: ExecutionResult,
  args: ParsedArguments,
  terminal: Terminal,
): void {
  const { style } = terminal;
  const clock = args.get('clock') === 'real' ? 'real' : 'virtual';
  const tree = buildExecutionTree(result.events);
  terminal.out(`${style.bold(loaded.name)} ${style.dim(`${type}, ${clock} clock`)}\n\n`);
  const detail = args.has('full') ? 'full' : 'short';
  for (const line of renderTimeline(tree, { style, columns: terminal.columns, detail })) terminal.out(`${line}\n`);
  const succeeded = result.status === 'SUCCEEDED';
  const mark = succeeded ? style.green(`✓ ${result.status}`) : style.red(`✗ ${result.status}`);
  terminal.out(`\n${mark} after ${clockText(tree.endedAt - tree.startedAt)} (${result.events.length} events)\n`);
  if (!succeeded && (result.error || result.cause)) terminal.out(`${printable(failureText(result))}\n`);
  if (result.output !== undefined) terminal.out(`${outputText(result.output, detail, terminal.columns)}\n`);
}

function outputText(output: string, detail: 'short' | 'full', columns: number): string {
  const text = JSON.stringify(JSON.parse(output), null, 2);
  if (detail === 'full') return text;
  const lines = text.split('\n');
  const shown = lines.slice(0, SHOWN_LINES).map((line) => cut(line, Math.max(columns, MINIMUM_COLUMNS)));
  const left = lines.length - shown.length;
  return [...shown, ...(left > 0 ? [`… ${counted(left, 'more line')} (--full shows them)`] : [])].join('\n');
}
