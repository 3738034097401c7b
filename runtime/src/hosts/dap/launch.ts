import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Json } from '../../asl/json.ts';
import type { StartExecution } from '../../debugger/liveRun.ts';
import type { RecordedCalls } from '../../debugger/recordedCalls.ts';
import type { TaskCall } from '../../interpreter/environment.ts';
import { Execution } from '../../interpreter/execution.ts';
import { AWS_LIMITS } from '../../interpreter/limits.ts';
import { SeededRandom } from '../../interpreter/seededRandom.ts';
import { TaskTokens } from '../../interpreter/taskTokens.ts';
import type { Handlers } from '../../tasks/handlers.ts';
import type { HandlerDebug } from '../../tasks/lambda/handlerDebug.ts';
import { type LambdaRunner, lambdaRunner } from '../../tasks/lambda/lambdaRunner.ts';
import { memoryObjects } from '../../tasks/memoryObjects.ts';
import type { Mocks } from '../../tasks/mocked.ts';
import { FileProblem } from '../files/fileProblem.ts';
import { readJsonFile } from '../files/jsonFile.ts';
import { loadMocks } from '../files/mockFile.ts';
import { readTextFile } from '../files/textFile.ts';
import { readChildPrograms } from './childPrograms.ts';
import { type DebugClock, debugClock } from './debugClock.ts';
import { readEnvironment } from './environment.ts';
import { type LambdaArguments, readLambdaArguments } from './handlerSessions/lambdaArguments.ts';
import type { LaunchArguments } from './launchArguments.ts';
import { type LaunchRunners, launchRunners } from './launchRunners.ts';
import { fileProblemText, loadProgram, type Program, programOfText, withChecksum } from './program.ts';
import { type ReplayLaunch, readReplay, replayedInput } from './replayLaunch.ts';
import { cannotLaunch, RequestProblem } from './requestProblem.ts';
import { AskedTasks, type OpenQuestion } from './taskRunners.ts';

/** Everything that a launch configuration refers to, read and ready. */
export interface Launch {
  readonly arguments: LaunchArguments;
  readonly program: Program;
  readonly input: Json;
  /** Definitions of child executions, and the file of the mocks. */
  readonly otherSources?: readonly DebugProtocol.Source[];
  readonly runners: LaunchRunners;
  /** Tasks that wait for the user's answer. */
  readonly asked: AskedTasks | undefined;
  readonly unmocked: NonNullable<LaunchArguments['unmocked']>;
  /** States that have mocked answers. */
  readonly mocked?: ReadonlySet<string>;
  readonly lambda?: LambdaArguments;
  /** Ends the processes of handlers. */
  readonly close?: () => void;
  /** The execution is a recorded one, run again. */
  readonly replay?: ReplayLaunch;
  /** The execution is somebody else's: it is watched where it runs. */
  readonly attached?: AttachedExecution;
}

/** An execution that was started by somebody else and has not begun. */
export interface AttachedExecution {
  /** Answers the execution, which is to be started then; `onClock` gets its clock. */
  readonly start: (
    run: Parameters<StartExecution>[0] & { readonly calls: RecordedCalls; onClock(clock: DebugClock): void },
  ) => Execution;
  /** StopExecution. */
  stop(): void;
  /** Nobody watches any more: the execution goes on by itself. */
  letGo(): void;
}

