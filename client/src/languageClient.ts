/** Starts the language server in a process of its own and speaks with it. Loaded with the first document only. */
import type { DocumentFilter, LogOutputChannel, TextDocument } from 'vscode';
import { CloseAction, type ErrorHandler, LanguageClient, State, TransportKind } from 'vscode-languageclient/node';
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

/**
 * As much of a young generation as the server makes do with, in MB for each half, and by how much the old one grows before it is cleaned up; by itself
 * the engine takes 64, and lets a heap of that size double.
 */
const smallHeap = ['--max-semi-space-size=4', '--heap-growing-percent=40'];

/** Rejects when the server cannot be started. */
export async function startClient(options: ClientOptions): Promise<StartedClient> {
  try {
    return await start(options, smallHeap);
  } catch (error) {
    // Every editor brings an engine of its own, and one that does not know a flag ends at once.
    options.log.warn(`The language server did not start with ${smallHeap.join(' ')}; it is started without.`, error);
    return start(options, []);
  }
}

async function start({ module, selector, log, onState }: ClientOptions, execArgv: string[]): Promise<StartedClient> {
  let hasStarted = false;
  const client: LanguageClient = new LanguageClient(
    'stepwise',
    'Stepwise',
    { module, transport: TransportKind.ipc, options: { execArgv } },
    {
      // The types of this client's filters are those of the protocol; the editor's own filters have the same shape.
      documentSelector: selector as { language: string; pattern?: string }[],
      outputChannel: log,
      traceOutputChannel: log,
      markdown: { supportHtml: false },
      errorHandler: restartOnly(
        () => hasStarted,
        () => client.createDefaultErrorHandler(),
      ),
    },
  );
  client.onDidChangeState(({ newState }) => onState(stateNames[newState as keyof typeof stateNames] ?? 'starting'));
  await client.start();
  hasStarted = true;
  return {
    graph: async (document) => {
      const params: GraphParams = { textDocument: { uri: client.code2ProtocolConverter.asUri(document.uri) } };
      return (await client.sendRequest<GraphResult | null>(GRAPH_REQUEST, params)) ?? undefined;
    },
    stop: () => client.dispose(),
  };
}

/** A server that has run is restarted as usual; one that never did is not tried again the same way. */
function restartOnly(hasStarted: () => boolean, makeUsual: () => ErrorHandler): ErrorHandler {
  let usual: ErrorHandler | undefined;
  const handler = () => {
    usual ??= makeUsual();
    return usual;
  };
  return {
    error: (error, message, count) => handler().error(error, message, count),
    closed: () => (hasStarted() ? handler().closed() : { action: CloseAction.DoNotRestart, handled: true }),
  };
}
