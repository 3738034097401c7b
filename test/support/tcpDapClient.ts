import net from 'node:net';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { framed, MessageStream } from '../../runtime/src/hosts/dap/messageStream.ts';

/** A client of a debug adapter that listens on a port, such as debugpy's. */
export class TcpDapClient {
  private readonly answers = new Map<number, (response: DebugProtocol.Response) => void>();
  private readonly events: DebugProtocol.Event[] = [];
  private readonly watchers: { readonly event: string; resolve(event: DebugProtocol.Event): void }[] = [];
  private seq = 0;

  private constructor(private readonly socket: net.Socket) {
    const messages = new MessageStream(
      (text) => this.receive(JSON.parse(text) as DebugProtocol.ProtocolMessage),
      () => socket.destroy(),
    );
    socket.on('data', (piece: Buffer) => messages.push(piece));
    socket.on('error', () => {});
  }

  static connect(port: number): Promise<TcpDapClient> {
    const socket = net.connect(port, '127.0.0.1');
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.once('connect', () => resolve(new TcpDapClient(socket)));
    });
  }

  request<Body = Record<string, unknown>>(command: string, args: object = {}): Promise<Body> {
    this.seq += 1;
    this.socket.write(framed(JSON.stringify({ seq: this.seq, type: 'request', command, arguments: args })));
    return new Promise((resolve) => this.answers.set(this.seq, ({ body }) => resolve(body as Body)));
  }

  /** The next event of that name that nobody has waited for. */
  event(name: string): Promise<DebugProtocol.Event> {
    const at = this.events.findIndex(({ event }) => event === name);
    if (at >= 0) return Promise.resolve(this.events.splice(at, 1)[0]!);
    return new Promise((resolve) => this.watchers.push({ event: name, resolve }));
  }

  close(): void {
    this.socket.destroy();
  }

  private receive(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === 'response') {
      const response = message as DebugProtocol.Response;
      this.answers.get(response.request_seq)?.(response);
    } else if (message.type === 'event') {
      const event = message as DebugProtocol.Event;
      const at = this.watchers.findIndex((watcher) => watcher.event === event.event);
      if (at < 0) this.events.push(event);
      else this.watchers.splice(at, 1)[0]!.resolve(event);
    }
  }
}