/** Reads the program, its input, mocks and handlers. */
export async function prepareLaunch(
  args: LaunchArguments,
  ask: (question: OpenQuestion) => void,
  debugOf: (call: TaskCall) => HandlerDebug | undefined,
  print: (line: string) => void,
): Promise<Launch | RequestProblem> {
  const at = (file: string) => path.resolve(args.cwd ?? '', file);
  const replay = args.history === undefined ? undefined : await readReplay(at(args.history), args);
  if (replay instanceof RequestProblem) return replay;
  const program = await readProgram(args, replay, at);
  if (program instanceof RequestProblem) return program;
  const given = await readInput(args, at);
  if (given instanceof RequestProblem) return given;
  const input = replay ? replayedInput(replay, given) : (given ?? { value: {} });
  if (input instanceof RequestProblem) return input;
  const problem = namesStates(args, program);
  if (problem) return problem;
  const mocks = await readMocks(args, program, at);
  if (mocks instanceof RequestProblem) return mocks;
  const handlers = args.handlers === undefined ? undefined : await importHandlers(at(args.handlers));
  if (handlers instanceof RequestProblem) return handlers;
  const environment = await readEnvironment(args, at);
  if (environment instanceof RequestProblem) return environment;
  const lambda =
    args.lambda === undefined
      ? undefined
      : await readLambdaArguments(args.lambda, program.file, at('.'), environment.variables);
  if (lambda instanceof RequestProblem) return lambda;
  const children = await readChildPrograms(args, at);
  if (children instanceof RequestProblem) return children;
  const processes = lambda && lambdaProcesses(lambda, debugOf, print);
  const unmocked = args.unmocked ?? (args.noDebug ? 'error' : 'ask');
  const asked = new AskedTasks(ask);
  const runners = launchRunners({
    arguments: args,
    unmocked,
    history: replay?.history,
    mocks: mocks.value,
    children,
    handlers,
    lambda: processes,
    asked,
  });
  return {
    arguments: args,
    program,
    input: input.value,
    otherSources: [...[...children.values()].map(withChecksum), ...fileSource(args.mocks, at)],
    runners,
    asked,
    unmocked,
    mocked: new Set(Object.keys(mocks.value ?? {})),
    lambda,
    replay,
    close: () => processes?.close(),
  };
}

/** The instant at which virtual clocks start: the same run twice shows the same times. */
const VIRTUAL_START = Date.UTC(2026, 0, 1);

/** Starts executions of a launch: the same one again and again, for whoever observes it. `onClock` gets the clock of the newest. */
export function executionStarter(
  launch: Launch,
  calls: () => RecordedCalls,
  onClock: (clock: DebugClock) => void,
  onRecordingEnd: () => void,
): StartExecution {
  const { program, arguments: args, attached, replay } = launch;
  if (attached) return (run) => attached.start({ ...run, calls: calls(), onClock });
  const { region = 'us-east-1', accountId = '123456789012' } = args;
  const stateMachineArn = `arn:aws:states:${region}:${accountId}:stateMachine:${program.name.replace(/[^\w-]/g, '-').slice(0, 80)}`;
  const started = startTime(args);
  return ({ observer, onFinish }) => {
    const clock = replay ? replay.newClock() : debugClock({ ...clockSettings(args), start: started });
    onClock(clock);
    // The name has random numbers of its own, so that giving one changes nothing of the execution.
    const name = args.executionName ?? new SeededRandom(`${args.seed ?? 0} execution`).uuid();
    const execution = new Execution({
      machine: program.machine,
      input: launch.input,
      type: program.type,
      stateMachineArn,
      executionArn:
        replay?.history.recording.executionArn ??
        stateMachineArn.replace(':stateMachine:', ':execution:').concat(':', name),
      roleArn: replay?.history.recording.started.text('roleArn') ?? `arn:aws:iam::${accountId}:role/StepFunctionsRole`,
      startAt: args.startAt === undefined ? undefined : program.machine.stateNamed(args.startAt),
      variables: args.variables,
      onFinish,
      environment: {
        clock,
        random: new SeededRandom(args.seed ?? 0),
        tasks: [calls()],
        tokens: new TaskTokens(),
        observer,
        objects: memoryObjects({ ...args.files }),
        limits: AWS_LIMITS,
      },
    });
    replay?.endAsRecorded(execution, onRecordingEnd);
    return execution;
  };
}

