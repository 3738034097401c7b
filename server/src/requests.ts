import {
  type CancellationToken,
  type Connection,
  type DiagnosticServerCancellationData,
  type DocumentDiagnosticReport,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver';
import type { Diagnostics } from './diagnostics.ts';
import type { Documents, OpenDocument } from './documents.ts';
import { cancelled, guarded, type Log } from './guard.ts';
import { GRAPH_REQUEST, type GraphParams, type GraphResult } from './protocol.ts';
import * as service from './service/languageService.ts';
import type { Settings } from './settings.ts';
import type { Workspace } from './workspace.ts';

/** What the requests are answered from. */
export interface RequestContext {
  readonly documents: Documents;
  readonly diagnostics: Diagnostics;
  readonly workspace: Workspace;
  readonly log: Log;
  settings(): Settings;
  itemOptions(): service.ItemOptions;
}

interface DocumentParams {
  readonly textDocument: { readonly uri: string };
}

/** Registers every request. Each finds its document, asks the language service and answers; documents that are not open answer empty. */
export function registerRequests(connection: Connection, context: RequestContext): void {
  const { workspace, log } = context;

  /** A request about one document. */
  function on<P extends DocumentParams, R>(
    name: string,
    fallback: R,
    answer: (document: OpenDocument, params: P) => R | Promise<R>,
  ): (params: P, token: CancellationToken) => Promise<R | ResponseError<void>> {
    return (params, token) => {
      const { uri } = params.textDocument;
      return guarded({ name, uri, fallback, token }, log, () => {
        const document = context.documents.get(uri);
        return document?.isRelevant ? answer(document, params) : fallback;
      });
    };
  }

  /** A request about the place of a cursor in one document. */
  function at<P extends DocumentParams & { position: { line: number; character: number } }, R>(
    name: string,
    fallback: R,
    answer: (document: OpenDocument, offset: number, params: P) => R | Promise<R>,
  ): (params: P, token: CancellationToken) => Promise<R | ResponseError<void>> {
    return on<P, R>(name, fallback, (open, params) =>
      answer(open, service.toOffset(open.document, params.position), params),
    );
  }

  async function sources(): Promise<service.DefinitionSources> {
    return { templates: await workspace.templates(), readText: (uri) => workspace.readText(uri) };
  }

  /** Templates as they were last read: completion must not wait for the disk. */
  async function workspaceInput(uri: string): Promise<service.WorkspaceInput> {
    return { uri, templates: workspace.known, sampleInputs: await workspace.sampleInputs(uri) };
  }

  connection.languages.diagnostics.on(({ textDocument, previousResultId }, token) => {
    const fallback: DocumentDiagnosticReport = { kind: 'full', items: [] };
    const { uri } = textDocument;
    const report = guarded({ name: 'diagnostics', uri, fallback, token }, log, async () => {
      const open = context.documents.get(uri);
      if (!open) return fallback;
      const isWanted = () => !token.isCancellationRequested && context.documents.get(uri) === open;
      const found = await context.diagnostics.report(open, previousResultId, isWanted);
      if (found) return found;
      if (!context.documents.get(uri)) return fallback;
      throw token.isCancellationRequested ? cancelled() : outdated();
    });
    // The protocol's type leaves no place for the error of a cancelled request, the library does.
    return report as Promise<DocumentDiagnosticReport>;
  });
  connection.onCompletion(
    at('completion', { isIncomplete: false, items: [] }, async ({ analysis, uri }, offset) =>
      service.complete(analysis, offset, await workspaceInput(uri), context.itemOptions()),
    ),
  );
  connection.onHover(
    at(
      'hover',
      null,
      async ({ analysis, uri }, offset) => service.hoverAt(analysis, offset, await workspaceInput(uri)) ?? null,
    ),
  );
  connection.onSignatureHelp(
    at('signature help', null, ({ analysis }, offset) => service.signatureHelpAt(analysis, offset) ?? null),
  );
  connection.onCodeAction(
    on('code actions', [], ({ analysis, document, uri }, { range, context: { diagnostics, only } }) =>
      service.codeActionsAt(analysis, service.toOffsets(document, range), { uri, diagnostics, only }),
    ),
  );
  connection.onCompletionResolve(service.resolveCompletion);
  connection.onDefinition(
    at('definition', [], async ({ analysis, uri }, offset) =>
      service.definitionAt(analysis, uri, offset, await sources()),
    ),
  );
  connection.onReferences(
    at('references', [], ({ analysis, uri }, offset, params) =>
      service.referencesAt(analysis, uri, offset, params.context),
    ),
  );
  connection.onDocumentHighlight(
    at('highlights', [], ({ analysis }, offset) => service.highlightsAt(analysis, offset)),
  );
  connection.onPrepareRename(
    at('rename', null, ({ analysis }, offset) => service.renameRangeAt(analysis, offset) ?? null),
  );
  connection.onRenameRequest(
    at('rename', null, ({ analysis, uri }, offset, { newName }) => {
      const outcome = service.renameAt(analysis, offset, newName);
      return 'refusal' in outcome ? refused(outcome.refusal) : { changes: { [uri]: outcome.edits } };
    }),
  );
  connection.onDocumentSymbol(on('symbols', [], ({ analysis }) => service.documentSymbolsOf(analysis)));
  connection.onWorkspaceSymbol(({ query }, token) =>
    guarded({ name: 'symbols', uri: 'the workspace', fallback: [], token }, log, async () => {
      const files = [...(await workspace.definitions()), ...(await workspace.templates())];
      return service.workspaceSymbolsIn(files, query);
    }),
  );
  connection.languages.callHierarchy.onPrepare(
    at('call hierarchy', [], ({ analysis, uri }, offset) => service.callHierarchyItemsAt(analysis, uri, offset)),
  );
  connection.languages.callHierarchy.onIncomingCalls(({ item }, token) =>
    on('incoming calls', [], ({ analysis, uri }) =>
      service.incomingCalls(analysis, uri, item.data as service.CallHierarchyData),
    )({ textDocument: item }, token),
  );
  connection.languages.callHierarchy.onOutgoingCalls(({ item }, token) =>
    on('outgoing calls', [], ({ analysis, uri }) =>
      service.outgoingCalls(analysis, uri, item.data as service.CallHierarchyData),
    )({ textDocument: item }, token),
  );
  connection.onDocumentLinks(
    on('links', [], async ({ analysis, uri }) => service.documentLinksOf(analysis, uri, await sources())),
  );
  connection.onFoldingRanges(on('folding ranges', [], ({ document }) => service.foldingRangesOf(document)));
  connection.onSelectionRanges(
    on('selection ranges', [], ({ analysis }, { positions }) => service.selectionRangesAt(analysis, positions)),
  );
  connection.onDocumentFormatting(
    on('formatting', [], ({ document, analysis }, { options }) =>
      context.settings().format && !analysis.isTemplate ? service.formatDocument(document, options) : [],
    ),
  );
  connection.onDocumentRangeFormatting(
    on('formatting', [], ({ document, analysis }, { options, range }) =>
      context.settings().format && !analysis.isTemplate
        ? service.formatDocument(document, options, service.toOffsets(document, range))
        : [],
    ),
  );
  connection.languages.semanticTokens.on(
    on('semantic tokens', { data: [] }, ({ analysis }) => service.semanticTokensOf(analysis)),
  );
  connection.languages.semanticTokens.onRange(
    on('semantic tokens', { data: [] }, ({ analysis, document }, { range }) =>
      service.semanticTokensOf(analysis, service.toOffsets(document, range)),
    ),
  );
  connection.languages.inlayHint.on(
    on('inlay hints', [], ({ analysis, document }, { range }) =>
      service.inlayHintsIn(analysis, service.toOffsets(document, range), context.settings().inlayHints),
    ),
  );
  connection.onRequest(GRAPH_REQUEST, (params: GraphParams, token: CancellationToken) =>
    on<GraphParams, GraphResult>('graph', { version: 0, machines: [] }, ({ analysis, version }) => ({
      version,
      machines: service.graphsOf(analysis),
    }))(params, token),
  );
}

/** The text changed while its problems were looked for; the client is to ask again. */
function outdated(): ResponseError<DiagnosticServerCancellationData> {
  return new ResponseError(LSPErrorCodes.ServerCancelled, 'The document has changed.', { retriggerRequest: true });
}

function refused(message: string): never {
  throw new ResponseError(LSPErrorCodes.RequestFailed, message);
}
