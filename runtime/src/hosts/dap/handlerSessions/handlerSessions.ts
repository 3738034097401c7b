import type { Step } from '../../../debugger/step.ts';
import type { TaskCall } from '../../../interpreter/environment.ts';
import { functionName } from '../../../tasks/lambda/functionCall.ts';
import { BOOTSTRAP_FILES } from '../../../tasks/lambda/handlerCommand.ts';
import type { DebuggableProcess, HandlerDebug } from '../../../tasks/lambda/handlerDebug.ts';
import type { LambdaArguments } from './lambdaArguments.ts';

/** What this needs of the session around it. */
export interface HandlerSessionsHost {
  send(event: string, body: unknown): void;
  /** Whether a step into the state's handler is under way. */
  entersHandler(call: TaskCall): boolean;
  /** A handler stands at a breakpoint, or none does any more: so does the time of the execution. */
  standStill(): void;
  goOn(): void;
}

interface HandlerSession {
  readonly id: number;
  readonly port: number;
  readonly isReady: Promise<boolean>;
  settle(isThere: boolean): void;
  isStopped: boolean;
}

/** Integrations that call functions; which one stands in their parameters. */
const INVOKE = /^arn:[^:]+:states:[^:]*:[^:]*:(?:aws-sdk:)?lambda:invoke(?:\.|$)/;
const ATTACH_SECONDS = 10;
const SESSION_STATES = ['stopped', 'continued', 'ended'] as const;
export type HandlerSessionState = (typeof SESSION_STATES)[number];

/** Sessions in which the client debugs handlers, beside that of the workflow. The client starts them and tells how they stand. */
export class HandlerSessions {
  private readonly sessions = new Map<number, HandlerSession>();
  private count = 0;
  /** Calls whose handler waits for its debugger. */
  private coming = 0;
  private hasWarned = false;

  constructor(
    private readonly host: HandlerSessionsHost,
    private readonly args: LambdaArguments,
  ) {}

  /** What is to be done about the handler of a call; undefined when it just runs. */
  debugOf(call: TaskCall): HandlerDebug | undefined {
    const pause = this.host.entersHandler(call);
    if (this.args.debug === 'off' || (this.args.debug !== 'always' && !pause)) return undefined;
    this.change(() => {
      this.coming += 1;
    });
    const arrived = () =>
      this.change(() => {
        this.coming -= 1;
      });
    return {
      pause,
      attach: (process) => this.attach(process).finally(arrived),
      failed: (problem) => {
        if (problem !== undefined) this.warn(problem);
        arrived();
      },
    };
  }

  /** Whether a step into the state at this step leads into a handler. */
  mayEnter({ state, result }: Step): boolean {
    if (this.args.debug === 'off' || state.type !== 'Task' || result !== undefined) return false;
    const { Resource: resource } = state.definition;
    if (typeof resource !== 'string') return false;
    const { functions, isLocal } = this.args;
    const called = functionName(resource);
    return functions.some(({ name }) => name === called) || isLocal?.(called) === true || INVOKE.test(resource);
  }

  /** The client has a session for the process, or says why it has none. */
  ready(id: number, problem: string | undefined): boolean {
    const session = this.sessions.get(id);
    if (problem !== undefined) this.warn(problem);
    session?.settle(problem === undefined);
    return session !== undefined;
  }

  changed(id: number, state: HandlerSessionState): boolean {
    const session = this.sessions.get(id);
    if (!session) return false;
    this.change(() => {
      session.isStopped = state === 'stopped';
      if (state === 'ended') session.settle(false);
    });
    return true;
  }

  /** Whether a handler stands at a breakpoint, or waits for its debugger. */
  get isStanding(): boolean {
    return this.coming > 0 || [...this.sessions.values()].some(({ isStopped }) => isStopped);
  }

  /** The execution's time stands still as long as a handler does. */
  private change(make: () => void): void {
    const wasStanding = this.isStanding;
    make();
    if (this.isStanding && !wasStanding) this.host.standStill();
    if (!this.isStanding && wasStanding) this.host.goOn();
  }

  private attach(process: DebuggableProcess): Promise<boolean> {
    const known = [...this.sessions.values()].find(({ port }) => port === process.port);
    return (known ?? this.ask(process)).isReady;
  }

  private ask(process: DebuggableProcess): HandlerSession {
    this.count += 1;
    const id = this.count;
    let settle: (isThere: boolean) => void = () => {};
    const isReady = new Promise<boolean>((resolve) => {
      settle = resolve;
    });
    const seconds = this.args.attachTimeout ?? ATTACH_SECONDS;
    const timer = setTimeout(() => {
      this.warn(`No debugger came into the handler of ${process.functionName} within ${seconds} s`);
      session.settle(false);
    }, seconds * 1000);
    const session: HandlerSession = {
      id,
      port: process.port,
      isReady,
      settle: (isThere) => {
        clearTimeout(timer);
        if (!isThere) this.sessions.delete(id);
        settle(isThere);
      },
      isStopped: false,
    };
    this.sessions.set(id, session);
    this.host.send('asl/childSession', { id, configuration: configurationOf(process) });
    return session;
  }

  private warn(problem: string): void {
    if (this.hasWarned) return;
    this.hasWarned = true;
    this.host.send('output', { category: 'important', output: `${problem}: the handler runs without.\n` });
  }
}

/** A configuration of the language's own debugger that attaches to the process. */
function configurationOf({ functionName, language, port, codeUri }: DebuggableProcess): object {
  const name = `Handler: ${functionName}`;
  if (language === 'python') {
    return {
      type: 'debugpy',
      request: 'attach',
      name,
      connect: { host: '127.0.0.1', port },
      pathMappings: [{ localRoot: codeUri, remoteRoot: codeUri }],
      justMyCode: false,
    };
  }
  return {
    type: 'node',
    request: 'attach',
    name,
    address: '127.0.0.1',
    port,
    localRoot: codeUri,
    remoteRoot: codeUri,
    autoAttachChildProcesses: false,
    resolveSourceMapLocations: [`${codeUri}/**`, '!**/node_modules/**'],
    skipFiles: ['<node_internals>/**', BOOTSTRAP_FILES],
  };
}

export function isHandlerSessionState(value: unknown): value is HandlerSessionState {
  return SESSION_STATES.some((state) => state === value);
}
