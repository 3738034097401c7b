import {
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { Diagnostics } from './diagnostics.ts';
import { Documents } from './documents.ts';
import { describe } from './guard.ts';
import { registerRequests } from './requests.ts';
import {
  CODE_ACTION_KINDS,
  COMPLETION_TRIGGERS,
  type ItemOptions,
  machinesOfFile,
  SEMANTIC_TOKENS_LEGEND,
  SIGNATURE_TRIGGERS,
} from './service/languageService.ts';
import { DEFAULT_SETTINGS, readSettings, type Settings } from './settings.ts';
import { type FileSystem, Workspace } from './workspace.ts';

/** What the client can do, as far as the server cares. */
interface Client {
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly hasConfiguration: boolean;
  readonly registersConfiguration: boolean;
  readonly registersWatchers: boolean;
  readonly refreshesInlayHints: boolean;
  readonly items: ItemOptions;
}

/** Starts to answer on a connection. */
export function startServer(connection: Connection, files: FileSystem): void {
  const documents = new Documents();
  const workspace = new Workspace(files, documents);
  let settings: Settings = DEFAULT_SETTINGS;
  let client: Client = readClient({} as InitializeParams);
  let folders: readonly string[] = [];
  const log = (message: string): void => connection.console.error(message);
  const diagnostics = new Diagnostics({
    publish: (uri, version, items) => void connection.sendDiagnostics({ uri, version, diagnostics: items }),
    later: (milliseconds, action) => {
      const timer = setTimeout(action, milliseconds);
      return () => clearTimeout(timer);
    },
    now: () => performance.now(),
    settings: () => settings,
    machineType: (uri) => machinesOfFile(workspace.known, uri).find(({ item }) => item.type)?.item.type,
    attempt: (uri, action) => attempt(`diagnostics for ${uri}`, action),
  });

  connection.onInitialize((params) => {
    client = readClient(params);
    folders = (params.workspaceFolders ?? []).map(({ uri }) => uri);
    if (folders.length === 0 && params.rootUri) folders = [params.rootUri];
    applySettings(readSettings((params.initializationOptions as { settings?: unknown } | undefined)?.settings));
    return initializeResult(client);
  });

  connection.onInitialized(() => {
    if (client.registersConfiguration)
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'stepwise' });
    if (client.registersWatchers) {
      void connection.client.register(DidChangeWatchedFilesNotification.type, {
        watchers: [{ globPattern: '**/*.{json,yaml,yml,asl}' }],
      });
    }
    attempt('settings', pullSettings);
    attempt('templates', loadTemplates);
  });

  connection.onDidChangeConfiguration(({ settings: pushed }) => {
    if (client.hasConfiguration) attempt('settings', pullSettings);
    else useSettings(readSettings((pushed as { stepwise?: unknown } | undefined)?.stepwise));
  });

  connection.onDidChangeWatchedFiles(() => {
    workspace.invalidate();
    attempt('templates', loadTemplates);
  });

  connection.onDidOpenTextDocument(({ textDocument }) => {
    documents.open(textDocument);
    pushDiagnostics(textDocument.uri);
  });

  connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
    documents.change(textDocument.uri, textDocument.version, contentChanges);
    pushDiagnostics(textDocument.uri);
  });

  connection.onDidCloseTextDocument(({ textDocument }) => {
    documents.close(textDocument.uri);
    diagnostics.forget(textDocument.uri);
    if (!client.pullsDiagnostics) void connection.sendDiagnostics({ uri: textDocument.uri, diagnostics: [] });
  });

  registerRequests(connection, {
    documents,
    diagnostics,
    workspace,
    settings: () => settings,
    itemOptions: () => client.items,
    log,
  });
  connection.listen();

  function pushDiagnostics(uri: string): void {
    const document = documents.get(uri);
    if (client.pullsDiagnostics || !document) return;
    diagnostics.schedule(document, () => documents.get(uri) === document);
  }

  function refreshDiagnostics(): void {
    diagnostics.invalidate();
    if (client.pullsDiagnostics) {
      if (client.refreshesDiagnostics) connection.languages.diagnostics.refresh();
    } else for (const { uri } of documents.all()) pushDiagnostics(uri);
  }

  function applySettings(next: Settings): void {
    settings = next;
    workspace.configure(folders, settings.templates);
  }

  function useSettings(next: Settings): void {
    if (JSON.stringify(next) === JSON.stringify(settings)) return;
    applySettings(next);
    refreshDiagnostics();
    if (client.refreshesInlayHints) connection.languages.inlayHint.refresh();
    attempt('templates', loadTemplates);
  }

  async function pullSettings(): Promise<void> {
    if (!client.hasConfiguration) return;
    useSettings(readSettings(await connection.workspace.getConfiguration('stepwise')));
  }

  /** Types of state machines come from templates, and what is refused depends on them. */
  async function loadTemplates(): Promise<void> {
    const templates = await workspace.templates();
    if (templates.length > 0) refreshDiagnostics();
  }

  function attempt(what: string, action: () => void | Promise<void>): void {
    Promise.resolve()
      .then(action)
      .catch((error: unknown) => log(`Error while computing ${what}: ${describe(error)}`));
  }
}

function readClient({ capabilities, initializationOptions }: InitializeParams): Client {
  const { workspace, textDocument } = capabilities ?? {};
  const suggestCommand: unknown = (initializationOptions as { suggestCommand?: unknown } | undefined)?.suggestCommand;
  return {
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    hasConfiguration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    items: {
      snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
      ...(typeof suggestCommand === 'string' ? { suggestCommand } : {}),
    },
    refreshesInlayHints: workspace?.inlayHint?.refreshSupport === true,
    registersWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
  };
}

function initializeResult(client: Client): InitializeResult {
  return {
    serverInfo: { name: 'Stepwise' },
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      ...(client.pullsDiagnostics
        ? { diagnosticProvider: { identifier: 'stepwise', interFileDependencies: false, workspaceDiagnostics: false } }
        : {}),
      completionProvider: { triggerCharacters: [...COMPLETION_TRIGGERS], resolveProvider: true },
      hoverProvider: true,
      signatureHelpProvider: { triggerCharacters: [...SIGNATURE_TRIGGERS] },
      codeActionProvider: { codeActionKinds: [...CODE_ACTION_KINDS] },
      definitionProvider: true,
      referencesProvider: true,
      documentHighlightProvider: true,
      renameProvider: { prepareProvider: true },
      documentSymbolProvider: true,
      workspaceSymbolProvider: true,
      callHierarchyProvider: true,
      documentLinkProvider: {},
      foldingRangeProvider: true,
      selectionRangeProvider: true,
      documentFormattingProvider: true,
      documentRangeFormattingProvider: true,
      semanticTokensProvider: { legend: SEMANTIC_TOKENS_LEGEND, full: true, range: true },
      inlayHintProvider: true,
    },
  };
}
