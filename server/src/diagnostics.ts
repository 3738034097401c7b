import type { Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver';
import type { StateMachineType } from '../../runtime/src/validation/index.ts';
import type { OpenDocument } from './documents.ts';
import { diagnosticsOf } from './service/languageService.ts';
import type { Settings } from './settings.ts';

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
  attempt(uri: string, action: () => void): void;
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

  of(document: OpenDocument): Diagnostic[] {
    const { validate, severities } = this.#host.settings();
    if (!validate || !document.isRelevant) return [];
    return diagnosticsOf(document.analysis, {
      uri: document.uri,
      severities,
      memory: document.memory,
      type: this.#host.machineType(document.uri),
    });
  }

  /** Answer to `textDocument/diagnostic`. */
  report(document: OpenDocument, previousResultId: string | undefined): DocumentDiagnosticReport {
    const resultId = `${document.version}/${this.#generation}`;
    if (resultId === previousResultId) return { kind: 'unchanged', resultId };
    return { kind: 'full', resultId, items: this.of(document) };
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
      this.#host.attempt(document.uri, () => this.#publish(document));
    });
    this.#waiting.set(document.uri, stop);
  }

  /** The document was closed: nothing of it may stay behind. */
  forget(uri: string): void {
    this.#waiting.get(uri)?.();
    this.#waiting.delete(uri);
    this.#durations.delete(uri);
  }

  #publish(document: OpenDocument): void {
    const start = this.#host.now();
    this.#host.publish(document.uri, document.version, this.of(document));
    this.#durations.set(document.uri, this.#host.now() - start);
  }
}
