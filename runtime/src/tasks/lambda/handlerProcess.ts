import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex, Readable } from 'node:stream';
import { handlerCommand } from './handlerCommand.ts';
import type { HandlerDebug } from './handlerDebug.ts';
import {
  exitError,
  type HandlerOutput,
  type Invocation,
  type InvocationResult,
  killedError,
  type LambdaFunction,
  returned,
  timeoutError,
} from './lambdaFunction.ts';

/** What the bootstrap says. Errors and results are JSON text, as the runtime wrote it. */
interface BootstrapMessage {
  readonly ready?: true;
  readonly initError?: string;
  readonly id?: string;
  readonly result?: string;
  readonly error?: string;
  readonly debugPort?: number;
  readonly debugProblem?: string;
}

interface Working {
  readonly invocation: Invocation;
  readonly finish: (result: InvocationResult) => void;
}

/** What Node itself prints when a debugger may come or has come. */
const INSPECTOR_CHATTER =
  /^(?:Debugger (?:listening on ws:|attached\.|ending on ws:)|For help, see: https:\/\/nodejs\.org)/;

/** An idle process that is told to end has this long. */
const ENDING_MILLISECONDS = 2000;
/** A process that the handler left behind may hold its output open: that long it is waited for when the handler itself has gone. */
const OUTPUT_MILLISECONDS = 500;
/** Lambda's limit, where the configuration gives none. */
const LONGEST_TIMEOUT = 900;

/** A child process with one handler, warm between events; it works on one event at a time. */
export class HandlerProcess {
  private readonly child: ChildProcess;
  private readonly channel: Duplex;
  private working: Working | undefined;
  private initError: string | undefined;
  private answeredInit: (() => void) | undefined;
  private readonly initialized: Promise<void>;
  private exited = false;
  /** What the bootstrap said when it was asked to let a debugger in. */
  private opened: Promise<BootstrapMessage> | undefined;
  private answerOpened: ((message: BootstrapMessage) => void) | undefined;
  /** Takes no further event and goes when the present one is done. */
  private retired = false;
  /** Resolves when the process has gone and everything that it printed has been passed on. */
  private readonly over: Promise<void>;
  /** State whose call this process works on, or whose call started it. */
  private state: string;

