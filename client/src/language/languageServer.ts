/** The language server as the other features see it. It starts with the first document it can serve. */
import {
  Disposable,
  EventEmitter,
  type ExtensionContext,
  type LogOutputChannel,
  type TextDocument,
  window,
  workspace,
} from 'vscode';
import type { GraphResult } from '../../../server/src/protocol.ts';
import type { StartedClient } from '../languageClient.ts';
import { documentSelector, isServed } from './documents.ts';

export type ServerState = 'stopped' | 'starting' | 'running' | 'failed';

export class LanguageServer {
  private readonly stateChange = new EventEmitter<ServerState>();
  readonly onDidChangeState = this.stateChange.event;
  private client: Promise<StartedClient | undefined> | undefined;
  private current: ServerState = 'stopped';

  constructor(
    private readonly context: ExtensionContext,
    private readonly log: LogOutputChannel,
  ) {}

  get state(): ServerState {
    return this.current;
  }

  /** Watches for the first document; nothing is loaded for documents of other languages. */
  startWithDocuments(): void {
    const startFor = (document: TextDocument) => {
      if (this.current === 'stopped' && isServed(document)) void this.start();
    };
    const watching = Disposable.from(
      workspace.onDidOpenTextDocument(startFor),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('stepwise.templates.files')) void this.restartIfRunning();
      }),
    );
    this.context.subscriptions.push(watching, this.stateChange);
    for (const document of workspace.textDocuments) startFor(document);
  }

  /** Undefined when the server does not know the document, or cannot be started. */
  async graph(document: TextDocument): Promise<GraphResult | undefined> {
    if (!isServed(document)) return undefined;
    const client = await this.start();
    return client?.graph(document);
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    const client = await this.client;
    this.client = undefined;
    await client?.stop();
    this.setState('stopped');
  }

  private async restartIfRunning(): Promise<void> {
    if (this.client) await this.restart();
  }

  private start(): Promise<StartedClient | undefined> {
    this.client ??= this.load();
    return this.client;
  }

  private async load(): Promise<StartedClient | undefined> {
    this.setState('starting');
    try {
      const { startClient } = await import('../languageClient.ts');
      const client = await startClient({
        module: this.context.asAbsolutePath('dist/server.js'),
        selector: documentSelector(),
        log: this.log,
        onState: (state) => this.setState(state),
      });
      this.setState('running');
      return client;
    } catch (error) {
      this.log.error('The language server did not start.', error);
      this.setState('failed');
      void window
        .showErrorMessage('The language server of Stepwise did not start. Problems and completion are off.', 'Show Log')
        .then((choice) => choice && this.log.show());
      return undefined;
    }
  }

  private setState(state: ServerState): void {
    if (this.current === state) return;
    this.current = state;
    this.stateChange.fire(state);
  }
}
