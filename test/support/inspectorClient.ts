/** A debugger of Node, as small as it can be: it speaks the Chrome DevTools protocol over a WebSocket. */
export class InspectorClient {
  private readonly answers = new Map<number, (result: Record<string, unknown>) => void>();
  private readonly watchers: { readonly method: string; resolve(): void }[] = [];
  private readonly unseen: string[] = [];
  private count = 0;

  private constructor(private readonly socket: WebSocket) {
    socket.addEventListener('message', ({ data }) => this.receive(JSON.parse(String(data))));
  }

  /** Attaches to the process that listens on a port of this machine. */
  static async attach(port: number): Promise<InspectorClient> {
    const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
      webSocketDebuggerUrl: string;
    }[];
    const socket = new WebSocket(targets[0]!.webSocketDebuggerUrl);
    await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
    const client = new InspectorClient(socket);
    await client.send('Debugger.enable');
    await client.send('Runtime.enable');
    return client;
  }

  send(method: string, params: object = {}): Promise<Record<string, unknown>> {
    this.count += 1;
    this.socket.send(JSON.stringify({ id: this.count, method, params }));
    return new Promise((resolve) => this.answers.set(this.count, resolve));
  }

  /** Resolves when the process has stopped; at once when it stands already. */
  event(method: string): Promise<void> {
    const at = this.unseen.indexOf(method);
    if (at >= 0) {
      this.unseen.splice(at, 1);
      return Promise.resolve();
    }
    return new Promise((resolve) => this.watchers.push({ method, resolve }));
  }

  private receive({ id, method, result }: { id?: number; method?: string; result?: Record<string, unknown> }): void {
    if (id !== undefined) {
      this.answers.get(id)?.(result ?? {});
      this.answers.delete(id);
      return;
    }
    const at = this.watchers.findIndex((watcher) => watcher.method === method);
    if (at >= 0) this.watchers.splice(at, 1)[0]!.resolve();
    else this.unseen.push(String(method));
  }
}
