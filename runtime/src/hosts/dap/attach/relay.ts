import type { Duplex } from 'node:stream';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { framed, MessageStream } from '../messageStream.ts';
import { RequestProblem, refused } from '../requestProblem.ts';
import type { AslDebugSession, Reply } from '../session.ts';

/** How long the client may take to answer a request of the endpoint. */
const CLIENT_MILLISECONDS = 30_000;

/**
 * Passes requests of the client on to the debugger inside an endpoint, and what that says to the client. Messages are numbered anew on each side.
 */
export class Relay {
  private readonly open = new Map<number, (answer: Reply | RequestProblem) => void>();
  private seq = 0;
  private hasEnded = false;

  constructor(
    private readonly session: AslDebugSession,
    private readonly stream: Duplex,
    /** The endpoint has closed the stream before the execution had ended. */
    private readonly onGone: () => void,
  ) {
    const messages = new MessageStream(
      (text) => this.receive(JSON.parse(text) as DebugProtocol.ProtocolMessage),
      () => stream.destroy(),
    );
    stream.on('data', (chunk: Buffer) => messages.push(chunk));
    stream.on('error', () => {});
    stream.on('close', () => this.closed());
  }

  request(command: string, args: unknown): Promise<Reply | RequestProblem> {
    if (this.stream.destroyed) return Promise.resolve(refused('The endpoint has gone.'));
    const seq = this.send({ type: 'request', command, arguments: args });
    return new Promise((resolve) => this.open.set(seq, resolve));
  }

  private send(message: object): number {
    this.seq += 1;
    this.stream.write(framed(JSON.stringify({ seq: this.seq, ...message })));
    return this.seq;
  }

  private receive(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === 'response') this.answered(message as DebugProtocol.Response);
    else if (message.type === 'request') this.ask(message as DebugProtocol.Request);
    else this.tell(message as DebugProtocol.Event);
  }

  private answered({ request_seq: seq, success, body, message }: DebugProtocol.Response): void {
    const answer = this.open.get(seq);
    this.open.delete(seq);
    const { id = 1000, showUser = false } = (body as DebugProtocol.ErrorResponse['body'] | undefined)?.error ?? {};
    answer?.(success ? { body } : new RequestProblem(id, message ?? '', showUser));
  }

  /** A request of the endpoint: the client starts a session for an execution. */
  private ask({ seq, command, arguments: args }: DebugProtocol.Request): void {
    this.session.sendRequest(command, args, CLIENT_MILLISECONDS, ({ success, body, message }) =>
      this.send({ type: 'response', request_seq: seq, command, success, body, message }),
    );
  }

  private tell({ event, body }: DebugProtocol.Event): void {
    // The client has heard of this session before it was passed on.
    if (event === 'initialized') return;
    if (event === 'terminated') this.hasEnded = true;
    this.session.sendBody(event, body);
  }

  private closed(): void {
    for (const answer of this.open.values()) answer(refused('The endpoint has gone.'));
    this.open.clear();
    if (!this.hasEnded) this.onGone();
  }
}
