import type { Duplex } from 'node:stream';
import { RequestProblem, refused } from '../requestProblem.ts';
import type { AslDebugSession, Reply } from '../session.ts';
import { type AttachArguments, endpointOf } from './attachArguments.ts';
import { openChannel } from './debugChannel.ts';
import { Relay } from './relay.ts';

/** Requests that say how executions are to be debugged: a debugger that comes anew has to hear them again. */
const CONFIGURATION: ReadonlySet<string> = new Set([
  'setBreakpoints',
  'setFunctionBreakpoints',
  'setExceptionBreakpoints',
  'setDataBreakpoints',
]);
const DELAY_MILLISECONDS = 1000;
const MOST_ATTEMPTS = 30;

/** The way to the debugger inside an endpoint. With `restart` it is opened again when the endpoint has gone and comes back. */
export class EndpointConnection {
  private relay: Relay | undefined;
  private readonly configuration = new Map<string, { readonly command: string; readonly args: unknown }>();
  private isConfigured = false;
  private hasLeft = false;

  constructor(
    private readonly session: AslDebugSession,
    private readonly args: AttachArguments,
  ) {
    for (const { command, arguments: early } of session.early.values()) this.remember(command, early);
  }

  /** Opens the channel and attaches. Answers what the endpoint says to that. */
  async open(): Promise<Reply | RequestProblem> {
    const stream = await openChannel(endpointOf(this.args), this.args.token);
    return stream instanceof RequestProblem ? stream : this.attach(stream);
  }

  request(command: string, args: unknown): Promise<Reply | RequestProblem> {
    if (command === 'disconnect' || command === 'terminate') this.hasLeft = true;
    if (command === 'configurationDone') this.isConfigured = true;
    if (CONFIGURATION.has(command)) this.remember(command, args);
    return this.relay?.request(command, args) ?? Promise.resolve(refused('The endpoint has gone.'));
  }

  private async attach(stream: Duplex): Promise<Reply | RequestProblem> {
    const relay = new Relay(this.session, stream, () => this.gone(relay));
    this.relay = relay;
    await relay.request('initialize', this.session.client);
    for (const { command, args } of this.configuration.values()) await relay.request(command, args);
    const reply = await relay.request('attach', { ...this.args, endpoint: endpointOf(this.args) });
    if (reply instanceof RequestProblem) {
      this.relay = undefined;
      stream.destroy();
    }
    return reply;
  }

  /** The last of each kind and source counts. */
  private remember(command: string, args: unknown): void {
    const { source } = (args ?? {}) as { readonly source?: { readonly path?: string } };
    this.configuration.set(`${command} ${source?.path ?? ''}`, { command, args });
  }

  /** The endpoint has closed the channel, and its executions have not ended. */
  private gone(relay: Relay): void {
    if (this.relay !== relay) return;
    this.relay = undefined;
    const { restart } = this.args;
    if (this.hasLeft || !restart) {
      this.end('The endpoint has gone.');
      return;
    }
    this.tell('The endpoint has gone. Waiting for it to come back.');
    void this.comeBack(typeof restart === 'object' ? restart : {});
  }

  private async comeBack({ delay = DELAY_MILLISECONDS, maxAttempts = MOST_ATTEMPTS }: Restart): Promise<void> {
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      await new Promise((resolve) => setTimeout(resolve, delay));
      if (this.hasLeft) return;
      const stream = await openChannel(endpointOf(this.args), this.args.token);
      if (stream instanceof RequestProblem) continue;
      const reply = await this.attach(stream);
      if (reply instanceof RequestProblem) {
        this.end(reply.message);
        return;
      }
      this.tell('The endpoint is back.');
      this.session.sendBody('invalidated', { areas: ['all'] });
      reply.after?.();
      if (this.isConfigured) await this.relay?.request('configurationDone', {});
      return;
    }
    this.end(`The endpoint has not come back (${maxAttempts} attempts).`);
  }

  private end(reason: string): void {
    this.tell(reason);
    this.session.sendBody('terminated');
  }

  private tell(text: string): void {
    this.session.sendBody('output', { category: 'important', output: `${text}\n` });
  }
}

type Restart = Extract<AttachArguments['restart'], object>;
