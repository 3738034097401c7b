/** Starts the language server in a process of its own and speaks with it. Loaded with the first document only. */
import type { DocumentFilter, LogOutputChannel, TextDocument } from 'vscode';
import { LanguageClient, State, TransportKind } from 'vscode-languageclient/node';
import { GRAPH_REQUEST, type GraphParams, type GraphResult } from '../../server/src/protocol.ts';

export interface ClientOptions {
  /** Path of the bundled server. */
  module: string;
  selector: DocumentFilter[];
  log: LogOutputChannel;
  onState(state: 'running' | 'starting' | 'stopped'): void;
}

export interface StartedClient {
  graph(document: TextDocument): Promise<GraphResult | undefined>;
  stop(): Promise<void>;
}

const stateNames = { [State.Running]: 'running', [State.Starting]: 'starting', [State.Stopped]: 'stopped' } as const;

export async function startClient({ module, selector, log, onState }: ClientOptions): Promise<StartedClient> {
  const client = new LanguageClient(
    'stepwise',
    'Stepwise',
    // As much of a young generation as the server makes do with, in MB for each half; by itself the engine takes 64.
    { module, transport: TransportKind.ipc, options: { execArgv: ['--max-semi-space-size=4'] } },
    {
      // The types of this client's filters are those of the protocol; the editor's own filters have the same shape.
      documentSelector: selector as { language: string; pattern?: string }[],
      outputChannel: log,
      traceOutputChannel: log,
      markdown: { supportHtml: false },
    },
  );
  client.onDidChangeState(({ newState }) => onState(stateNames[newState as keyof typeof stateNames] ?? 'starting'));
  await client.start();
  return {
    graph: async (document) => {
      const params: GraphParams = { textDocument: { uri: client.code2ProtocolConverter.asUri(document.uri) } };
      return (await client.sendRequest<GraphResult | null>(GRAPH_REQUEST, params)) ?? undefined;
    },
    stop: () => client.dispose(),
  };
}
