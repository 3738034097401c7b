import { PassThrough } from 'node:stream';
import {
  type ClientCapabilities,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  LogMessageNotification,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver/node';
import { startServer } from '../../server/src/server.ts';
import type { FileSystem } from '../../server/src/workspace.ts';

export interface ClientOptions {
  readonly capabilities?: ClientCapabilities;
  /** Settings below `stepwise`; they can be changed later with `configure`. */
  readonly settings?: unknown;
  /** Files of the workspace `file:///work`, by path below it. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Capabilities of a client that asks for diagnostics. */
export const PULLING: ClientCapabilities = { textDocument: { diagnostic: {} }, workspace: { configuration: true } };

/** The server in this process, behind the protocol, with a client that keeps what it is told. */
export class LanguageClient {
  readonly connection: ProtocolConnection;
  readonly logged: string[] = [];
  result!: InitializeResult;
  #settings: unknown;
  #published: PublishDiagnosticsParams[] = [];
  #waiting: (() => void)[] = [];

  private constructor(options: ClientOptions) {
    const toServer = new PassThrough();
    const toClient = new PassThrough();
    startServer(createConnection(toServer, toClient), memoryFiles(options.files ?? {}));
    this.connection = createProtocolConnection(toClient, toServer);
    this.#settings = options.settings;
    this.connection.onRequest('workspace/configuration', () => [this.#settings]);
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.onNotification(LogMessageNotification.type, ({ message }) => void this.logged.push(message));
    this.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.#published.push(params);
      for (const wake of this.#waiting.splice(0)) wake();
    });
    this.connection.listen();
  }

  static async start(options: ClientOptions = {}): Promise<LanguageClient> {
    const client = new LanguageClient(options);
    client.result = await client.connection.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      workspaceFolders: [{ uri: 'file:///work', name: 'work' }],
      capabilities: options.capabilities ?? PULLING,
    });
    await client.connection.sendNotification('initialized', {});
    return client;
  }

  async open(uri: string, text: string, languageId = 'asl'): Promise<void> {
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  async change(uri: string, version: number, contentChanges: TextDocumentContentChangeEvent[]): Promise<void> {
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  async close(uri: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  async configure(settings: unknown): Promise<void> {
    this.#settings = settings;
    await this.connection.sendNotification('workspace/didChangeConfiguration', { settings: { stepwise: settings } });
  }

  request<T>(method: string, params: object): Promise<T> {
    return this.connection.sendRequest(method, params) as Promise<T>;
  }

  /** A request about one document. */
  ask<T>(method: string, uri: string, more: object = {}): Promise<T> {
    return this.request(`textDocument/${method}`, { textDocument: { uri }, ...more });
  }

  async diagnostics(uri: string): Promise<Diagnostic[]> {
    const report = await this.ask<{ items: Diagnostic[] }>('diagnostic', uri);
    return report.items;
  }

  /** The next published diagnostics that fit. */
  async published(fits: (params: PublishDiagnosticsParams) => boolean): Promise<PublishDiagnosticsParams> {
    for (;;) {
      const index = this.#published.findIndex(fits);
      if (index >= 0) return this.#published.splice(0, index + 1).at(-1)!;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }
}

function memoryFiles(files: Readonly<Record<string, string>>): FileSystem {
  const paths = Object.keys(files).map((path) => `/work/${path}`);
  return {
    readText: async (path) => {
      const text = files[path.replace(/^\/work\//, '')];
      if (text === undefined) throw new Error(`There is no file ${path}`);
      return text;
    },
    list: async (path) => {
      const directory = path.replace(/\/*$/, '/');
      const below = paths
        .filter((candidate) => candidate.startsWith(directory))
        .map((candidate) => candidate.slice(directory.length));
      const names = new Map(below.map((rest) => [rest.split('/')[0]!, rest.includes('/')]));
      return [...names].map(([name, isDirectory]) => ({ name, isDirectory }));
    },
  };
}
