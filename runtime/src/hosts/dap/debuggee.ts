import path from 'node:path';
import type { Json } from '../../asl/json.ts';
import type { BreakpointIds } from '../../debugger/breakpointTable.ts';
import { Debugger } from '../../debugger/debugger.ts';
import type { DebuggerListener } from '../../debugger/debuggerOptions.ts';
import { Refusal } from '../../debugger/edits.ts';
import { type Frame, framesOf } from '../../debugger/frames.ts';
import type { HistoryLimit } from '../../debugger/historyLimit.ts';
import { RecordedCalls } from '../../debugger/recordedCalls.ts';
import type { Step, Strand } from '../../debugger/step.ts';
import type { LogLine, Stop } from '../../debugger/stopRules.ts';
import { ThreadIds } from '../../debugger/threads.ts';
import type { Execution } from '../../interpreter/execution.ts';
import type { DebugClock } from './debugClock.ts';
import { HandlerSessions, type HandlerSessionsHost } from './handlerSessions/handlerSessions.ts';
import { Handles } from './handles.ts';
import { executionStarter, type Launch } from './launch.ts';
import { lineName } from './lineList.ts';
import { OutputGate } from './outputGate.ts';
import { positionBody } from './positionBody.ts';
import { variablesReadBy } from './program.ts';
import { Progress } from './progress.ts';
import { Questions } from './questions.ts';
import { writeRecording } from './recordFile.ts';
import { Redaction } from './redaction.ts';
import { type ClientTraits, clientRange, clientSource } from './sourceLines.ts';
import { stoppedBody } from './stoppedBody.ts';
import { entryOf, skipTest } from './stopSettings.ts';
import { mockedResponse } from './taskRunners.ts';
import { ThreadList } from './threadList.ts';
import { TimelineFeed } from './timelineFeed.ts';
import { mayRunUnwatched } from './unwatched.ts';
import { Variables } from './variables.ts';

/** Sends an event to the client. */
export type SendEvent = (event: string, body?: unknown) => void;

export interface DebuggeeOptions {
  readonly traits: ClientTraits;
  /** The client draws the run: it wants every state visit, not only stops. */
  readonly wantsTimeline: boolean;
  readonly wantsProgress: boolean;
  readonly breakpointIds: BreakpointIds;
  readonly send: SendEvent;
}

/** Far more than executions have that somebody steps through; what is beyond would fill the memory. */
const DEFAULT_HISTORY_LIMIT: HistoryLimit = { steps: 1_000_000 };
const DEFAULT_LONGEST_VALUE = 1000;

/** A launched state machine with everything that the protocol names by number: threads, frames, variables. */
export class Debuggee implements DebuggerListener {
  readonly session: Debugger;
  readonly threadIds = new ThreadIds();
  readonly frames = new Handles<Frame>();
  readonly variables: Variables;
  readonly threads: ThreadList;
  /** Sessions in which handlers are debugged beside this one. */
  readonly handlers: HandlerSessions | undefined;
  /** What is asked of the user while tasks wait. */
  readonly questions: Questions;
  readonly send: SendEvent;
  readonly traits: ClientTraits;
  readonly redaction: Redaction | undefined;
  private readonly gate: OutputGate;
  private readonly feed: TimelineFeed | undefined;
  private readonly progress: Progress | undefined;
  private clock: DebugClock | undefined;
  /** The clock of a run that is built again and has not become the run yet. */
  private rebuiltClock: DebugClock | undefined;
  private framesOfStrand = new Map<Strand, readonly { readonly id: number; readonly frame: Frame }[]>();
  private entering: Strand | undefined;

