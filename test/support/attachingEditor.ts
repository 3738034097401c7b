import type { DebugProtocol } from '@vscode/debugprotocol';
import { DapClient } from './dapClient.ts';

/** Breakpoints of an editor: every session gets the same. */
export interface EditorBreakpoints {
  readonly functions?: readonly DebugProtocol.FunctionBreakpoint[];
}

export interface ChildSession {
  readonly dap: DapClient;
  /** The first stop; undefined when the execution ends without one. */
  readonly first: DebugProtocol.StoppedEvent['body'] | undefined;
}

/** An editor that attaches to an endpoint and starts the sessions that it is asked for, as Visual Studio Code does. */
export class AttachingEditor {
  readonly parent = new DapClient();
  /** Configurations of the child sessions that were asked for. */
  readonly asked: Record<string, unknown>[] = [];
  private readonly children: Promise<ChildSession>[] = [];
  private readonly waiting: ((child: Promise<ChildSession>) => void)[] = [];
  /** Whether the editor starts the sessions that it is asked for. */
  startsSessions = true;

  constructor(
    private readonly endpoint: string,
    private readonly breakpoints: EditorBreakpoints = {},
  ) {
    this.parent.onRequest = ({ command, arguments: args }) => {
      if (command !== 'startDebugging' || !this.startsSessions) return false;
      this.asked.push(args.configuration);
      const child = this.start(args.configuration);
      const waits = this.waiting.shift();
      if (waits) waits(child);
      else this.children.push(child);
      return true;
    };
  }

  /** Attaches to the endpoint. Answers the response of `attach`. */
  async attach(args: object = {}, client: object = {}): Promise<DebugProtocol.Response> {
    const { parent } = this;
    await parent.ask('initialize', { adapterID: 'asl', supportsStartDebuggingRequest: true, ...client });
    const response = await parent.request('attach', { endpoint: this.endpoint, ...args });
    if (response.success) await this.configure(parent);
    return response;
  }

  /** The next child session, configured and at its first stop. */
  child(): Promise<ChildSession> {
    return this.children.shift() ?? new Promise((resolve) => this.waiting.push(resolve));
  }

  private async start(configuration: object): Promise<ChildSession> {
    const dap = new DapClient();
    await dap.ask('initialize', { adapterID: 'asl' });
    await dap.ask('attach', configuration);
    return { dap, first: await this.configure(dap) };
  }

  private async configure(dap: DapClient): Promise<DebugProtocol.StoppedEvent['body'] | undefined> {
    await dap.ask('setFunctionBreakpoints', { breakpoints: this.breakpoints.functions ?? [] });
    await dap.ask('setExceptionBreakpoints', { filters: ['uncaught'] });
    if (dap !== this.parent) return dap.move('configurationDone');
    await dap.ask('configurationDone');
    return undefined;
  }
}

/** Name of the frame on top of a thread. */
export async function topFrame(dap: DapClient, threadId: number | undefined): Promise<DebugProtocol.StackFrame> {
  const { stackFrames } = await dap.ask<{ stackFrames: DebugProtocol.StackFrame[] }>('stackTrace', { threadId });
  return stackFrames[0]!;
}

/** Values of a scope of the frame on top, as they are shown. */
export async function scopeValues(
  dap: DapClient,
  threadId: number | undefined,
  scope: string,
): Promise<Record<string, string>> {
  const { id } = await topFrame(dap, threadId);
  const { scopes } = await dap.ask<{ scopes: DebugProtocol.Scope[] }>('scopes', { frameId: id });
  const variablesReference = scopes.find(({ name }) => name === scope)?.variablesReference;
  const { variables } = await dap.ask<{ variables: DebugProtocol.Variable[] }>('variables', { variablesReference });
  return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
}
