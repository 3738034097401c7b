import { DebugSession, Event, Response } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { BreakpointIds } from '../../debugger/breakpointTable.ts';
import type { Debuggee } from './debuggee.ts';
import { HANDLERS } from './handlers.ts';
import { internalProblem, RequestProblem, unknownCommand } from './requestProblem.ts';
import { shapedArguments } from './requestShapes.ts';
import { type ClientTraits, DEFAULT_TRAITS } from './sourceLines.ts';

/** Answer of a request: its body, and what happens once the client has it. */
export interface Reply {
  readonly body?: unknown;
  readonly after?: () => void;
}

/** Answers one kind of request. Arguments come as the client sent them. */
export type Handler<Arguments = never> = (
  session: AslDebugSession,
  args: Arguments,
) => Reply | RequestProblem | Promise<Reply | RequestProblem>;

/** Requests that must be answered although an earlier one is still being worked on. */
const URGENT: ReadonlySet<string> = new Set([
  'disconnect',
  'terminate',
  'pause',
  'cancel',
  'asl/answer',
  'asl/forkAnswer',
]);

/** Requests about what has happened: a run that nobody has watched so far is recorded first. */
const ABOUT_STEPS: ReadonlySet<string> = new Set([
  'stackTrace',
  'terminateThreads',
  'asl/position',
  'asl/stateData',
  'asl/path',
  'asl/iterations',
  'asl/focusIteration',
  'asl/skipState',
]);

/**
 * One client. Requests are answered one after another by the table of handlers, each exactly once whatever happens inside; everything else lives in
 * the debuggee.
 */
export class AslDebugSession extends DebugSession {
  traits: ClientTraits = DEFAULT_TRAITS;
  client: DebugProtocol.InitializeRequestArguments = { adapterID: 'asl' };
  debuggee: Debuggee | undefined;
  /** The client has sent its breakpoints. */
  isConfigured = false;
  /** Configuration that came before the program was there: applied when it is. */
  readonly early = new Map<string, DebugProtocol.Request>();
  readonly breakpointIds = new BreakpointIds();
  launchArguments: unknown;
  private readonly waiting: DebugProtocol.Request[] = [];
  private working = false;

  /** Asked before the table of handlers: a session that is part of something larger answers some requests in its own way. */
  intercept: (command: string, args: unknown) => ReturnType<AslDebugSession['handle']> | undefined = () => undefined;

  /** What the process does when the client has gone. */
  onExit: () => void = () => {};

  sendBody(event: string, body?: unknown): void {
    this.sendEvent(new Event(event, body));
  }

  /** Drops a request that nobody has begun to answer. */
  cancel(seq: number): boolean {
    const at = this.waiting.findIndex((request) => request.seq === seq);
    if (at < 0) return false;
    this.respond(this.waiting.splice(at, 1)[0]!, new RequestProblem(1009, 'cancelled', false));
    return true;
  }

  /** Starts when both the program and the breakpoints are there. */
  startWhenReady(): void {
    if (this.isConfigured && this.debuggee?.session.mode === 'new') this.debuggee.start();
  }

  /** The answer of a request, as its handler gives it. */
  handle(command: string, args: unknown): Reply | RequestProblem | Promise<Reply | RequestProblem> {
    const intercepted = this.intercept(command, args);
    if (intercepted) return intercepted;
    const handler = Object.hasOwn(HANDLERS, command) ? (HANDLERS[command] as Handler<unknown>) : undefined;
    if (!handler) return unknownCommand(command);
    const shaped = shapedArguments(command, args);
    if (shaped instanceof RequestProblem) return shaped;
    const { debuggee } = this;
    return debuggee && needsRecord(debuggee, command)
      ? debuggee.session.watch().then(() => handler(this, shaped))
      : handler(this, shaped);
  }

  protected override dispatchRequest(request: DebugProtocol.Request): void {
    if (URGENT.has(request.command)) {
      void this.answer(request);
      return;
    }
    this.waiting.push(request);
    if (!this.working) void this.work();
  }

  private async work(): Promise<void> {
    this.working = true;
    for (let request = this.waiting.shift(); request; request = this.waiting.shift()) {
      const answered = this.answer(request);
      if (answered) await answered;
    }
    this.working = false;
  }

  /** Answers at once where the handler does, so that no request waits for a turn of the event loop. */
  private answer(request: DebugProtocol.Request): Promise<void> | undefined {
    try {
      const reply = this.handle(request.command, request.arguments ?? {});
      if (!(reply instanceof Promise)) {
        this.respond(request, reply);
        return undefined;
      }
      return reply.then(
        (settled) => this.respond(request, settled),
        (error) => this.respond(request, internalProblem(request.command, error)),
      );
    } catch (error) {
      this.respond(request, internalProblem(request.command, error));
      return undefined;
    }
  }

  private respond(request: DebugProtocol.Request, reply: Reply | RequestProblem): void {
    const response: DebugProtocol.Response = new Response(request);
    const redaction = this.debuggee?.redaction;
    if (reply instanceof RequestProblem) {
      const message = redaction ? (redaction.body(reply.message) as string) : reply.message;
      response.success = false;
      response.message = message;
      response.body = { error: { id: reply.id, format: message, showUser: reply.showUser } };
      this.sendResponse(response);
      return;
    }
    if (reply.body !== undefined) response.body = redaction ? redaction.body(reply.body) : reply.body;
    this.sendResponse(response);
    try {
      reply.after?.();
    } catch (error) {
      this.sendBody('output', {
        category: 'important',
        output: `${internalProblem(request.command, error).message}\n`,
      });
    }
  }
}

/** While an unwatched execution runs, its threads are no reason to watch it; afterwards nothing is in a hurry. */
function needsRecord({ session }: Debuggee, command: string): boolean {
  if (session.isRecorded) return false;
  return ABOUT_STEPS.has(command) || (command === 'threads' && session.mode === 'ended');
}
