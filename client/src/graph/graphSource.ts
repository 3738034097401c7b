/** Graphs of open documents, read from the language server once per version and again shortly after an edit. */
import { Disposable, EventEmitter, type TextDocument, type Uri, workspace } from 'vscode';
import type { GraphResult } from '../../../server/src/protocol.ts';
import { isServed } from '../language/documents.ts';
import type { LanguageServer } from '../language/languageServer.ts';

const debounce = 120;

interface Known {
  version: number;
  result: Promise<GraphResult | undefined>;
}

export class GraphSource implements Disposable {
  private readonly change = new EventEmitter<Uri>();
  /** Fires a moment after the last edit of a document, and when the server starts. */
  readonly onDidChange = this.change.event;
  private readonly known = new Map<string, Known>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly subscriptions: Disposable;

  constructor(private readonly server: LanguageServer) {
    this.subscriptions = Disposable.from(
      this.change,
      workspace.onDidChangeTextDocument(({ document }) => isServed(document) && this.schedule(document.uri)),
      workspace.onDidCloseTextDocument(({ uri }) => this.known.delete(uri.toString())),
      server.onDidChangeState((state) => {
        if (state !== 'running') return;
        this.known.clear();
        for (const document of workspace.textDocuments) if (isServed(document)) this.schedule(document.uri);
      }),
    );
  }

  /** Undefined when there is no state machine in the document or the server is not there. */
  async of(document: TextDocument): Promise<GraphResult | undefined> {
    const key = document.uri.toString();
    const known = this.known.get(key);
    if (known?.version === document.version) return known.result;
    const result = this.server.graph(document).catch(() => undefined);
    this.known.set(key, { version: document.version, result });
    if ((await result) === undefined && this.known.get(key)?.result === result) this.known.delete(key);
    return result;
  }

  /** The same for a document that may not be open. */
  async ofUri(uri: Uri): Promise<GraphResult | undefined> {
    try {
      return await this.of(await workspace.openTextDocument(uri));
    } catch {
      return undefined;
    }
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.subscriptions.dispose();
  }

  private schedule(uri: Uri): void {
    const key = uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      setTimeout(() => {
        this.timers.delete(key);
        this.change.fire(uri);
      }, debounce),
    );
  }
}
