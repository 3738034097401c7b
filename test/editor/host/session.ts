/** A debug session as a test drives it: it starts, stops, steps and ends; what the adapter says is remembered. */
import { type DebugConfiguration, type DebugSession, type Disposable, debug } from 'vscode';
import { fileUri, until } from './support.ts';

interface Message {
  type: 'event' | 'response' | 'request';
  event?: string;
  command?: string;
  body?: Record<string, unknown>;
}

export interface Variable {
  name: string;
  value: string;
  variablesReference: number;
}

export interface Frame {
  id: number;
  name: string;
  line: number;
}

export class TestSession {
  readonly messages: Message[] = [];
  session: DebugSession | undefined;
  ended = false;
  private readonly subscriptions: Disposable[];
  private read = 0;

  constructor() {
    this.subscriptions = [
      debug.registerDebugAdapterTrackerFactory('asl', {
        createDebugAdapterTracker: (session) => {
          this.session ??= session;
          return {
            onDidSendMessage: (message: Message) => this.messages.push(message),
          };
        },
      }),
      debug.onDidTerminateDebugSession((session) => {
        if (session.id === this.session?.id) this.ended = true;
      }),
    ];
  }

  /** Starts a file of the workspace; answers when the session runs. */
  async start(program: string, configuration: Partial<DebugConfiguration> = {}, noDebug = false): Promise<void> {
    const complete = {
      type: 'asl',
      request: 'launch',
      name: program,
      program: fileUri(program).fsPath,
      ...configuration,
    };
    const started = await debug.startDebugging(undefined, complete, { noDebug });
    if (!started) throw new Error(`${program} did not start`);
  }

  /** Waits for the next stop. */
  async stopped(): Promise<{ reason: string; threadId: number }> {
    const message = await this.next('stopped');
    return message.body as { reason: string; threadId: number };
  }

  async next(event: string): Promise<Message> {
    return until(`the event ${event}`, () => {
      const index = this.messages.findIndex(
        (message, at) => at >= this.read && message.type === 'event' && message.event === event,
      );
      if (index < 0) return undefined;
      this.read = index + 1;
      return this.messages[index];
    });
  }

  events(event: string): Message[] {
    return this.messages.filter((message) => message.type === 'event' && message.event === event);
  }

  /** Everything that was written to the debug console. */
  output(): string {
    return this.events('output')
      .map((message) => String(message.body?.output ?? ''))
      .join('');
  }

  async frames(threadId: number): Promise<Frame[]> {
    const { stackFrames } = await this.request<{ stackFrames: Frame[] }>('stackTrace', {
      threadId,
      startFrame: 0,
      levels: 20,
    });
    return stackFrames;
  }

  /** Name of the state on top of the stack, without its type. */
  async state(threadId: number): Promise<string> {
    const frames = await this.frames(threadId);
    const frame = frames.find((candidate) => !candidate.name.startsWith('phase:')) ?? frames[0]!;
    return frame.name.replace(/ \(.*$/, '');
  }

  async variables(frameId: number, scope: string): Promise<Variable[]> {
    const { scopes } = await this.request<{ scopes: { name: string; variablesReference: number }[] }>('scopes', {
      frameId,
    });
    const found = scopes.find((candidate) => candidate.name === scope);
    if (!found) throw new Error(`no scope ${scope} in ${scopes.map((candidate) => candidate.name).join()}`);
    const { variables } = await this.request<{ variables: Variable[] }>('variables', {
      variablesReference: found.variablesReference,
    });
    return variables;
  }

  async evaluate(expression: string, frameId: number, context = 'watch'): Promise<string> {
    const { result } = await this.request<{ result: string }>('evaluate', { expression, frameId, context });
    return result;
  }

  async request<T>(command: string, body?: unknown): Promise<T> {
    return (await this.session!.customRequest(command, body)) as T;
  }

  async end(): Promise<void> {
    await until('the end of the session', () => this.ended);
  }

  async dispose(): Promise<void> {
    if (this.session && !this.ended) {
      await debug.stopDebugging(this.session);
      await this.end();
    }
    for (const subscription of this.subscriptions) subscription.dispose();
    debug.removeBreakpoints(debug.breakpoints);
  }
}