  constructor(
    private readonly lambda: LambdaFunction,
    private readonly output: HandlerOutput,
    startedFor: string,
  ) {
    this.state = startedFor;
    const { executable, args, env } = handlerCommand(lambda);
    // No shell: the configuration names a program and its arguments.
    this.child = spawn(executable, args, { cwd: lambda.codeUri, env, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
    this.channel = this.child.stdio[3] as Duplex;
    this.initialized = new Promise((resolve) => {
      this.answeredInit = resolve;
    });
    this.channel.on('error', () => {});
    onLines(this.channel, (line) => this.receive(line));
    onLines(this.child.stdout as Readable, (text) => this.print('stdout', text));
    onLines(this.child.stderr as Readable, (text) => this.print('stderr', text));
    this.over = new Promise((resolve) => {
      this.child.once('error', () => resolve());
      this.child.once('close', () => resolve());
      this.child.once('exit', () => setTimeout(resolve, OUTPUT_MILLISECONDS).unref());
    });
    this.child.on('error', (error) => this.failedToStart(error));
    this.child.on('close', (code, signal) => this.closed(code, signal));
  }

  /** Whether the process can take another event. */
  get usable(): boolean {
    return !this.exited && !this.retired && this.working === undefined;
  }

  get ended(): boolean {
    return this.exited;
  }

  /** Works on one event. Never rejects. */
  async invoke(invocation: Invocation): Promise<InvocationResult> {
    this.state = invocation.state;
    const result = new Promise<InvocationResult>((finish) => {
      this.working = { invocation, finish };
    });
    const abort = () => this.kill();
    invocation.signal?.addEventListener('abort', abort, { once: true });
    await this.initialized;
    let timer: NodeJS.Timeout | undefined;
    const isDebugged = await this.letDebuggerIn(invocation.debug);
    if (this.initError !== undefined) this.finish({ kind: 'functionError', payload: this.initError });
    else if (!this.exited) timer = this.send(invocation, isDebugged);
    const finished = await result;
    clearTimeout(timer);
    invocation.signal?.removeEventListener('abort', abort);
    return finished;
  }

  /** Ends the process, after the event that it works on. */
  retire(): void {
    this.retired = true;
    if (!this.working) void this.close();
  }

  /**
   * Ends the process: at once where it works on an event, else when it has written what it still has to. Resolves when everything that it printed has
   * been passed on.
   */
  async close(): Promise<void> {
    this.retired = true;
    if (this.working) this.kill();
    else this.channel.end();
    const timer = setTimeout(() => this.kill(), ENDING_MILLISECONDS);
    await this.over;
    clearTimeout(timer);
  }

  private kill(): void {
    if (!this.exited) this.child.kill('SIGKILL');
  }

  /** Opens the process to the debugger of its language, and waits for it. */
  private async letDebuggerIn(debug: HandlerDebug | undefined): Promise<boolean> {
    if (!debug) return false;
    if (this.initError !== undefined || this.exited) {
      debug.failed();
      return false;
    }
    this.opened ??= new Promise((resolve) => {
      this.answerOpened = resolve;
      this.channel.write('{"debug":true}\n');
    });
    const { debugPort: port, debugProblem } = await this.opened;
    if (port === undefined) {
      debug.failed(debugProblem);
      return false;
    }
    const language = this.lambda.runtime?.startsWith('python') ? 'python' : 'node';
    return debug.attach({ functionName: this.lambda.name, language, port, codeUri: this.lambda.codeUri ?? '.' });
  }

  private send(invocation: Invocation, isDebugged: boolean): NodeJS.Timeout | undefined {
    const seconds = this.lambda.timeoutSeconds ?? LONGEST_TIMEOUT;
    const { requestId: id, event, functionArn, debug } = invocation;
    const deadline = Date.now() + seconds * 1000;
    const pause = isDebugged && debug?.pause ? { pause: true } : {};
    this.channel.write(`${JSON.stringify({ id, event, functionArn, deadline, ...pause })}\n`);
    // Whoever debugs may stand at a line for as long as they like.
    if (isDebugged) return undefined;
    return setTimeout(() => {
      this.retired = true;
      this.finish({ kind: 'functionError', payload: timeoutError(id, Date.now(), seconds) });
    }, seconds * 1000);
  }

  private receive(line: string): void {
    const message = parse(line);
    if (message.ready) this.answeredInit?.();
    else if (message.debugPort !== undefined || message.debugProblem !== undefined) this.answerOpened?.(message);
    else if (message.initError !== undefined) {
      this.initError = message.initError;
      this.answeredInit?.();
    } else if (message.id !== undefined && message.id === this.working?.invocation.requestId) {
      const result: InvocationResult =
        message.error === undefined
          ? returned(message.result ?? 'null')
          : { kind: 'functionError', payload: message.error };
      // What the handler printed before waits in another pipe: it is read first.
      setImmediate(() => this.finish(result));
    }
  }

  private finish(result: InvocationResult): void {
    const { working } = this;
    this.working = undefined;
    working?.finish(result);
    if (this.retired) this.kill();
  }

  private failedToStart(error: Error): void {
    const program = handlerCommand(this.lambda).executable;
    const message = `The handler of ${this.lambda.name} could not be started with '${program}': ${error.message}`;
    this.exited = true;
    this.answeredInit?.();
    this.finish({ kind: 'serviceError', error: 'Lambda.ClientExecutionTimeoutException', message });
  }

  private closed(code: number | null, signal: NodeJS.Signals | null): void {
    this.exited = true;
    this.answeredInit?.();
    this.answerOpened?.({});
    const id = this.working?.invocation.requestId ?? '';
    // An abort is V8's way to say that the heap is full.
    const killed = signal ?? (code === 134 ? 'SIGABRT' : undefined);
    this.finish({
      kind: 'functionError',
      payload: killed ? killedError(id, killed) : exitError(id, `exit status ${code ?? 0}`),
    });
  }

  private print(stream: 'stdout' | 'stderr', text: string): void {
    if (this.opened && stream === 'stderr' && INSPECTOR_CHATTER.test(text)) return;
    this.output({ functionName: this.lambda.name, state: this.state, stream, text });
  }
}

function parse(line: string): BootstrapMessage {
  try {
    return JSON.parse(line) as BootstrapMessage;
  } catch {
    // The handler wrote to our channel: not ours.
    return {};
  }
}

/** Calls `use` with every line of a stream, and with what follows the last line end. */
export function onLines(stream: Readable, use: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (piece: string) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) use(line.endsWith('\r') ? line.slice(0, -1) : line);
  });
  stream.on('end', () => {
    if (rest !== '') use(rest);
    rest = '';
  });
}