  constructor(
    readonly launch: Launch,
    options: DebuggeeOptions,
  ) {
    const { arguments: args, program } = launch;
    const redaction = args.redact?.length ? new Redaction(args.redact) : undefined;
    this.redaction = redaction;
    redaction?.learn(launch.input);
    const send: SendEvent = redaction ? (event, body) => options.send(event, redaction.body(body)) : options.send;
    this.gate = new OutputGate((body) => send('output', body), Date.now);
    this.send = (event, body) => {
      this.gate.flush();
      send(event, body);
    };
    this.traits = options.traits;
    this.questions = new Questions(this);
    this.session = new Debugger({
      machine: program.machine,
      listener: this,
      breakpointIds: options.breakpointIds,
      stepping: args.stepping,
      stopOnEnd: args.stopOnEnd,
      fixed: launch.attached && NOT_OURS,
      historyLimit: args.historyLimit ?? DEFAULT_HISTORY_LIMIT,
      replay: launch.replay?.history,
      mayRunUnwatched: !options.wantsTimeline && !redaction && mayRunUnwatched(launch),
      arrive: args.noDebug ? undefined : launch.replay?.arrive,
      calls: (moment) => new RecordedCalls((call) => this.questions.answerOf(call), moment),
      start: executionStarter(
        launch,
        () => this.session.calls,
        (clock) => this.takeClock(clock),
        () => this.recordingEnded(),
      ),
    });
    this.threads = new ThreadList(this);
    const longest = args.maxValueLength ?? DEFAULT_LONGEST_VALUE;
    const decoded = args.decodeJsonStrings === false ? () => undefined : undefined;
    this.variables = new Variables(this.session, longest, redaction, decoded);
    this.feed = options.wantsTimeline
      ? new TimelineFeed(this.session, program, this.shown, (body) => this.send('asl/timeline', body))
      : undefined;
    this.progress = options.wantsProgress
      ? new Progress(this.session, this.send, () => this.questions.areOpen || this.handlers?.isStanding === true)
      : undefined;
    this.handlers = launch.lambda && !args.noDebug ? new HandlerSessions(this.handlerHost(), launch.lambda) : undefined;
    if (!args.noDebug) this.session.rules.entry = entryOf(args.stopOnEntry);
    this.session.rules.data.readBy = (state) => variablesReadBy(program, state);
    this.session.rules.isSkipped = skipTest(args.skipStates ?? []);
  }

  start(): void {
    const { program, attached } = this.launch;
    const startMethod = attached ? 'attach' : 'launch';
    this.send('process', { name: program.file, isLocalProcess: true, startMethod });
    this.resumed();
    const { replay } = this.launch;
    if (replay) {
      replay.history.listener = { note: (text) => this.output('console', `${text}\n`) };
      this.output('console', `${replay.summary}\n`);
    }
    this.session.start();
  }

  /** The step that requests without a frame are about. */
  get focus(): Step | undefined {
    return this.currentStep(this.session.stop?.step);
  }

  /** A step as it is now: a change puts another one in its place. */
  currentStep(step: Step | undefined): Step | undefined {
    return step && (this.session.timeline.steps[step.index] ?? step);
  }

  strandOf(threadId: number): Strand | undefined {
    return this.threadIds.strandOf(threadId, this.session.timeline, this.session.position);
  }

  /** The call stack of a thread; frames keep their ids until execution goes on. */
  stack(strand: Strand): readonly { readonly id: number; readonly frame: Frame }[] {
    let stack = this.framesOfStrand.get(strand);
    if (!stack) {
      const { session, launch } = this;
      stack = framesOf(strand, session.timeline, session.position, launch.program.name).map((frame) => ({
        id: this.frames.add(frame),
        frame,
      }));
      this.framesOfStrand.set(strand, stack);
    }
    return stack;
  }

  /** A value as clients may see it. */
  readonly shown = <T extends Json | undefined>(value: T): T | Json =>
    this.redaction ? this.redaction.shown(value) : value;

  /** What the mocks of this run would be. */
  mocks(): Record<string, Record<string, Json>> {
    const mocks: Record<string, Record<string, Json>> = {};
    for (const { state, outcome } of this.session.calls.all) {
      mocks[state] ??= {};
      if (outcome) mocks[state][String(Object.keys(mocks[state]).length)] = this.shown(mockedResponse(outcome)) as Json;
    }
    return mocks;
  }

  /** Before execution moves: what was shown is no longer so. */
  resumed(): void {
    this.clearShown();
    if (!this.handlers?.isStanding) this.clock?.run();
    this.progress?.begin();
    if (this.feed) this.send('asl/position', positionBody(this, 'running'));
  }

  stopped(stop: Stop): void {
    this.entering = undefined;
    this.clearShown();
    this.clock?.standStill();
    this.progress?.end();
    this.feed?.flush();
    this.threads.tellChanges();
    if (this.feed) this.send('asl/position', positionBody(this, 'stopped'));
    this.send('stopped', stoppedBody(stop, this.threadIds.idOf(stop.step.strand)));
  }

  log({ text, step, severity }: LogLine): void {
    this.output(severity === 'log' ? 'stdout' : 'important', `${text}\n`, step);
  }

