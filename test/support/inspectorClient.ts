type Params = Readonly<Record<string, unknown>>;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Params;
  readonly result?: Record<string, unknown>;
}

interface CallFrame {
  readonly functionName: string;
  readonly location: { readonly scriptId: string; readonly lineNumber: number };
}

/** A debugger of Node, as small as it can be: it speaks the Chrome DevTools protocol over a WebSocket. */
export class InspectorClient {
  private readonly answers = new Map<number, (result: Record<string, unknown>) => void>();
  private readonly watchers: { readonly method: string; resolve(params: Params): void }[] = [];
  private readonly unseen: { readonly method: string; readonly params: Params }[] = [];
  private readonly urls = new Map<string, string>();
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

  /** The next event of that name that nobody has waited for. */
  event(method: string): Promise<Params> {
    const at = this.unseen.findIndex((event) => event.method === method);
    if (at >= 0) return Promise.resolve(this.unseen.splice(at, 1)[0]!.params);
    return new Promise((resolve) => this.watchers.push({ method, resolve }));
  }

  /** Where the process stands: the next time that it stops, or now. */
  async paused(): Promise<{ readonly url: string; readonly line: number; readonly functionName: string }> {
    const { callFrames } = (await this.event('Debugger.paused')) as { callFrames: CallFrame[] };
    const { functionName, location } = callFrames[0]!;
    return { url: this.urls.get(location.scriptId) ?? '', line: location.lineNumber + 1, functionName };
  }

  private receive({ id, method = '', params = {}, result }: Message): void {
    if (id !== undefined) {
      this.answers.get(id)?.(result ?? {});
      this.answers.delete(id);
      return;
    }
    if (method === 'Debugger.scriptParsed') this.urls.set(String(params.scriptId), String(params.url));
    const at = this.watchers.findIndex((watcher) => watcher.method === method);
    if (at >= 0) this.watchers.splice(at, 1)[0]!.resolve(params);
    else this.unseen.push({ method, params });
  }
}
