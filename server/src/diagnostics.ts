import type { Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver';
import type { StateMachineType } from '../../runtime/src/validation/index.ts';
import type { OpenDocument } from './documents.ts';
import { analyze, diagnosticsInSteps } from './service/languageService.ts';
import type { Settings } from './settings.ts';
import { inSlices } from './slices.ts';

/**
 * A document must be left alone before its problems are sent to a client that does not ask for them: as long as it took to find them last time,
 * so that typing costs half of the time at most, but no longer than this; milliseconds.
 */
const LONGEST_QUIET_TIME = 150;

/** Where problems go, and how to wait: the connection and the timers of the host. */
export interface DiagnosticsHost {
  publish(uri: string, version: number | undefined, diagnostics: Diagnostic[]): void;
  /** Runs an action after some milliseconds; the answer stops it. */
  later(milliseconds: number, action: () => void): () => void;
  /** A clock; milliseconds. */
  now(): number;
  settings(): Settings;
  machineType(uri: string): StateMachineType | undefined;
  /** Runs the action so that a failure costs one answer only. */
  attempt(uri: string, action: () => Promise<void>): void;
}

/** Computes the problems of documents, for clients that pull and for clients that wait to be told. */
export class Diagnostics {
  readonly #host: DiagnosticsHost;
  readonly #waiting = new Map<string, () => void>();
  /** How long it took to find the problems of a document, by URI. */
  readonly #durations = new Map<string, number>();
  /** Counts what may change problems without a change of the document. */
  #generation = 0;

  constructor(host: DiagnosticsHost) {
    this.#host = host;
  }

  /** Answer to `textDocument/diagnostic`; undefined when nobody wants it any more. Only the newest version of a document may be wanted. */
  async report(
    document: OpenDocument,
    previousResultId: string | undefined,
    isWanted: () => boolean,
  ): Promise<DocumentDiagnosticReport | undefined> {
    const resultId = `${document.version}/${this.#generation}`;
    if (resultId === previousResultId) return { kind: 'unchanged', resultId };
    const items = await this.#of(document, isWanted);
    return items && { kind: 'full', resultId, items };
  }

  /** Problems of all documents may have changed. */
  invalidate(): void {
    this.#generation++;
  }

  /** Publishes soon; a later version of the document takes the place of an earlier one that still waits. */
  schedule(document: OpenDocument, isCurrent: () => boolean): void {
    this.#waiting.get(document.uri)?.();
    const milliseconds = Math.min(this.#durations.get(document.uri) ?? 0, LONGEST_QUIET_TIME);
    const stop = this.#host.later(milliseconds, () => {
      this.#waiting.delete(document.uri);
      if (!isCurrent()) return;
      this.#host.attempt(document.uri, () => this.#publish(document, isCurrent));
    });
    this.#waiting.set(document.uri, stop);
  }

  /** The document was closed: nothing of it may stay behind. */
  forget(uri: string): void {
    this.#waiting.get(uri)?.();
    this.#waiting.delete(uri);
    this.#durations.delete(uri);
  }

  async #publish(document: OpenDocument, isCurrent: () => boolean): Promise<void> {
    const start = this.#host.now();
    const items = await this.#of(document, isCurrent);
    if (!items) return;
    this.#host.publish(document.uri, document.version, items);
    this.#durations.set(document.uri, this.#host.now() - start);
  }

  async #of(document: OpenDocument, isWanted: () => boolean): Promise<Diagnostic[] | undefined> {
    const { validate, severities } = this.#host.settings();
    if (!validate) return [];
    const analysis = analyze(document.wholeDocument);
    if (!document.isRelevant) return [];
    const { uri, memory } = document;
    const type = this.#host.machineType(uri);
    return inSlices(diagnosticsInSteps(analysis, { uri, severities, memory, type }), isWanted);
  }
}