  finished(execution: Execution): void {
    this.clock?.standStill();
    this.progress?.end();
    this.feed?.ended(execution);
    if (this.feed) {
      this.send('asl/position', positionBody(this, 'ended'));
      this.send('asl/mocks', { mocks: this.mocks() });
    }
    const { status, output, error, cause } = execution;
    const comparison = this.launch.replay?.comparison();
    if (comparison) this.output('console', `${comparison}\n`);
    if (this.launch.arguments.record !== undefined) this.record(execution, this.launch.arguments.record);
    if (status === 'SUCCEEDED') this.output('stdout', `${JSON.stringify(this.shown(output))}\n`);
    else this.output('stderr', `${[error, cause].filter(Boolean).join(': ') || 'The execution gave no error.'}\n`);
    this.output('console', `The execution ended: ${status}.\n`);
    this.send('exited', { exitCode: status === 'SUCCEEDED' ? 0 : 1 });
    this.send('terminated');
  }

  forked(position: number): void {
    this.clearShown();
    this.clock = this.rebuiltClock;
    this.clock?.goLive();
    this.feed?.forked(position);
    this.output(
      'console',
      `The run goes on from step ${position} as ${lineName(this.session.lines.current.number)}; :line ${this.session.lines.current.parent?.number ?? 0} goes back to what came after it.\n`,
    );
    this.send('invalidated', { areas: ['threads', 'stacks', 'variables'] });
  }

  lineSelected(line: number, shared: number): void {
    this.clearShown();
    const { clock } = this.session.execution.environment;
    this.clock = clock as DebugClock;
    this.feed?.lineSelected(shared);
    this.output('console', `This is ${lineName(line)} again; both lines share their steps up to ${shared}.\n`);
    this.send('invalidated', { areas: ['threads', 'stacks', 'variables'] });
  }

  valuesDropped(): void {
    this.output(
      'console',
      'The recording has reached its historyLimit: values of passed iterations are dropped from now on, the oldest first.\n',
    );
  }

  onStep(step: Step): void {
    this.redaction?.learnStep(step);
    this.feed?.onStep(step);
  }

  onStrandStart(strand: Strand): void {
    this.feed?.onStrand('started', strand);
  }

  onStrandEnd(strand: Strand): void {
    this.feed?.onStrand('ended', strand);
  }

  output(category: string, output: string, step?: Step): void {
    const { places, source } = this.launch.program;
    const range = step && places.rangeOf(step.state);
    const at = range && clientRange(places.document, range.key, this.traits);
    this.gate.push({
      category,
      output,
      ...(at ? { source: clientSource(source, this.traits), line: at.line, column: at.column } : {}),
    });
  }

  /** StopExecution: the execution ends as ABORTED. */
  terminate(): void {
    if (this.launch.attached) this.launch.attached.stop();
    else this.session.terminate();
  }

  dispose(): void {
    this.gate.flush();
    this.progress?.end();
    if (this.launch.attached) {
      this.session.letGo();
      this.launch.attached.letGo();
      return;
    }
    this.clock?.standStill();
    this.session.dispose();
    this.launch.close?.();
  }

  /** A step into the state at which the strand stands goes on into its handler. */
  enterHandler(strand: Strand | undefined): void {
    this.entering = strand;
  }

  private handlerHost(): HandlerSessionsHost {
    return {
      send: this.send,
      entersHandler: ({ branch }) => this.entering?.branch === branch,
      standStill: () => this.clock?.standStill(),
      goOn: () => {
        if (this.session.mode === 'running') this.clock?.run();
      },
    };
  }

  /** A recording of an execution that had not ended. */
  private recordingEnded(): void {
    if (this.session.mode !== 'running') return;
    this.output(
      'console',
      'The recording ends here: the execution was still running. What follows was not recorded.\n',
    );
    this.session.pause(undefined);
  }

  /** Writes the history of the line that has ended, to be replayed. */
  private record(execution: Execution, file: string): void {
    const { cwd = '' } = this.launch.arguments;
    const at = path.resolve(cwd, file);
    const problem = writeRecording(at, execution, this.launch.program);
    this.output('console', problem ?? `The history was written to ${at}.\n`);
  }

  private takeClock(clock: DebugClock): void {
    if (this.session.mode !== 'running') {
      this.rebuiltClock = clock;
      return;
    }
    this.clock = clock;
    clock.goLive();
    clock.run();
  }

  private clearShown(): void {
    this.frames.clear();
    this.variables.clear();
    this.framesOfStrand = new Map();
  }
}

const NOT_OURS = new Refusal(
  'An attached execution is only watched: what others see of it must stay as its endpoint recorded it. Launch the state machine to change values or to go on from the past.',
);
