import type { DebugProtocol } from '@vscode/debugprotocol';
import { AslDebugSession } from '../../runtime/src/hosts/dap/session.ts';

/** A client of an adapter in this process. Messages are plain objects; everything the adapter sends is kept in order. */
export class DapClient {
  readonly received: DebugProtocol.ProtocolMessage[] = [];
  readonly sent: DebugProtocol.Request[] = [];
  private readonly session = new AslDebugSession();
  private readonly answers = new Map<number, (response: DebugProtocol.Response) => void>();
  private readonly watchers: { event: string; resolve: (event: DebugProtocol.Event) => void }[] = [];
  private seq = 0;
  exited = false;
  /** Answers requests of the adapter, such as `startDebugging`; false refuses. */
  onRequest: (request: DebugProtocol.Request) => boolean = () => false;

  constructor() {
    this.session.onExit = () => {
      this.exited = true;
    };
    this.session.onDidSendMessage((message) => this.receive(JSON.parse(JSON.stringify(message))));
  }

  /** Sends a request; the answer comes whether it succeeded or not. */
  request(command: string, args?: unknown): Promise<DebugProtocol.Response> {
    this.seq += 1;
    const request: DebugProtocol.Request = {
      seq: this.seq,
      type: 'request',
      command,
      ...(args === undefined ? {} : { arguments: args }),
    };
    this.sent.push(request);
    return new Promise((resolve) => {
      this.answers.set(request.seq, resolve);
      this.session.handleMessage(request);
    });
  }

  /** Sends a request that has to succeed, and answers its body. */
  async ask<Body = Record<string, unknown>>(command: string, args?: unknown): Promise<Body> {
    const response = await this.request(command, args);
    if (!response.success) throw new Error(`${command}: ${response.message}`);
    return response.body as Body;
  }

  /** The next event of that name that has not been waited for yet. */
  event(event: string): Promise<DebugProtocol.Event> {
    return new Promise((resolve) => this.watchers.push({ event, resolve }));
  }

  /** Initializes, launches, sets breakpoints and starts. Answers what it stops at, or undefined when it ends. */
  async launch(
    args: object,
    breakpoints: { lines?: object[]; functions?: object[]; filters?: string[]; path?: string } = {},
  ) {
    await this.ask('initialize', { adapterID: 'asl', clientID: 'test', supportsProgressReporting: false });
    await this.ask('launch', args);
    if (breakpoints.lines) {
      await this.ask('setBreakpoints', {
        source: { path: breakpoints.path ?? (args as { program: string }).program },
        breakpoints: breakpoints.lines,
      });
    }
    if (breakpoints.functions) await this.ask('setFunctionBreakpoints', { breakpoints: breakpoints.functions });
    await this.ask('setExceptionBreakpoints', { filters: breakpoints.filters ?? ['uncaught'] });
    return this.move('configurationDone');
  }

  /** Sends a request that lets execution go on, and waits for the next stop or the end. */
  async move(command: string, args?: unknown): Promise<DebugProtocol.StoppedEvent['body'] | undefined> {
    const outcome = Promise.race([this.event('stopped'), this.event('terminated')]);
    await this.ask(command, args);
    const event = await outcome;
    this.watchers.length = 0;
    return event.event === 'stopped' ? (event as DebugProtocol.StoppedEvent).body : undefined;
  }

  /** Waits until the adapter has nothing more to do: it stands, has ended, or waits for somebody. */
  async quiet(): Promise<void> {
    for (let seen = -1, turns = 0; turns < QUIET_TURNS; ) {
      await new Promise((resolve) => setImmediate(resolve));
      turns = seen === this.received.length ? turns + 1 : 0;
      seen = this.received.length;
    }
  }

  private receive(message: DebugProtocol.ProtocolMessage): void {
    this.received.push(message);
    if (message.type === 'response') {
      const response = message as DebugProtocol.Response;
      const answer = this.answers.get(response.request_seq);
      this.answers.delete(response.request_seq);
      answer?.(response);
      return;
    }
    if (message.type === 'request') {
      const request = message as DebugProtocol.Request;
      const success = this.onRequest(request);
      const response = { seq: 0, type: 'response', request_seq: request.seq, command: request.command, success };
      setImmediate(() => this.session.handleMessage(response));
      return;
    }
    const event = message as DebugProtocol.Event;
    const at = this.watchers.findIndex((watcher) => watcher.event === event.event);
    if (at >= 0) this.watchers.splice(at, 1)[0]!.resolve(event);
  }
}

/** Turns of the event loop without a message after which nothing more is expected. */
const QUIET_TURNS = 6;
