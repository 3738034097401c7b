/** Coverage of the last test run, for the graph. */
import { type Disposable, EventEmitter, type TextDocument } from 'vscode';
import type { MachineGraph } from '../../../server/src/protocol.ts';
import type { CoverageOverlay } from '../../webview/graphMessages.ts';
import { setContextKey } from '../contextKeys.ts';
import { coverageOverlay } from './coverageOverlay.ts';
import type { CoverageEvent } from './testEvents.ts';

interface Known {
  event: CoverageEvent;
  /** Text the coverage was measured on. */
  text: string;
}

export class CoverageStore implements Disposable {
  private readonly change = new EventEmitter<void>();
  readonly onDidChange = this.change.event;
  private readonly known = new Map<string, Known>();
  private shown = false;

  get isShown(): boolean {
    return this.shown;
  }

  /** Coverage of a file on disk, of any of its machines. */
  ofFile(path: string): CoverageEvent[] {
    return [...this.known.values()].filter(({ event }) => event.definition === path).map(({ event }) => event);
  }

  set(event: CoverageEvent, text: string): void {
    this.known.set(`${event.definition}#${event.stateMachine ?? ''}`, { event, text });
    setContextKey('hasCoverage', true);
    this.change.fire();
  }

  toggle(): void {
    this.shown = !this.shown;
    this.change.fire();
  }

  overlayFor(document: TextDocument, graph: MachineGraph): CoverageOverlay | undefined {
    if (!this.shown) return undefined;
    const known =
      this.known.get(`${document.uri.fsPath}#${graph.name ?? ''}`) ?? this.known.get(`${document.uri.fsPath}#`);
    return known && coverageOverlay(known.event, graph, known.text !== document.getText());
  }

  dispose(): void {
    this.change.dispose();
  }
}