export function clockSettings({ clock, waitTimeScale }: LaunchArguments): { mode: 'virtual' | 'real'; scale: number } {
  const settings = typeof clock === 'object' ? clock : { mode: clock };
  const scale = settings.scale ?? waitTimeScale;
  const mode = settings.mode ?? (scale === undefined ? 'virtual' : 'real');
  return { mode, scale: scale !== undefined && scale > 0 ? scale : 1 };
}

function startTime(args: LaunchArguments): number {
  const start = typeof args.clock === 'object' ? Date.parse(args.clock.start ?? '') : Number.NaN;
  if (Number.isFinite(start)) return start;
  return clockSettings(args).mode === 'real' ? Date.now() : VIRTUAL_START;
}

/** The program of a launch configuration; for a replay without one, the definition that the recording holds. */
async function readProgram(
  { program, stateMachine, workflowType: type, definitionSubstitutions: substitutions }: LaunchArguments,
  replay: ReplayLaunch | undefined,
  at: (file: string) => string,
): Promise<Program | RequestProblem> {
  if (program !== undefined) return loadProgram(at(program), { stateMachine, type, substitutions });
  return programOfText(replay?.definition ?? '', 'recorded definition', type);
}

function fileSource(file: unknown, at: (file: string) => string): DebugProtocol.Source[] {
  return typeof file === 'string' ? [{ name: path.basename(file), path: at(file) }] : [];
}

async function readInput(
  args: LaunchArguments,
  at: (file: string) => string,
): Promise<{ value: Json } | RequestProblem | undefined> {
  if (args.inputFile === undefined) return args.input === undefined ? undefined : { value: args.input };
  const read = await readJsonFile(at(args.inputFile));
  return read instanceof FileProblem
    ? cannotLaunch(`The input cannot be used. ${fileProblemText(read)}`)
    : { value: read.value };
}

async function readMocks(
  args: LaunchArguments,
  program: Program,
  at: (file: string) => string,
): Promise<{ value: Mocks | undefined } | RequestProblem> {
  if (typeof args.mocks !== 'string') return { value: args.mocks };
  const mocks = await loadMocks(at(args.mocks), { stateMachine: program.name, testCase: args.testCase });
  return mocks instanceof FileProblem
    ? cannotLaunch(`The mocks cannot be used. ${fileProblemText(mocks)}`)
    : { value: mocks };
}

function lambdaProcesses(
  { functions }: LambdaArguments,
  debug: (call: TaskCall) => HandlerDebug | undefined,
  print: (line: string) => void,
): LambdaRunner {
  const byName = new Map([...functions].reverse().map((lambda) => [lambda.name, lambda]));
  return lambdaRunner({
    functionNamed: (name) => byName.get(name),
    output: ({ state, text }) => print(`[${state}] ${text}\n`),
    debug,
  });
}

async function importHandlers(file: string): Promise<Handlers | RequestProblem> {
  const text = await readTextFile(file);
  if (text instanceof FileProblem) return cannotLaunch(`The handlers cannot be used. ${fileProblemText(text)}`);
  try {
    const exported = (await import(pathToFileURL(file).href)) as { readonly default?: unknown } & Handlers;
    return typeof exported.default === 'object' && exported.default !== null
      ? { ...exported, ...exported.default }
      : exported;
  } catch (error) {
    return cannotLaunch(
      `The handlers of ${file} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** States that the configuration names must exist: a stop that never comes is worse than an error. */
function namesStates({ startAt, stopOnEntry, failAt }: LaunchArguments, program: Program): RequestProblem | undefined {
  const faults = failAt === undefined ? [] : [failAt].flat();
  const named = { startAt, stopOnEntry: stopOnEntry === true || stopOnEntry === false ? undefined : stopOnEntry };
  for (const [attribute, name] of [
    ...Object.entries(named),
    ...faults.map(({ state }) => ['failAt', state] as const),
  ]) {
    if (name === undefined || program.machine.stateNamed(name)) continue;
    return cannotLaunch(`'${attribute}' names '${name}', but ${program.file} has no such state.`);
  }
  return undefined;
}
